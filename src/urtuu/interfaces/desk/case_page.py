"""What the page of a dispute shows above its history: the parties and their answers, the agreement and how it
is kept, what the rules propose, and the exits, which are always in view (人民调解法 3, 26).

Everything here is read off the standing, the steps and the parts this person may read; nothing is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from urtuu.base.workdays import working_days
from urtuu.interfaces.desk import wording
from urtuu.interfaces.desk.asking import language, word
from urtuu.journal.queries import RecordView
from urtuu.journal.standings import LOCAL
from urtuu.kinds import clocks, words
from urtuu.kinds.dispute import rules
from urtuu.kinds.fields import Count
from urtuu.kinds.vocabulary import Act
from urtuu.mediation import numbers
from urtuu.web.dates import long_day_words

KIND = "dispute"
_CONSENT_TONES = {"agrees": "grass", "refuses": "ember", "wants_time": "ochre"}
EXITS: tuple[tuple[str | Promise, str], ...] = (
    (gettext_lazy("Go to court at any time"), "人民调解法3、26"),
    (gettext_lazy("After an agreement: both ask the court to confirm it within thirty days"), "人民调解法33"),
    (gettext_lazy("Contract land and labour matters: arbitration"), "农村土地承包经营纠纷调解仲裁法4"),
    (gettext_lazy("Ownership or use right of grassland: the government decides"), "草原法16"),
    (gettext_lazy("Danger or injury: call 110"), "人民调解法25"),
    (gettext_lazy("Petition office"), "信访工作条例22"),
    (gettext_lazy("Legal aid, civil affairs, women's federation (12338)"), ""),
)


@dataclass(frozen=True)
class PartyShown:
    """One party: a label, and a name where this person may read it."""

    label: str
    name: str
    about: str
    asked: bool
    consent: dict[str, str] | None


def sections(
    view: RecordView, acts: list[Act], now: datetime, *, gives: bool = False, same: bool = False
) -> dict[str, Any] | None:
    """The sections of a dispute's page; nothing for other kinds. `gives`: this person gives receipt codes;
    `same`: may look for the same two sides.
    """
    if view.row.kind != KIND:
        return None
    return {
        "parties": _parties(view),
        "numbers": [(_NUMBERS[which], text) for which, text in numbers.of_record(view.row.record).items()],
        "agreement": _agreement(view, now),
        "sessions": _sessions(view),
        "follow_ups": len(view.standing.all_of("follow_up")),
        "separate": rules.separate_only(view.standing),
        "proposed": _proposed(view, acts, now),
        "gives": gives,
        "same_url": reverse("desk:same_sides", args=[view.row.record]) if same else "",
        "receipt_url": reverse("desk:give_receipt", args=[view.row.record]),
        "exits": [{"text": str(text), "law": law} for text, law in EXITS],
    }


_NUMBERS = {
    "register": gettext_lazy("Register number"),
    "agreement": gettext_lazy("Agreement number"),
    "dossier": gettext_lazy("Dossier number"),
}


def _parties(view: RecordView) -> list[PartyShown]:
    """In the order in which they were named; a later naming of the same label corrects the first."""
    named = {done.body["party"]: done.body for done in view.standing.all_of("add_party", "add_minor")}
    asked = rules.asked(view.standing)
    return [_party(view, label, body, label in asked) for label, body in named.items()]


def _party(view: RecordView, label: str, body: dict[str, Any], asked: bool) -> PartyShown:
    sealed = view.parts.get(f"{view.row.record}/party/{label}", {})
    about = [word(KIND, "choices.side", body["side"])]
    if part := body.get("part_taken"):
        about.append(word(KIND, "choices.part_taken", part))
    if body.get("capacity", "minor") != "adult":
        minor = "capacity" not in body
        about.append(_("minor") if minor else word(KIND, "choices.capacity", body["capacity"]))
    return PartyShown(label, str(sealed.get("name", "")), " · ".join(about), asked, _consent(view, label))


def _consent(view: RecordView, label: str) -> dict[str, str] | None:
    """The party's last answer to mediation, joint or separate."""
    said = [
        done.body
        for done in view.standing.all_of("consent")
        if done.body["party"] == label and done.body["to"] in ("mediation", "separate_only")
    ]
    if label in rules.stopped_by(view.standing, view.standing.acts):
        return {"text": _("stopped"), "tone": "ember"}
    if not said:
        return None
    answer = said[-1]["answer"]
    to = word(KIND, "choices.to", said[-1]["to"])
    text = f"{to} · {word(KIND, 'choices.answer', answer)}"
    return {"text": text, "tone": _CONSENT_TONES.get(answer, "")}


