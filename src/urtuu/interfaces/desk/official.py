"""The official month and what stands beside it: page, workbook, paper, and the cases behind each figure."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from urtuu.documents.blocks import Lang
from urtuu.documents.pdf import NotSet, pdf
from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.names import names, wanted_by
from urtuu.interfaces.desk.sheet import download
from urtuu.interfaces.desk.showing import opens, refuse, show, told
from urtuu.interfaces.desk.year import PAGE, chosen_scope
from urtuu.journal import queries as journal
from urtuu.kinds.dispute import codes
from urtuu.places import offers, permissions
from urtuu.reports import honest as beside
from urtuu.reports import (
    honest_words,
    month_book,
    month_paper,
    official,
    protected_year,
    safety_quarter,
    saying,
)
from urtuu.reports import month_words as said
from urtuu.reports.honest import Honest
from urtuu.reports.official import Line, Month, NotYours
from urtuu.reports.safety_quarter import SafetyQuarter
from urtuu.reports.shares import Share
from urtuu.reports.small_cells import UNDER, WITHHELD

FIRST_YEAR = 2020
_HONEST = "honest-"


@require_safe
@opens(PAGE)
def page(request: HttpRequest, number: int | None = None, month: int | None = None) -> HttpResponse:
    """One month; the last finished one where none is named, and for readers of counts the last year."""
    if number is None and permissions.reach(asking(request), PAGE, today_of(request)).counts_only:
        return protected(request)
    year, at = _month(request, number, month)
    try:
        found = _found(request, year, at)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    who, now = asking(request), now_of(request)
    rest = beside.month(who, found.scope, year, at, now)
    return show(
        request,
        "desk/official.html",
        found=found,
        month_name=_month_name(year, at),
        base=reverse("desk:official_month", args=[year, at]),
        query=_query(request),
        before=_neighbour(request, year, at, -1),
        after=_neighbour(request, year, at, 1),
        lines=said.lines(found.whole),
        amount=said.yuan(found.whole.amount_fen),
        escalations=said.escalations(found.whole),
        types=[saying.class_name(code) for code in said.occurring(found)],
        committees=_committees(request, found),
        **_beside(rest, safety_quarter.quarter(who, found.scope, year, at, now)),
    )


@require_safe
@opens(PAGE)
def protected(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A finished year in the form in which anybody may have it: small figures are withheld."""
    last = protected_year.last_finished(now_of(request))
    year = last if number is None else number
    if not FIRST_YEAR <= year <= last:
        raise Http404(_("There are no figures of that year."))
    try:
        found = protected_year.protected_year(asking(request), chosen_scope(request), year, now_of(request))
    except NotYours as answer:
        return refuse(request, answer.sentence)
    taken = found.taken_on
    names_of_rows = [said.level_word(level) for level in codes.LEVELS]
    beside_year = [(year - 1, year > FIRST_YEAR), (year + 1, year < last)]
    return show(
        request,
        "desk/official_year.html",
        found=found,
        sources=[str(said.SOURCE_WORDS[name]) for name in codes.SOURCES],
        rows=list(zip(names_of_rows, taken.by_row, taken.rows, strict=True)),
        amount=said.yuan(found.amount_fen) if isinstance(found.amount_fen, int) else found.amount_fen,
        share=honest_words.percent(found.share),
        under=UNDER,
        mark=WITHHELD,
        years=[
            (n, reverse("desk:official_year", args=[n]) + _query(request))
            for n, there in beside_year
            if there
        ],
    )


@require_safe
@opens(PAGE)
def download_of(request: HttpRequest, number: int, month: int, ending: str) -> HttpResponse:
    """The same month as a workbook or a paper."""
    year, at = _month(request, number, month)
    try:
        found = _found(request, year, at)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    title = _("Statistics of people's mediation, %(month)s") % {"month": _month_name(year, at)}
    places = _names(found)
    if ending == "xlsx":
        who, now = asking(request), now_of(request)
        rest = beside.month(who, found.scope, year, at, now)
        safety = safety_quarter.quarter(who, found.scope, year, at, now)
        book = month_book.workbook(found, rest, places, f"{title} · {found.scope.name}", safety)
        return download(book, title)
    if ending != "pdf":
        raise Http404(_("There is no file of this sort."))
    lang: Lang = "en" if wording.code() == "en" else "zh-hans"
    try:
        content = pdf([month_paper.paper(found, places, title, lang)], made_at=now_of(request))
    except NotSet as fault:
        messages.error(request, told(fault.sentence))
        return redirect("desk:official_month", number=year, month=at)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="mediation-{year}-{at:02d}.pdf"'
    return response


