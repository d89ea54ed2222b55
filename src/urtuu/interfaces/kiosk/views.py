"""Who serves this gacha: grid, limits and telephones posted for everyone to read. 本嘎查谁服务"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.interfaces.kiosk.week import days_of
from urtuu.mediation import issuing, wording
from urtuu.places import queries
from urtuu.places.models import Region


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All gachas by sumu, or those whose name has the words in it."""
    words = request.GET.get("q", "").strip()[:40]
    sumus = queries.served_gachas(words)
    return render(request, "kiosk/index.html", {"words": words, "sumus": list(sumus.items())} | _bar(None))


@require_safe
def gacha(request: HttpRequest, code: str) -> HttpResponse:
    """One gacha: its grid, who serves it and when, and how to complain."""
    place = queries.region(code)
    if place is None or place.level != "gacha":
        raise Http404(_("There is no gacha with this code."))
    rows = [
        {"serves": row, "days": days_of(row.station.week_pattern)}
        for row in queries.serves(code, timezone.localdate())
    ]
    return render(request, "kiosk/gacha.html", {"place": place, "rows": rows} | _bar(place))


@require_safe
def verify(request: HttpRequest, digest: str) -> HttpResponse:
    """Whether a paper was issued here: its sort, its day and its digest, and nothing about anybody."""
    lang = "en" if (get_language() or "").startswith("en") else "zh-hans"
    found = issuing.verified(digest)
    title = wording.title(lang, found.code) if found else ""
    # With its year: a paper is looked up long after it was issued.
    on = wording.day(lang, timezone.localdate(found.issued_at)) if found else ""
    known = {"found": found, "paper": title, "issued_on": on, "digest": digest.lower()[:64]}
    return render(request, "kiosk/verify.html", known | _bar(None), status=200 if found else 404)


def _bar(place: Region | None) -> dict[str, str]:
    """What stands in the bar above every public page."""
    banner = place.parent.parent if place and place.parent else None
    return {"home_url": reverse("kiosk:index"), "place_name": banner.short_name if banner else ""}
