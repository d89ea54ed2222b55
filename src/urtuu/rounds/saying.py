"""The board in the reader's language: what the components of the page kit are given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from urtuu.base.weeks import DayPart
from urtuu.kinds import words
from urtuu.kinds.clocks import LOCAL
from urtuu.rounds.loads import CLASSES, Load
from urtuu.rounds.seen import Board, DayNote, OfficerSeen, Promised, Task
from urtuu.web.dates import day_and_month, stretch_words, weekday_name

ICONS = {
    "visit": "door",
    "follow_up": "refresh",
    "dispute_first_contact": "scales",
    "publicity": "megaphone",
    "need": "heart-hand",
    "referral": "send",
    "errand": "hand",
    "patrol": "route",
    "hazard_check": "shield",
    "training": "books",
}
TONES = {"dispute": "sky", "visit": "grass", "publicity": "ochre", "other": "pale"}
Chip = dict[str, str]


def lang() -> str:
    """The language of the page, by which the words of kinds and the dates are chosen."""
    return translation.get_language() or words.FIRST


def task_word(field: str, option: str) -> str:
    """A choice of a task, in words."""
    return words.choice(lang(), "task", field, option) if option else ""


def state_word(state: str) -> str:
    """The state of a task, in words."""
    return words.label(lang(), "task", "states", state)


def stop_words(task: Task) -> str:
    """Day and hour of its stop in the published plan, 周二 09:20; nothing when it is in none."""
    if not task.begins:
        return ""
    begins = task.begins.astimezone(LOCAL)
    said = f"{weekday_name(begins.date(), lang())} {begins:%H:%M}"
    return f"{said} · {words.choice(lang(), 'route', 'class', 'promise')}" if task.promised else said


def way_words(task: Task) -> str:
    """How long the way to its stop takes, and what that rests on."""
    if not task.begins or not task.way_minutes:
        return ""
    said = {"n": task.way_minutes, "basis": task_word("way_basis", task.way_basis)}
    return _("way %(n)d min · %(basis)s") % said


# --- chips ------------------------------------------------------------------------------------------


def chip_of(task: Task, now: datetime) -> Chip:
    """Until when: the promise behind the task if one runs, else its window."""
    return _due_chip(task, now.astimezone(LOCAL)) if task.due else _window_chip(task, now)


def _due_chip(task: Task, now: datetime) -> Chip:
    due = task.due
    assert due is not None  # asked before
    left = due.ends_at - now
    if left < timedelta(0):
        over = stretch_words(-left, lang())
        return {"text": _("over by %(time)s") % {"time": over}, "tone": "ember", "icon": "timer"}
    if due.last_day == now.date() and due.ends_at.date() != now.date():
        return {"text": _("by 24:00 today"), "tone": "ember", "icon": "timer"}
    if due.tonight or due.last_day == now.date():
        text = _("%(time)s left") % {"time": stretch_words(left, lang())}
        return {"text": text, "tone": "ember", "icon": "timer"}
    if due.last_day == now.date() + timedelta(days=1):
        at = f"{due.ends_at:%H:%M}" if due.last_day == due.ends_at.date() else "24:00"
        return {"text": _("tomorrow %(time)s") % {"time": at}, "tone": "ochre", "icon": "clock"}
    return {"text": _("by %(day)s") % {"day": day_word(due.last_day, now)}, "tone": "ochre", "icon": "clock"}


def _window_chip(task: Task, now: datetime) -> Chip:
    first, last = task.window_from, task.window_to
    if last and first and first != last:
        span = {"first": day_word(first, now), "last": day_word(last, now)}
        return {"text": _("%(first)s to %(last)s") % span, "tone": "", "icon": "calendar"}
    day = last or first
    return {"text": day_word(day, now) if day else _("this week"), "tone": "", "icon": "calendar"}


def day_word(day: date, now: datetime) -> str:
    """周二 in this week, 11月30日 beyond it."""
    monday = now.astimezone(LOCAL).date()
    monday -= timedelta(days=monday.weekday())
    near = monday <= day < monday + timedelta(days=7)
    return weekday_name(day, lang()) if near else day_and_month(day, lang())


def is_hot(task: Task, now: datetime) -> bool:
    """Whether a promise behind it ends tonight or is over."""
    return bool(task.due and task.due.last_day <= now.astimezone(LOCAL).date())


def became(task: Task, week: str) -> Chip:
    """What became of a task of a week that is over."""
    if task.week > week:
        return {"text": _("carried over"), "tone": "ochre"}
    said = state_word(task.state)
    if not task.over:
        return {"text": _("not finished · %(state)s") % {"state": said}, "tone": "ember"}
    outcome = task_word("outcome", task.outcome) if task.outcome not in ("", "done") else ""
    return {
        "text": f"{said} · {outcome}" if outcome else said,
        "tone": "grass" if task.state == "done" else "",
    }


def state_chip(task: Task) -> Chip:
    """How far a task is that somebody has."""
    tones = {"done": "grass", "started": "sky", "acknowledged": "sky", "issued": "sky"}
    return {"text": state_word(task.state), "tone": tones.get(task.state, "")}


# --- the top of the page -----------------------------------------------------------------------------


def legs(board: Board) -> list[dict[str, Any]]:
    """The 1·3·1: how many days each leg has, what they are for, and which one is today."""
    return [
        _leg(board, [note for note in board.days if note.part is part])
        for part in (DayPart.BRIEFING, DayPart.FIELD, DayPart.RETURN)
    ]


def _leg(board: Board, notes: Sequence[DayNote]) -> dict[str, Any]:
    today = board.now.astimezone(LOCAL).date()
    briefing = bool(notes) and notes[0].part is DayPart.BRIEFING
    wanted = len(board.wanted)
    dealt = wanted - len(board.undealt)
    days = [
        {
            "title": _day_title(note),
            "note": _briefing_note(dealt, wanted) if briefing else _day_note(note, today),
            "now": note.day == today,
        }
        for note in notes
    ]
    share = round(100 * dealt / wanted) if wanted else 0
    now = any(day["now"] for day in days)
    return {"number": len(notes), "now": now, "progress": share if briefing else None, "days": days}


def _briefing_note(dealt: int, wanted: int) -> str:
    return _("%(dealt)d of %(wanted)d dealt") % {"dealt": dealt, "wanted": wanted}


def _day_title(note: DayNote) -> str:
    name = weekday_name(note.day, lang())
    match note.part:
        case DayPart.BRIEFING:
            return _("%(day)s · receiving tasks") % {"day": name}
        case DayPart.RETURN:
            return _("%(day)s · return and report") % {"day": name}
        case _:
            return name


def _day_note(note: DayNote, today: date) -> str:
    """What was done on the day; of a day to come, what must be done by it."""
    if note.part is DayPart.RETURN:
        return _("Report, check figures, carry over")
    if note.day <= today:
        done = [_visits(note.visits), _talks(note.sessions), _disputes(note.disputes)]
        return _listed(done) or _("nothing received yet")
    due = note.due
    other = _("%(n)d other") % {"n": due.other} if due.other else ""
    return _listed([_visits(due.visit), _talks(due.publicity), _disputes(due.dispute), other]) or _(
        "nothing due by then"
    )


def _visits(n: int) -> str:
    return ngettext("%(n)d visit", "%(n)d visits", n) % {"n": n} if n else ""


def _talks(n: int) -> str:
    return ngettext("%(n)d talk", "%(n)d talks", n) % {"n": n} if n else ""


def _disputes(n: int) -> str:
    return ngettext("%(n)d dispute", "%(n)d disputes", n) % {"n": n} if n else ""


def _listed(counts: Sequence[str]) -> str:
    return " · ".join(said for said in counts if said)


def tiles(board: Board) -> list[dict[str, Any]]:
    """The five figures of the morning; of a week that is over, what became of it."""
    if board.past:
        return _past_tiles(board)
    undealt = len(board.undealt)
    return [
        _tile(_("To be dealt"), undealt, ngettext("task", "tasks", undealt), "inbox", "sky"),
        _clock_tile(_("Small matters: tonight"), board.tonight, _("due tonight"), "moon", "ember"),
        _clock_tile(_("Big matters: within a day"), board.a_day, _("due by tomorrow"), "sun", "ochre"),
        {
            **_tile(_("Done last week"), board.last_done, f"/ {board.last_total} ", "check-circle", "grass"),
            "unit": _("/ %(total)d tasks") % {"total": board.last_total},
            "value_tone": "grass" if board.last_total else "",
        },
        _tile(
            _("Phones not in step"),
            board.silent_phones,
            ngettext("phone", "phones", board.silent_phones),
            "cloud-off",
            "quiet",
        ),
    ]


def _past_tiles(board: Board) -> list[dict[str, Any]]:
    left = sum(board.left(task) for task in board.tasks)
    states = [task.state for task in board.tasks if not board.left(task)]
    done, cancelled = states.count("done"), states.count("cancelled")
    counts = [
        (_("Tasks of the week"), len(board.tasks), "list", "sky"),
        (_("Done"), done, "check-circle", "grass"),
        (_("Carried on"), left, "return", "ochre"),
        (_("Not finished"), len(states) - done - cancelled, "alarm", "ember"),
        (_("Cancelled"), cancelled, "x", "quiet"),
    ]
    return [_tile(label, n, ngettext("task", "tasks", n), icon, tone) for label, n, icon, tone in counts]


def _clock_tile(label: str, promised: Promised, unit: str, icon: str, tone: str) -> dict[str, Any]:
    said = _("%(late)d of them late") % {"late": promised.late} if promised.late else unit
    return {**_tile(label, promised.both, said, icon, tone), "value_tone": tone if promised.both else ""}


def _tile(label: str, value: int, unit: str, icon: str, tone: str) -> dict[str, Any]:
    return {"label": label, "value": value, "unit": unit, "icon": icon, "tone": tone, "value_tone": ""}


# --- officers ----------------------------------------------------------------------------------------


def class_words() -> list[dict[str, str]]:
    """The classes of work with their tones, for the legend."""
    said = {
        "dispute": _("disputes"),
        "visit": _("visits"),
        "publicity": _("talks"),
        "other": _("other"),
    }
    return [{"name": name, "label": said[name], "tone": TONES[name]} for name in CLASSES]


def load_parts(load: Load) -> list[dict[str, Any]]:
    """A load as the parts of a bar."""
    return [{**one, "value": getattr(load, one["name"])} for one in class_words()]


def phone_chip(officer: OfficerSeen) -> Chip:
    """The state of the telephone in words."""
    said: dict[str, tuple[str, str]] = {
        "has_week": (_("has the week"), "grass"),
        "heard": (_("phone in step"), "grass"),
        "waiting": (_("not fetched yet"), "ochre"),
        "silent": (_("not heard this week"), "ochre"),
        "unsent": (_("%(n)d not sent yet"), "ochre"),
        "unsent_before": (_("%(n)d of last week not sent"), "ember"),
        "none": (_("no phone, paper"), ""),
    }
    text, tone = said[officer.phone]
    return {"text": text % {"n": officer.queue} if "%" in text else text, "tone": tone}
