"""What stands beside the official figures, which are always near a hundred per cent (disputes.md 0.8, 7.10).

By month of taking on, a cohort: what became of it, how long things took, whether agreements were kept. Every
figure has its denominator and the records that made it. Nothing here is of a person. Safety has a quarter of
its own (`safety_quarter`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from urtuu.base.workdays import working_days
from urtuu.journal import queries
from urtuu.journal.queries import RecordRow
from urtuu.kinds.clocks import LOCAL, ClockFace, running
from urtuu.kinds.dispute.codes import TAKEN_ON, UNDONE
from urtuu.places.permissions import Who
from urtuu.reports.agreements import agreement_of
from urtuu.reports.official import PAGE, cases, moments
from urtuu.reports.repeats import WITHIN, repeats
from urtuu.reports.scopes import Scope
from urtuu.reports.shares import Share, Spread, share, share_of_acts, spread

BECAME = ("agreed", "refused", "referred", "open")
_BECAME = {
    "agreed": "agreed", "performing": "agreed", "terminated": "refused", "not_accepted": "refused",
    "referred": "referred",
}  # fmt: skip
_OUTCOMES = {
    "performed": "agreed", "not_performed": "agreed", "terminated": "refused", "not_accepted": "refused",
    "referred": "referred",
}  # fmt: skip
_ENDED = ("closed", "archived")
ROUND = "follow_up"
"""The act that makes a round, and the name with which the clocks of all rounds begin."""
_REACHED = ("contact", "session", "settle_at_once", "safety_questions")


@dataclass(frozen=True)
class Honest:
    """A cohort's figures, by name, in the order in which they are shown."""

    first: date
    taken_on: int
    shares: dict[str, Share]
    spreads: dict[str, Spread]


def month(asking: Who, scope: Scope, year: int, number: int, now: datetime) -> Honest:
    """The cohort of a month as it stands now. The caller has asked whether it may be seen."""
    first, after = moments(year, number)
    found = [one for one in cases(asking, scope, first, after, now) if _taken_on_in(one, first, after)]
    every = _since(asking, scope, min([first, *(one.row.began_at for one in found)]) - WITHIN, after, now)
    shares = {
        **_became(found),
        **_kept(found, now),
        **_asked(found),
        "repeats": Share(len(found), repeats(found, every, _doors(asking, every, now))),
        "late": _late(asking, found, now),
        "void": share([one for one in every if first <= one.row.began_at < after], _is_void),
    }
    return Honest(first.date(), len(found), shares, _spreads(found))


def _since(asking: Who, scope: Scope, first: datetime, after: datetime, now: datetime) -> list[RecordRow]:
    """Every dispute begun in between, void ones too. One query."""
    found = queries.counted(asking, PAGE, queries.today(now)).filter(
        scope.records, kind="dispute", began_at__gte=first, began_at__lt=after
    )
    return queries.rows(found.order_by("record"))


def _doors(asking: Who, every: Sequence[RecordRow], now: datetime) -> dict[str, str]:
    """The households of the visits on which disputes were found. One query."""
    visits = {str(one.standing.body.get("visit", "")) for one in every}
    found = queries.counted(asking, PAGE, queries.today(now)).filter(kind="visit", record__in=visits)
    return {one.row.record: str(one.standing.body.get("household", "")) for one in queries.rows(found)}


def _late(asking: Who, found: Sequence[RecordRow], now: datetime) -> Share:
    """Entries of the cohort, and those received more than a day later or out of order. One query."""
    acts = queries.entries(asking, PAGE, queries.today(now)).filter(
        kind="dispute", record__in=[one.row.record for one in found]
    )
    every = list(acts.order_by("pk").values_list("record", "late"))
    return Share(len(every), [record for record, late in every if late])


def _is_void(one: RecordRow) -> bool:
    return one.row.state == "void"


def _taken_on_in(one: RecordRow, first: datetime, after: datetime) -> bool:
    taken = one.standing.all_of(*TAKEN_ON)
    return bool(taken) and first <= taken[0].at < after


def _became(found: Sequence[RecordRow]) -> dict[str, Share]:
    return {
        name: Share(len(found), [one.row.record for one in found if became(one) == name]) for name in BECAME
    }


