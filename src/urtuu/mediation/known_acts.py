"""What one act or one party adds to a paper: a session, an inquiry, a proof, somebody's own account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from urtuu.journal.queries import RecordView, Step
from urtuu.mediation import rules, wording
from urtuu.mediation.known import Around, Rows, Values, day_of, party


def of_step(step: Step, view: RecordView, around: Around) -> Values:
    """What one act adds: a session, an inquiry, a proof, a follow-up."""
    lang = around.lang
    said = {**step.entry.body, **{k: v for part in step.parts.values() for k, v in part.items()}}
    names = [
        party(view, str(row["party"])).get("name") or str(row["party"]) for row in said.get("present", [])
    ]
    fen = said.get("amount_fen")
    content = said.get("content") if step.act == "follow_up" else None
    values = {
        "time": wording.moment(lang, step.at),
        "date": day_of(lang, step.at),
        "participants": rules.listed(names, lang),
        "manner": wording.chosen(lang, "manner", said.get("manner")),
        "open_session": wording.yes_no(lang, said.get("in_the_open")),
        "record": str(said.get("record", "")),
        "result": _result(lang, said),
        "place": str(said.get("where", "")),
        "present": str(said.get("present_there", "")),
        "investigator": around.person(step.actor) if step.act == "investigate" else "",
        "asked_person": str(said.get("asked_about", "")),
        "content": str(said.get("found", "")),
        "performed_what": str(said.get("what", "")) if step.act == "performed" else "",
        "performed_on": day_of(lang, step.at) if step.act == "performed" else "",
        "amount_figures": rules.amount_figures(fen) if fen else "",
        "amount_words": rules.amount_words(fen) if fen else "",
        "undisputed": str(said.get("undisputed", "")),
        "extended_to": wording.day(lang, said.get("extended_to")),
        "times_extended": _how_often(step, view),
        "interpreter": str(said.get("interpreter", "")),
        "mediator": around.person(said.get("about_staff")),
        "relation": wording.chosen(lang, "relation", said.get("relation")),
        "explained": str(said.get("explained", "")),
        "party_asked": party(view, str(said.get("party", ""))).get("name", "") or str(said.get("party", "")),
        "asked_alone": wording.yes_no(lang, said.get("asked_alone")),
        "performance": wording.chosen(lang, "performance", said.get("performance")),
        "satisfaction": wording.chosen(lang, "content", content),
        "lawsuit": wording.chosen(lang, "lawsuit", said.get("lawsuit")),
        "wrong_mediation": wording.yes_no(lang, said.get("mediated_wrongly")),
        "hidden_risk": wording.chosen(lang, "afterwards", said.get("afterwards")),
        "said": str(said.get("said", "")),
        "measures": str(said.get("measures", "")),
    }
    return {name: text for name, text in values.items() if text}


def _how_often(step: Step, view: RecordView) -> str:
    """Which extension of the term this one is."""
    if step.act != "extend":
        return ""
    return str(1 + [one.id for one in view.steps if one.act == "extend"].index(step.id))


def _result(lang: str, said: Mapping[str, Any]) -> str:
    if said.get("agreed_something") is None:
        return ""
    return wording.label(lang, "some_agreement" if said["agreed_something"] else "no_agreement")


def of_party(label: str, view: RecordView, around: Around) -> tuple[Values, Rows]:
    """What is said for one party: their name and, where it was opened, their account and the help given."""
    lang = around.lang
    values = {
        "party_name": party(view, label).get("name", ""),
        "principal": party(view, label).get("name", ""),
    }
    help_given = []
    for step in view.steps:
        body, opened = step.entry.body, around.restricted.get(step.id, {})
        if body.get("asked_of") == label and opened:
            values |= {name: str(opened[name]) for name in ("own_words", "wish") if opened.get(name)}
            values |= {"recorded_by": around.person(step.actor), "date": day_of(lang, step.at)}
        if step.act == "give_card" and body.get("given_to") == label:
            named = [wording.chosen(lang, "named", one) for one in opened.get("named", [])]
            row = {
                "help": rules.listed(named, lang),
                "on": day_of(lang, step.at),
                "given_by": around.person(step.actor),
            }
            help_given.append(row)
    return {name: text for name, text in values.items() if text}, {"help_given": help_given}