def _agreement(view: RecordView, now: datetime) -> dict[str, Any] | None:
    """The agreement in force, its obligations with their clocks, and since when it binds."""
    made = [step for step in view.steps if step.act in ("agree", "settle_at_once")]
    body = view.standing.body
    if not made or not view.standing.last("agree", "settle_at_once"):
        return None
    faces = {
        face.number: face
        for face in clocks.running(view.standing, view.kind, now, working_days())
        if face.name == "obligation"
    }
    rows = made[-1].parts.get("personal", {}).get("obligations", [])
    days = body.get("due_days", [])
    effect = rules.effect_day(view.standing)
    return {
        "form": word(KIND, "choices.form", str(body.get("form", ""))),
        "amount": wording.amount(Count(unit=wording.FEN), body["amount_fen"])
        if body.get("amount_fen")
        else "",
        "effect": long_day_words(effect, wording.code()) if effect else "",
        "unsealed": body.get("form") == "written" and effect is None,
        "rows": [_obligation(n, day, rows, faces.get(n), now) for n, day in enumerate(days, start=1)],
    }


def _obligation(
    number: int, day: str, rows: list[dict[str, Any]], face: clocks.ClockFace | None, now: datetime
) -> dict[str, Any]:
    row = rows[number - 1] if number <= len(rows) else {}
    done = face is not None and face.stopped_at is not None
    tone = "grass" if done else {"breached": "ember", "warn": "ochre"}.get(face.state if face else "", "")
    said = words.label(language(), "", "terms", face.state) if done and face else ""
    return {
        "number": number,
        "who": f"{row.get('by', '')} → {row.get('to', '')}" if row else "",
        "what": " ".join(str(row[name]) for name in ("what", "how", "where") if row.get(name)),
        "due": day,
        "left": said or (wording.clock_left(face, now) if face else ""),
        "tone": tone,
        "icon": "check" if done else "clock",
    }


def _sessions(view: RecordView) -> dict[str, Any] | None:
    """How many, of what manner, and when the last was."""
    held = view.standing.all_of("session")
    if not held:
        return None
    manners = [word(KIND, "choices.manner", done.body["manner"]) for done in held]
    last = held[-1].at.astimezone(LOCAL).date()
    told = "、" if language() != "en" else ", "
    return {
        "count": len(held),
        "manners": told.join(dict.fromkeys(manners)),
        "last": long_day_words(last, wording.code()),
        "undisputed": bool(view.standing.all_of("undisputed")) or any("undisputed" in d.body for d in held),
    }


def _proposed(view: RecordView, acts: list[Act], now: datetime) -> dict[str, Any] | None:
    """Why the rules would hand it up, with the act that proposes or answers it; nothing if nothing does."""
    open_ = rules.escalation_open(view.standing)
    reasons = rules.escalation_reasons(view.standing, now.astimezone(LOCAL).date())
    if not reasons and not open_:
        return None
    wanted = "answer_escalation" if open_ else "propose_escalation"
    act = next((one for one in acts if one.name == wanted), None)
    url = reverse("desk:do", args=[KIND, view.row.record, wanted]) if act else ""
    if act and not open_:
        level = {"L1": "L2", "L2": "L3"}.get(str(view.standing.body.get("level", "L1")), "L3")
        url += f"?why_escalate={reasons[0]}&to_level={level}"
    last = view.standing.last("propose_escalation")
    stated = [last.body["why_escalate"]] if open_ and last else reasons
    return {
        "open": open_,
        "reasons": [word(KIND, "choices.why_escalate", name) for name in stated],
        "url": url,
        "label": word(KIND, "acts", wanted),
    }
