"""Stations, grids and who serves them; and lists that offices keep, taken whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, language, today_of
from urtuu.interfaces.desk.showing import opens, show
from urtuu.kinds import words
from urtuu.kinds.roles import FIELD_ROLES
from urtuu.places import imports as lists
from urtuu.places import offers
from urtuu.places.models import Grid, Post, Station
from urtuu.places.permissions import may_open

MOST_BYTES = 20 * 1024 * 1024
SHOWN_PROBLEMS = 200
KEPT_FOR = timedelta(hours=1)
FOLDER = "imports"
SESSION = "desk_import"


@dataclass(frozen=True)
class GridShown:
    """A grid with its gachas and who serves it; nobody when the post is vacant."""

    name: str
    gachas: str
    officers: list[str]
    helpers: list[str]


@dataclass(frozen=True)
class StationShown:
    """A station with its grids and the people of the house."""

    station: Station
    grids: list[GridShown]
    people: list[tuple[str, str]]
    vacant: int


@require_safe
@opens("places")
def places(request: HttpRequest) -> HttpResponse:
    """Stations, grids, officers and vacancies."""
    found = offers.stations(asking(request), "places", today_of(request))
    shown = [_station(one) for one in found]
    importing = may_open(asking(request), "import", today_of(request)) is None
    return show(
        request,
        "desk/places.html",
        stations=shown,
        grids=sum(len(one.grids) for one in shown),
        vacant=sum(one.vacant for one in shown),
        importing=importing,
    )


def _station(station: Station) -> StationShown:
    grids = [_grid(grid) for grid in station.grids.all()]
    return StationShown(
        station=station,
        grids=grids,
        people=[(post.staff.name, _role(post)) for post in station.posts.all()],
        vacant=sum(not grid.officers for grid in grids),
    )


def _role(post: Post) -> str:
    return words.label(language(), "", "roles", post.role)


def _grid(grid: Grid) -> GridShown:
    posts = list(grid.posts.all())
    officer, helper = (role.value for role in FIELD_ROLES)
    return GridShown(
        name=grid.name,
        gachas=wording.comma().join(one.short_name for one in grid.gachas.all()),
        officers=[post.staff.name for post in posts if post.role == officer],
        helpers=[post.staff.name for post in posts if post.role == helper],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens("import")
def imports(request: HttpRequest) -> HttpResponse:
    """A list is looked at row by row first; only then, on a second word, is it written."""
    if request.method != "POST":
        return _asked(request)
    if "confirm" in request.POST:
        return _confirmed(request)
    if "forget" in request.POST:
        _forget(request)
        return redirect("desk:imports")
    return _tried(request)


def _asked(request: HttpRequest, error: str = "", **more: Any) -> HttpResponse:
    what = request.POST.get("what", "")
    chosen = {
        "id": "id_what",
        "name": "what",
        "label": _("What the list holds"),
        "type": "select",
        "value": what,
        "required": True,
        "choices": [("", _("please choose")), *((name, _what(name)) for name in lists.WHAT)],
    }
    return show(
        request,
        "desk/imports.html",
        status=422 if error else 200,
        chosen=chosen,
        error=error,
        **{"report": None, **more},
    )


def _what(name: str) -> str:
    return {
        "regions": _("Regions (division codes)"),
        "grids": _("Stations and grids"),
        "staff": _("Staff"),
        "posts": _("Posts"),
        "households": _("Households"),
        "points": _("Points of places"),
    }.get(name, name)


def _tried(request: HttpRequest) -> HttpResponse:
    sent, what = request.FILES.get("file"), request.POST.get("what", "")
    if what not in lists.WHAT or sent is None:
        return _asked(request, _("Choose what the list holds, and the file."))
    if (sent.size or 0) > MOST_BYTES:
        return _asked(request, _("The file is larger than 20 MB. Please divide it."))
    content = sent.read()
    report = lists.run(what, sent.name or "", content, dry_run=True, lang=_lang())
    _forget(request)
    if not report.problems:
        kept = default_storage.save(f"{FOLDER}/{uuid4()}", ContentFile(content))
        request.session[SESSION] = {"what": what, "name": sent.name, "kept": kept}
    return show(
        request,
        "desk/imports.html",
        status=422 if report.problems else 200,
        report=report,
        what=_what(what),
        name=sent.name,
        problems=report.errors[:SHOWN_PROBLEMS],
        more=max(0, len(report.problems) - SHOWN_PROBLEMS),
    )


def _confirmed(request: HttpRequest) -> HttpResponse:
    kept = request.session.get(SESSION)
    if not kept or not default_storage.exists(kept["kept"]):
        return _asked(request, _("The file is no longer here. Please send it again."))
    with default_storage.open(kept["kept"]) as file:
        content = file.read()
    report = lists.run_files(
        kept["what"],
        [(kept["name"], content)],
        dry_run=False,
        lang=_lang(),
        marked=lists.Marked(today_of(request), request.user.pk),
    )
    _forget(request)
    if report.problems:
        return _asked(request, report.summary)
    messages.success(request, report.summary)
    return redirect("desk:places")


def _forget(request: HttpRequest) -> None:
    """Removes what was sent; a list of households must not lie about."""
    kept = request.session.pop(SESSION, None)
    if kept and default_storage.exists(kept["kept"]):
        default_storage.delete(kept["kept"])
    _sweep()


def _sweep() -> None:
    """Removes what others left and did not confirm."""
    if not default_storage.exists(FOLDER):
        return
    before = timezone.now() - KEPT_FOR
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if default_storage.get_modified_time(path) < before:
            default_storage.delete(path)


def _lang() -> str:
    return "en" if language() == "en" else words.FIRST
