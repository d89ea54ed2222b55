"""Which numbers a dispute's papers bear: counted by committee and year, in the transaction of the act.

Offline forms carry the receipt's id and a blank; the number follows when the act arrives (disputes.md 7.3).
Counted at the station, whose committee keeps the register; a training record has none.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from urtuu.journal import lookups
from urtuu.journal.queries import today
from urtuu.journal.reactions import react
from urtuu.kinds.entries import Entry
from urtuu.mediation.models import NumberSeries, OfficialNumber

KIND = "dispute"
_BRINGS: dict[str, tuple[str, ...]] = {
    "accept": (OfficialNumber.REGISTER,),
    "settle_at_once": (OfficialNumber.REGISTER, OfficialNumber.AGREEMENT),
    "agree": (OfficialNumber.AGREEMENT,),
    "archive": (OfficialNumber.DOSSIER,),
}


def register() -> None:
    """Enters into the journal's table what follows from acts of a dispute."""
    for act in _BRINGS:
        react(KIND, act, give)


def give(entry: Entry, now: datetime) -> None:
    """The numbers an act brings. Asking twice gives nothing new."""
    if entry.training:
        return
    year, station = today(now).year, lookups.record_states([entry.record])[entry.record].station
    for which in _BRINGS.get(entry.act, ()):
        if OfficialNumber.objects.filter(entry=entry.id, which=which).exists():
            continue
        if which == OfficialNumber.REGISTER and _has(entry.record, which):
            continue  # accepted anew after it came back: the register has one line a case
        n = _next(f"{station}/{which}/{year}")
        OfficialNumber.objects.create(
            record=entry.record, which=which, station=station, year=year, n=n, entry=entry.id
        )


def _has(record: str, which: str) -> bool:
    return OfficialNumber.objects.filter(record=record, which=which).exists()


def _next(key: str) -> int:
    """The next of a series; locked until the act's transaction ends, so that none is skipped."""
    NumberSeries.objects.get_or_create(key=key)
    rows = NumberSeries.objects.filter(key=key)
    row = (rows.select_for_update() if connection.features.has_select_for_update else rows).get()
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def of_record(record: str) -> dict[str, str]:
    """The numbers of a record as they are written, of agreements the last: `{"register": "…"}`."""
    return _written(OfficialNumber.objects.filter(record=record).order_by("year", "n"))


def of_records(records: Iterable[str]) -> dict[str, dict[str, str]]:
    """The numbers of several records, one query."""
    found: dict[str, list[OfficialNumber]] = {}
    for row in OfficialNumber.objects.filter(record__in=list(records)).order_by("year", "n"):
        found.setdefault(row.record, []).append(row)
    return {record: _written(rows) for record, rows in found.items()}


def _written(rows: Iterable[OfficialNumber]) -> dict[str, str]:
    return {row.which: written(row.which, row.year, row.n) for row in rows}


_WORDS = {
    OfficialNumber.REGISTER: "人调受字",
    OfficialNumber.AGREEMENT: "人调协字",
    OfficialNumber.DOSSIER: "人调字",
}
"""M01 prescribes 「(年)人调字第N号」 for the dossier; the other two are told apart by a word of ours."""


def written(which: str, year: int, n: int) -> str:
    """A number as it stands on a paper, Chinese in every language."""
    return f"（{year}）{_WORDS[which]}第{n}号"