def _kept(found: Sequence[RecordRow], now: datetime) -> dict[str, Share]:
    """Whether what was agreed was kept, confirmed and asked after."""
    agreed = [one for one in found if agreement_of(one.standing)]
    shares = {}
    for days in (30, 90):
        due = [one for one in agreed if _due_before(one, now, days)]
        shares[f"performed_{days}"] = Share(
            len(due), [one.row.record for one in due if _performed(one, days)]
        )
    shares["confirmed"] = share(agreed, lambda one: _court(one) == "confirmed")
    shares["follow_ups"] = _follow_ups(agreed, now)
    return shares


def _asked(found: Sequence[RecordRow]) -> dict[str, Share]:
    """Whether people were content, and in which language they were spoken with."""
    asked = [one for one in found if one.standing.all_of("follow_up") and agreement_of(one.standing)]
    answered = [one for one in asked if _content(one)]
    held = [(one, done) for one in found for done in one.standing.all_of("session")]
    return {
        "answered": share(asked, lambda one: bool(_content(one))),
        "content": share(answered, lambda one: _content(one)[-1] == "yes"),
        "mongolian": share_of_acts(held, lambda done: done.body.get("language") in ("mn", "both")),
    }


def became(one: RecordRow) -> str:
    """What has become of a case so far."""
    if one.row.state in _ENDED:
        return _OUTCOMES.get(str(one.standing.body.get("outcome")), "open")
    return _BECAME.get(one.row.state, "open")


def _due_before(one: RecordRow, now: datetime, days: int) -> bool:
    last = _last_due(one)
    return last is not None and last + timedelta(days=days) <= now.astimezone(LOCAL).date()


def _last_due(one: RecordRow) -> date | None:
    days = one.standing.body.get("due_days") or []
    return date.fromisoformat(max(days)) if days else None


def _performed(one: RecordRow, days: int) -> bool:
    """Whether every obligation was, or all of them at once, under the agreement that stands."""
    made, last = agreement_of(one.standing), _last_due(one)
    if made is None or last is None:
        return False
    since = one.standing.acts[one.standing.acts.index(made) :]
    until = last + timedelta(days=days)
    done = [
        act.body.get("obligation", 0)
        for act in since
        if act.act == "performed"
        and act.body.get("performance") == "in_full"
        and act.at.astimezone(LOCAL).date() <= until
    ]
    return 0 in done or set(done) >= set(range(1, len(one.standing.body["due_days"]) + 1))


def _court(one: RecordRow) -> str:
    last = one.standing.last("confirmation")
    return str(last.body.get("court", "")) if last else ""


def _content(one: RecordRow) -> list[str]:
    said = [str(done.body.get("content", "")) for done in one.standing.all_of("follow_up")]
    return [text for text in said if text and text != "not_answered"]


def _follow_ups(agreed: Sequence[RecordRow], now: datetime) -> Share:
    """Rounds that are due by now, and those that were made in time."""
    due, in_time = 0, []
    for one in agreed:
        for face in running(one.standing, one.kind, now, working_days()):
            if face.name.startswith(ROUND) and (face.stopped_by == ROUND or _fell_due(face, now)):
                due += 1
                in_time += [one.row.record] if face.stopped_by == ROUND and face.state == "done" else []
    return Share(due, in_time)


def _fell_due(face: ClockFace, now: datetime) -> bool:
    """Whether its day has come. An undone agreement owes no more rounds; a file put away owes them still."""
    undone_at = face.stopped_at if face.stopped_by in UNDONE else None
    return face.due_at is not None and face.due_at < (undone_at or now)


def _spreads(found: Sequence[RecordRow]) -> dict[str, Spread]:
    began = {one.row.record: one.standing.acts[0].at for one in found}
    return {
        "to_contact": spread(found, lambda one: _after(one, began[one.row.record], _REACHED)),
        "to_acceptance": spread(found, lambda one: _after(one, began[one.row.record], TAKEN_ON)),
        "to_agreement": spread(found, _acceptance_to_agreement),
    }


def _after(one: RecordRow, since: datetime, names: tuple[str, ...]) -> timedelta | None:
    times = [done.at for done in one.standing.all_of(*names)]
    return max(timedelta(0), min(times) - since) if times else None


def _acceptance_to_agreement(one: RecordRow) -> timedelta | None:
    """To the agreement that stands: one that did not hold was not the end of it."""
    taken, made = one.standing.all_of(*TAKEN_ON), agreement_of(one.standing)
    return max(timedelta(0), made.at - taken[0].at) if taken and made else None
