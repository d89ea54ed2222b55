"""What has been kept long enough: the privacy officer looks at it and destroys what is chosen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of, word
from urtuu.interfaces.desk.counter import WHY_KEPT
from urtuu.interfaces.desk.names import Names, Wanted, names
from urtuu.interfaces.desk.showing import opens, show, told
from urtuu.mediation import keeping
from urtuu.mediation.keeping import KIND, CutShort, Kept
from urtuu.web.dates import long_day_words

PAGE = "retention"
PAGE_ROWS = 40
ALL = "page"


@require_safe
@opens(PAGE)
def due(request: HttpRequest) -> HttpResponse:
    """The list, the longest kept first."""
    page = Paginator(_due(request), PAGE_ROWS).get_page(request.GET.get("page"))
    wanted = Wanted(places={one.one.row.gacha or one.one.row.grid for one in page.object_list})
    named = names(wanted, asking(request), now_of(request))
    lines = [_line(one, named) for one in page.object_list]
    return show(request, "desk/retention.html", lines=lines, page=page, params=request.GET)


@require_POST
@opens(PAGE)
def let_go(request: HttpRequest) -> HttpResponse:
    """Destroys the named ones; what is not over is left out. What is gone is always said."""
    chosen = set(request.POST.getlist("kept"))
    kept = [one for one in _due(request) if _key(one) in chosen][:PAGE_ROWS]
    try:
        gone = keeping.let_go(asking(request).staff, kept, now_of(request))
    except CutShort as cut:
        if cut.gone:
            _say(request, cut.gone)
        messages.error(request, told(cut.sentence))
    else:
        _say(request, gone)
    return redirect(reverse("desk:retention"))


def _say(request: HttpRequest, gone: int) -> None:
    if not gone:
        messages.warning(request, _("Nothing was chosen, or somebody was quicker. Nothing was destroyed."))
        return
    said = ngettext(
        "%(n)s was destroyed. Its lines and times stay, and the chain still verifies.",
        "%(n)s were destroyed. Their lines and times stay, and the chain still verifies.",
        gone,
    )
    messages.success(request, said % {"n": gone})


def _due(request: HttpRequest) -> list[Kept]:
    return keeping.due(asking(request), today_of(request))


def _key(kept: Kept) -> str:
    return f"{kept.one.row.record}/{kept.over.of}"


def _line(kept: Kept, named: Names) -> dict[str, Any]:
    row = kept.one.row
    return {
        "key": _key(kept),
        "url": reverse("desk:record", args=[KIND, row.record]),
        "number": row.number,
        "title": wording.title(kept.one),
        "state": wording.state_chip(kept.one.kind, row.state),
        "place": named.place(row.gacha or row.grid),
        "of": word(KIND, "choices.let_go_of", kept.over.of),
        "until": long_day_words(kept.over.until, wording.code()),
        "why": str(WHY_KEPT[kept.over.why]),
    }
