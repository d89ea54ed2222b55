"""How long what is known of a dispute is kept, and why (disputes.md 7.9). The archives approve the schedule.

Days count from what ended the need: the end of mediation, full performance, a safety record's last event.
A day that a person set at archiving holds where it is later; for grassland it is the contract's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from urtuu.kinds.dispute.codes import MADE, SHUT
from urtuu.kinds.dispute.rules import local_day
from urtuu.kinds.fold import Done, Standing

Why = Literal[
    "running", "not_accepted", "terminated", "oral", "written", "grassland", "referred", "notes", "safety"
]
NAMES_DAYS = 30
NOTES_DAYS = 30
SAFETY_YEARS = 3
LOG_YEARS = 3
_YEARS: dict[str, int] = {"terminated": 3, "oral": 5, "written": 10, "referred": 3}
_GRASSLAND_CONTRACTS = frozenset({"GRS-01", "GRS-02", "GRS-03", "GRS-04"})
_SAFETY_ACTS = ("hold", "safety_questions", "release", "safety_decide", "report_duty", "lift")
_CLOSINGS = ("close", "close_unperformed", "close_out")


@dataclass(frozen=True)
class Keep:
    """Until when, and which row of the schedule says so; no day while it runs or is kept with a contract."""

    until: date | None
    why: Why


@dataclass(frozen=True)
class Over:
    """What has been kept long enough: `everything`, `all_but_safety`, the `notes` or the `safety` record."""

    of: str
    until: date
    why: Why


def keep(standing: Standing) -> Keep:
    """How long the names and words of a case are kept, as it stands."""
    found = _by_schedule(standing)
    set_on = standing.body.get("keep_until") if standing.state == "archived" else None
    if not set_on or found.why == "running":
        return found
    return Keep(max(date.fromisoformat(set_on), found.until or date.min), found.why)


def _by_schedule(standing: Standing) -> Keep:
    if standing.state == "not_accepted" or standing.body.get("outcome") == "not_accepted":
        return _from(standing, ("not_accept", "refuse"), days=NAMES_DAYS, why="not_accepted")
    agreed = standing.last(*MADE)
    if agreed and (standing.body.get("grassland") in _GRASSLAND_CONTRACTS):
        return Keep(None, "grassland")
    if agreed and standing.state in SHUT:
        why: Why = "oral" if standing.body.get("form") == "oral" else "written"
        return _years_after(_performed_or_closed(standing), why)
    if standing.state == "terminated" or standing.body.get("outcome") == "terminated":
        return _years_after(standing.last("terminate", "stop", "safety_decide"), "terminated")
    if standing.body.get("outcome") == "referred":
        return _years_after(standing.last("close_out"), "referred")
    return Keep(None, "running")


def _performed_or_closed(standing: Standing) -> Done | None:
    full = [done for done in standing.all_of("performed") if done.body.get("performance") == "in_full"]
    return full[-1] if full else standing.last("close", "close_unperformed")


def _from(standing: Standing, acts: tuple[str, ...], *, days: int, why: Why) -> Keep:
    last = standing.last(*acts)
    return Keep(local_day(last.at) + timedelta(days=days) if last else None, why)


def _years_after(done: Done | None, why: Why) -> Keep:
    return Keep(add_years(local_day(done.at), _YEARS[why]) if done else None, why)


def add_years(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March: never a day too short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def safety_until(standing: Standing) -> date | None:
    """Until when a safety record is kept: three years after the last event."""
    last = standing.last(*_SAFETY_ACTS)
    return add_years(local_day(last.at), SAFETY_YEARS) if last else None


def notes_until(standing: Standing) -> date | None:
    """Until when private notes are kept: thirty days after the closing; no day while the case is open."""
    closed = standing.last(*_CLOSINGS) if standing.all_of("private_note") else None
    return local_day(closed.at) + timedelta(days=NOTES_DAYS) if closed else None


def due(standing: Standing, on: date) -> bool:
    """Whether the names and words have been kept long enough."""
    kept = keep(standing)
    return kept.until is not None and kept.until < on


def over(standing: Standing, on: date) -> list[Over]:
    """What has been kept long enough on a day and was not let go of since, the longest kept first."""
    kept, safety = keep(standing), safety_until(standing)
    spared = safety is not None and safety >= on
    ended = standing.state in SHUT
    days: tuple[tuple[str, date | None, Why], ...] = (
        ("all_but_safety" if spared else "everything", kept.until, kept.why),
        ("notes", notes_until(standing), "notes"),
        ("safety", safety if ended else None, "safety"),
    )
    found = [Over(of, until, why) for of, until, why in days if until and until < on]
    still = [one for one in found if not _gone(standing, one.of)]
    whole = [one for one in still if one.of == "everything"]
    return whole or sorted(still, key=lambda one: one.until)


_COVERED = {
    "everything": ("everything", "all_but_safety"),
    "all_but_safety": ("everything", "all_but_safety"),
    "notes": ("everything", "all_but_safety", "notes"),
    "safety": ("everything", "safety"),
}


def _gone(standing: Standing, of: str) -> bool:
    """Whether it was let go of after the last act that could have added to it."""
    adding = {"notes": ("private_note",), "safety": _SAFETY_ACTS}.get(of, ("reopen", *_CLOSINGS))
    last = standing.last(*adding)
    gone = [done for done in standing.all_of("let_go") if done.body["let_go_of"] in _COVERED[of]]
    return bool(gone) and (last is None or gone[-1].at >= last.at)