@require_safe
@opens(PAGE)
def behind(request: HttpRequest, number: int, month: int, key: str) -> HttpResponse:
    """The cases that made a figure, of the whole or of one committee, as far as this person reads them."""
    year, at = _month(request, number, month)
    try:
        found = _found(request, year, at)
    except NotYours as answer:
        return refuse(request, answer.sentence)
    heading, records = _records(request, found, key, (year, at))
    if records is None:
        raise Http404(_("There is no such figure."))
    rows = journal.rows(
        journal.standings(asking(request), "dispute", today_of(request)).filter(record__in=records)
    )
    named = names(wanted_by(rows), asking(request), now_of(request))
    return show(
        request,
        "desk/official_behind.html",
        heading=heading,
        month_name=_month_name(year, at),
        back=reverse("desk:official_month", args=[year, at]) + _query(request),
        counted=len(records),
        rows=[
            {
                "url": reverse("desk:record", args=["dispute", one.row.record]),
                "title": wording.title(one),
                "number": one.row.number,
                "place": named.place(one.row.grid or one.row.station),
                "state": wording.state_chip(one.kind, one.row.state),
            }
            for one in rows
        ],
    )


def _records(
    request: HttpRequest, found: Month, key: str, of: tuple[int, int]
) -> tuple[str, list[str] | None]:
    """What a figure is called, and the records that made it; nothing for a figure that is none."""
    if key.startswith(_HONEST):
        name = key.removeprefix(_HONEST)
        rest = beside.month(asking(request), found.scope, *of, now_of(request))
        heading = str(honest_words.SHARES[name][0]) if name in honest_words.SHARES else ""
        return heading, honest_words.behind(rest, name)
    line, place = _line(request, found)
    return " · ".join(filter(None, (said.heading(key), place))), said.behind(line, key)


def _line(request: HttpRequest, found: Month) -> tuple[Line, str]:
    """The row that an address names, and what it is called; the whole where it names none. Raises Http404."""
    level, _dash, unit = request.GET.get("row", "").partition("-")
    if not level:
        return found.whole, ""
    if (unit, level) not in found.rows:
        raise Http404(_("There is no such figure."))
    return found.rows[unit, level], f"{_names(found).get(unit, unit)} {said.level_word(level)}"


def _month(request: HttpRequest, number: int | None, month: int | None) -> tuple[int, int]:
    today = today_of(request)
    if number is None or month is None:
        return (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    if not (FIRST_YEAR <= number <= today.year and 1 <= month <= 12):
        raise Http404(_("There are no figures of that month."))
    return number, month


def _found(request: HttpRequest, year: int, month: int) -> Month:
    return official.month(asking(request), chosen_scope(request), year, month, now_of(request))


def _month_name(year: int, month: int) -> str:
    return f"{year}-{month:02d}" if wording.code() == "en" else f"{year}年{month}月"


def _names(found: Month) -> dict[str, str]:
    return offers.names_of_places([unit for unit, _level in found.rows])


def _query(request: HttpRequest, **more: str) -> str:
    scope = {"scope": request.GET["scope"]} if request.GET.get("scope") else {}
    return f"?{urlencode(scope | more)}" if scope or more else ""


def _neighbour(request: HttpRequest, year: int, month: int, step: int) -> str:
    index = year * 12 + month - 1 + step
    at = (index // 12, index % 12 + 1)
    today = today_of(request)
    if at[0] < FIRST_YEAR or at > (today.year, today.month):
        return ""
    return reverse("desk:official_month", args=list(at)) + _query(request)


def _beside(rest: Honest, safety: SafetyQuarter | None) -> dict[str, Any]:
    """What stands beside the table, and what each figure of it counts. Safety opens no list here."""
    named = {**honest_words.SHARES, **honest_words.SPREADS, **(honest_words.SAFETY if safety else {})}
    return {
        "shares": [_share(f"{_HONEST}{name}", name, share) for name, share in rest.shares.items()],
        "spreads": [
            (str(honest_words.SPREADS[name][0]), honest_words.spread_words(one))
            for name, one in rest.spreads.items()
        ],
        "safety": [_share("", name, getattr(safety, name)) for name in honest_words.SAFETY if safety],
        "quarter": f"{safety.year} Q{safety.number}" if safety else "",
        "meanings": [(str(words), str(meant)) for words, meant in named.values()],
        "taken_on": rest.taken_on,
    }


def _share(key: str, name: str, share: Share) -> dict[str, Any]:
    words, meant = (honest_words.SHARES | honest_words.SAFETY)[name]
    percent = honest_words.percent(share.percent)
    return {"key": key, "words": words, "meant": meant, "n": share.n, "of": share.of, "share": percent}


def _committees(request: HttpRequest, found: Month) -> list[dict[str, Any]]:
    """Each committee and its level, with the classes of which there was a case in the month."""
    places, codes = _names(found), said.occurring(found)
    return [
        {
            "name": places.get(unit, unit),
            "level": said.level_word(level),
            "query": _query(request, row=f"{level}-{unit}"),
            "accepted": len(line.accepted),
            "agreed": len(line.agreed),
            "share": honest_words.percent(line.share),
            "amount": said.yuan(line.amount_fen),
            "with_amount": len(line.amounts),
            "types": [(f"type-{code}", len(line.types[code])) for code in codes],
        }
        for (unit, level), line in found.rows.items()
    ]
