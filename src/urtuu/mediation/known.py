"""What is known of a dispute for its papers, by the names of the blanks: only what the asker may read.

Values are words already. What nobody told stays out, and the blank is printed empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from urtuu.journal.queries import RecordView, Step
from urtuu.kinds.clocks import LOCAL
from urtuu.kinds.dispute import rules as dispute
from urtuu.kinds.dispute.codes import SOURCE_OF, TAKEN_ON
from urtuu.mediation import rules, wording
from urtuu.mediation.form_parts import AGREED, ENDED, REFERRED

Values = dict[str, str]
Rows = dict[str, list[dict[str, str]]]
GROUP_MATTER = 5
_CLOSED = ("close", "close_unperformed", "close_out")
FEEDBACK_WITHIN = timedelta(days=15)
"""C10, the receiver's term where it named none (disputes.md 7.7)."""


@dataclass(frozen=True)
class Around:
    """What the record does not know: names of people and places, numbers, telephones.

    Nor the day of printing: a paper printed again on another day is the same paper.
    """

    lang: str
    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    numbers: Mapping[str, str] = field(default_factory=dict)
    station: Mapping[str, str] = field(default_factory=dict)
    restricted: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Parts opened for a stated purpose, by the id of their entry."""

    def person(self, staff: Any) -> str:
        """A member of staff by name."""
        return self.people.get(str(staff), "") if staff else ""


def of_case(view: RecordView, around: Around) -> tuple[Values, Rows]:
    """What any paper of the case may need."""
    values: Values = {}
    for read in (_matter, _parties, _course, _agreement, _ending, _referral, _numbers):
        values |= read(view, around)
    rows: Rows = {"obligations": _obligations(view, around), "evidence": _evidence(view)}
    return {name: text for name, text in values.items() if text}, rows


def day_of_form(code: str, view: RecordView, lang: str) -> Values:
    """The day that a form calls its own: of acceptance (M04), of closing (M16), of the visit (U09)."""
    acts = {"M04": TAKEN_ON, "M16": _CLOSED}.get(code)
    done = view.standing.last(*acts) if acts else view.standing.acts[0] if code == "U09" else None
    return {"date": day_of(lang, done.at)} if done else {}


def _matter(view: RecordView, around: Around) -> Values:
    body, lang = view.standing.body, around.lang
    place = body.get("place") or {}
    people = int(body.get("people") or 0)
    language = body.get("language", "")
    source = SOURCE_OF.get(str(body.get("how_found")), "")
    kind = wording.chosen(lang, "category", body.get("category"))
    sub = wording.chosen(lang, "grassland", body.get("grassland"))
    return {
        "type": f"{kind} · {sub}" if sub else kind,
        "cause": sub or kind,
        "source": wording.label(lang, f"case_{source}") if source else "",
        "people": str(people or ""),
        "over_threshold": wording.yes_no(lang, people >= GROUP_MATTER) if people else "",
        "severity": wording.chosen(lang, "difficulty", body.get("difficulty")),
        "mongolian_needed": wording.yes_no(lang, language in ("mn", "both")) if language else "",
        "language": wording.chosen(lang, "language", language),
        "languages": wording.chosen(lang, "language", language),
        "happened_at": wording.day(lang, body.get("happened_on")),
        "happened_where": " ".join(
            filter(None, (around.places.get(place.get("gacha", ""), ""), place.get("spot", "")))
        ),
        "facts": _sealed(view, "facts") or _sealed(view, "summary"),
        "issues": _sealed(view, "issues"),
        "why_referred": str(body.get("why_referred", "")),
        "sent": _sealed(view, "sent"),
        "receiver": wording.chosen(lang, "receiver", body.get("receiver")),
        "basis": wording.chosen(lang, "basis", body.get("basis")),
    }


def _sealed(view: RecordView, name: str) -> str:
    return str(view.parts.get(view.row.record, {}).get(name, "") or "")


def _parties(view: RecordView, around: Around) -> Values:
    """The first party of each side; further ones follow the name."""
    values: Values = {}
    # 7.4: where they are kept apart, a paper that both sides get must not say where the other is found.
    kept = wording.label(around.lang, "kept_by_committee") if dispute.separate_only(view.standing) else ""
    began = view.standing.acts[0].at.astimezone(LOCAL).date()
    for side in ("a", "b"):
        people = [party(view, label) for label in labels_of(view, side)]
        if not people:
            continue
        first = people[0]
        values[f"{side}_name"] = rules.listed([one.get("name", "") for one in people], around.lang)
        values[f"{side}_phone"] = kept or first.get("phone", "")
        values[f"{side}_address"] = kept or first.get("living_at", "")
        if first.get("birth_year"):
            values[f"{side}_age"] = str(rules.age(int(first["birth_year"]), began))
        if first.get("capacity") == "unit":
            values[f"{side}_unit"] = first.get("name", "")
    return values


def labels_of(view: RecordView, side: str = "") -> list[str]:
    """The labels of the parties, of one side or of all, in the order in which they were named."""
    named = view.standing.all_of("add_party", "add_minor")
    return list(dict.fromkeys(done.body["party"] for done in named if not side or done.body["side"] == side))


def party(view: RecordView, label: str) -> dict[str, str]:
    """What may be read of one party."""
    sealed = view.parts.get(f"{view.row.record}/party/{label}", {})
    open_ = next(
        (d.body for d in reversed(view.standing.all_of("add_party")) if d.body["party"] == label), {}
    )
    return {name: str(value) for name, value in {**open_, **sealed}.items()}


def _course(view: RecordView, around: Around) -> Values:
    lang, standing = around.lang, view.standing
    accepted, first, last = standing.last(*TAKEN_ON), standing.acts[0], standing.acts[-1]
    names = [around.person(standing.body.get("mediator"))]
    names += [around.person(row.get("staff")) for row in standing.body.get("with_mediators", [])]
    extends = standing.all_of("extend")
    return {
        "accepted_on": day_of(lang, accepted.at) if accepted else "",
        "from_on": day_of(lang, (accepted or first).at),
        "to_on": day_of(lang, last.at),
        "mediators": rules.listed(names, lang),
        "responsible": names[0],
        "filled_by": names[0],
        "handler": around.station.get("committee", ""),
        "body": around.station.get("committee", ""),
        "station_name": around.station.get("name", ""),
        "officer_phone": around.station.get("phone", ""),
        "sender_phone": around.station.get("phone", ""),
        "complaint_phone": around.station.get("complaints", ""),
        "card_number": view.row.number,
        "officer_name": around.person(first.actor),
        "extended_to": wording.day(lang, standing.body.get("extended_to")),
        "times_extended": str(len(extends) or ""),
    }


def day_of(lang: str, at: datetime) -> str:
    """The local day of a moment, in words."""
    return wording.day(lang, at.astimezone(LOCAL).date())


def _agreement(view: RecordView, around: Around) -> Values:
    lang, said = around.lang, _words_of_agreement(view)
    made = view.standing.last(*AGREED)
    if made is None:
        return {}
    effect, days, fen = dispute.effect_day(view.standing), said.get("due_days", []), said.get("amount_fen")
    done = view.standing.last("performed")
    places = [row["where"] for row in _rows_of_agreement(view) if row.get("where")]
    return {
        "agreed_on": day_of(lang, made.at),
        "term": wording.day(lang, max(days)) if days else "",
        "copies": str(said.get("copies", "")),
        "amount_figures": rules.amount_figures(fen) if fen else "",
        "amount_words": rules.amount_words(fen) if fen else "",
        "place_of_performance": rules.listed(list(dict.fromkeys(places)), lang),
        "effect_on": wording.day(lang, effect),
        "last_day_to_apply": wording.day(lang, effect + timedelta(days=30)) if effect else "",
        "performed_on": day_of(lang, done.at) if done else "",
        "result": wording.chosen(lang, "performance", done.body.get("performance")) if done else "",
    }


def _words_of_agreement(view: RecordView) -> dict[str, Any]:
    """What the last agreement says in the open, and its seal after it: nothing of an earlier one."""
    said: dict[str, Any] = {}
    for step in view.steps:
        if step.act in AGREED:
            said = dict(step.entry.body)
        elif step.act == "seal":
            said |= step.entry.body
    return said


def _rows_of_agreement(view: RecordView) -> list[dict[str, Any]]:
    made = [step for step in view.steps if step.act in AGREED]
    rows: list[dict[str, Any]] = made[-1].parts.get("personal", {}).get("obligations", []) if made else []
    return rows


def _obligations(view: RecordView, around: Around) -> list[dict[str, str]]:
    found = []
    for number, row in enumerate(_rows_of_agreement(view), start=1):
        by, to = (
            party(view, str(row.get(end, ""))).get("name") or str(row.get(end, "")) for end in ("by", "to")
        )
        fen = row.get("amount_fen")
        told = {name: str(row.get(name, "")) for name in ("what", "how", "where")}
        found.append({
            "no": str(number), "by": by, "to": to, **told, "due": wording.day(around.lang, row.get("due_on")),
            "amount": rules.amount_figures(fen) if fen else "",
        })  # fmt: skip
    return found


def _evidence(view: RecordView) -> list[dict[str, str]]:
    rows = [row for step in view.steps for row in step.parts.get("personal", {}).get("evidence", [])]
    return [
        {"no": str(n), **{name: str(row.get(name, "")) for name in ("what", "source", "pages")}}
        for n, row in enumerate(rows, start=1)
    ]


def _ending(view: RecordView, around: Around) -> Values:
    lang, standing = around.lang, view.standing
    ended = _last(view, ENDED)
    closed = standing.last(*_CLOSED)
    reason = wording.chosen(lang, "why_ended", standing.body.get("why_ended")) or wording.chosen(
        lang, "why_not_accepted", standing.body.get("why_not_accepted")
    )
    told = {"result": wording.chosen(lang, "outcome", standing.body.get("outcome"))} if closed else {}
    return {
        **told,
        "ended_on": day_of(lang, ended.at) if ended else "",
        # Nobody reads on a notice that a safety hold was the reason: everyone is asked, nobody is told.
        "reason": reason if ended and ended.act != "safety_decide" else "",
        "closed_on": day_of(lang, closed.at) if closed else "",
        "retention": wording.day(lang, standing.body.get("keep_until")),
        "missing": str(standing.body.get("gaps", "")),
    }


def _referral(view: RecordView, around: Around) -> Values:
    sent = _last(view, REFERRED)
    if sent is None:
        return {}
    due = sent.at.astimezone(LOCAL).date() + FEEDBACK_WITHIN
    return {
        "referred_on": day_of(around.lang, sent.at),
        "sent_by": around.person(sent.actor),
        "feedback_due": wording.day(around.lang, due),
    }


def _last(view: RecordView, after: tuple[str, ...]) -> Step | None:
    """The last act that a form waits for; a decision counts only when it decided so."""
    fitting = (step for step in reversed(view.steps) if rules.fits(after, happened([step])))
    return next(fitting, None)


def happened(steps: Iterable[Step]) -> set[str]:
    """What came about in these steps, as forms wait for it."""
    return rules.came_about((step.act, step.entry.body) for step in steps)


def _numbers(view: RecordView, around: Around) -> Values:
    names = [one for one in (_first_name(view, side) for side in ("a", "b")) if one]
    kind = wording.chosen(around.lang, "category", view.standing.body.get("category"))
    return {
        "agreement_number": around.numbers.get("agreement", ""),
        "dossier_number": around.numbers.get("dossier", ""),
        "dossier_title": f"{' / '.join(names)} · {kind}" if names else "",
    }


def _first_name(view: RecordView, side: str) -> str:
    people = [party(view, label).get("name", "") for label in labels_of(view, side)]
    return next((name for name in people if name), "")
