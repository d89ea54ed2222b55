"""Who opened a restricted part, of what, when and what for: every reading is an entry, and shows here."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.interfaces.desk import history, wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of, word
from urtuu.interfaces.desk.names import Names, Wanted, names
from urtuu.interfaces.desk.showing import opens, show
from urtuu.journal import party_view, sides
from urtuu.journal import queries as journal
from urtuu.journal.queries import RecordRow

PAGE_ROWS = 50
KIND = "reading"


@require_safe
@opens("audit")
def readings(request: HttpRequest) -> HttpResponse:
    """The readings in reach, the newest first."""
    found = journal.standings(asking(request), KIND, today_of(request)).order_by("-began_at", "record")
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    rows = journal.rows(page.object_list)
    wanted = Wanted(records={str(one.standing.body.get("about", "")) for one in rows})
    for one in rows:
        wanted.row(one)
    known = names(wanted, asking(request), now_of(request))
    lines = [_line(one, known) for one in rows]
    return show(request, "desk/audit.html", lines=lines, page=page, params=request.GET)


def _line(one: RecordRow, known: Names) -> dict[str, Any]:
    body = one.standing.body
    return {
        "at": one.row.began_at,
        "who": known.person(one.row.author),
        "about": wording.linked(known.records.get(str(body.get("about", "")))),
        "kind": word(str(body.get("kind", "")), "kind", "one"),
        "part": history.part_name(str(body.get("part", ""))),
        "purpose": _purpose(str(body.get("purpose", ""))),
        "turned_away": one.row.state == "turned_away",
        "entry": reverse("desk:entry", args=[one.standing.acts[0].entry]),
    }


def _purpose(said: str) -> str:
    """A purpose in the reader's own words, or what the house notes by itself."""
    if said.startswith(party_view.PURPOSE):
        return _("At the counter, in the presence of party %(party)s") % {
            "party": said.removeprefix(party_view.PURPOSE).strip()
        }
    return _("The same two sides, looked for at triage") if said == sides.AGAIN else said
