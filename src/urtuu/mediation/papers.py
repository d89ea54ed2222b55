"""The papers of a dispute, filled as far as the asker may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from urtuu.base.canonical import digest
from urtuu.documents.blocks import Blank, Block, Fields, Grid, Lang, Notice, Paper, Prose, Signs, blanks
from urtuu.journal import sealing
from urtuu.journal.queries import RecordView
from urtuu.kinds.dispute.codes import TAKEN_ON
from urtuu.mediation import known, known_acts, minors, numbers, rules, wording
from urtuu.mediation.form_parts import AGREED, Ask, Form, Read, Sign, Table, Write
from urtuu.mediation.forms import BY_CODE, FORMS
from urtuu.mediation.known import Around, Rows, Values
from urtuu.places import offers
from urtuu.places import queries as places
from urtuu.places.models import Station


def around_of(view: RecordView, lang: Lang, opened: dict[str, Any] | None = None) -> Around:
    """Names, numbers and telephones beside the record. Four queries."""
    staff = {step.actor for step in view.steps} | {str(view.standing.body.get("mediator", ""))}
    staff |= {str(row.get("staff", "")) for row in view.standing.body.get("with_mediators", [])}
    staff |= {str(done.body["about_staff"]) for done in view.standing.all_of("disclose_conflict")}
    gacha = str((view.standing.body.get("place") or {}).get("gacha", ""))
    return Around(
        lang=lang,
        people=places.names_of(one for one in staff if one),
        places=offers.names_of_places([gacha]) if gacha else {},
        numbers=numbers.of_record(view.row.record),
        station=_station(view.row.station, lang),
        restricted=opened or {},
    )


def _station(ident: str, lang: str) -> dict[str, str]:
    found = Station.objects.filter(pk=ident).first()
    if found is None:
        return {}
    committee = wording.label(lang, "committee_of").format(place=found.name.removesuffix("派出所"))
    told = {"name": found.name, "phone": found.phone, "complaints": found.supervision_phone}
    return {**told, "committee": committee}


def drawn(
    view: RecordView, code: str, lang: Lang, opened: dict[str, Any] | None = None, party: str = ""
) -> list[Paper]:
    """A form filled from a record: one paper, or one for each act or party it speaks of, or one `party`'s."""
    view = minors.named(view)
    form, around = BY_CODE[code], around_of(view, lang, opened)
    values, rows = known.of_case(view, around)
    values |= known.day_of_form(code, view, lang)
    return [
        replace(_paper(form, lang, around, values | more, {**rows, **tables}), part=part)
        for part, more, tables in _each(form, view, around)
        if party in ("", part)
    ]


def blank(code: str, lang: Lang) -> Paper:
    """A form with nothing in it: for the hand, and for an office's template."""
    return _paper(BY_CODE[code], lang, Around(lang=lang), {}, {})


def _each(form: Form, view: RecordView, around: Around) -> list[tuple[str, Values, Rows]]:
    """(which part, what it adds) for each paper; where nothing of that sort is yet, one empty paper."""
    found: list[tuple[str, Values, Rows]] = []
    if form.each == "party":
        found = [(label, *known_acts.of_party(label, view, around)) for label in known.labels_of(view)]
    elif form.each:
        steps = [step for step in view.steps if step.act == form.each]
        found = [(step.id, known_acts.of_step(step, view, around), {}) for step in steps]
    return found or [("", {}, {})]


def _paper(form: Form, lang: Lang, around: Around, values: Values, rows: Rows) -> Paper:
    numbered = form.numbered
    return Paper(
        code=form.code,
        title=wording.title(lang, form.code),
        lang=lang,
        office=around.station.get("committee", "") if form.numbered or form.code.startswith("M0") else "",
        number_label=wording.label(lang, "number") if numbered else "",
        number=around.numbers.get(numbered, "") if numbered else "",
        blocks=tuple(_block(part, lang, values, rows) for part in form.parts),
    )


def _block(part: Any, lang: Lang, values: Values, rows: Rows) -> Block:
    match part:
        case Ask():
            heading = wording.label(lang, part.heading) if part.heading else ""
            return Fields(blanks=tuple(_blank(name, lang, values) for name in part.names), heading=heading)
        case Write():
            return Prose(
                name=part.name,
                label=wording.label(lang, part.name),
                text=values.get(part.name, ""),
                lines=part.lines,
            )
        case Table():
            return _table(part, lang, rows)
        case Read():
            return Notice(paragraphs=wording.paragraphs(lang, part.key))
        case Sign():
            labels = [(name, wording.label(lang, name)) for name in part.names]
            return Signs(blanks=tuple(Blank(name=name, label=label) for name, label in labels))
    raise TypeError(part)


def _blank(name: str, lang: Lang, values: Values) -> Blank:
    plain = name.rstrip("*")
    return Blank(
        name=plain, label=wording.label(lang, plain), value=values.get(plain, ""), wide=name.endswith("*")
    )


def _table(part: Table, lang: Lang, rows: Rows) -> Grid:
    there = rows.get(part.name, [])
    return Grid(
        name=part.name,
        label=wording.label(lang, part.name),
        heads=tuple((column, wording.label(lang, column)) for column in part.columns),
        rows=tuple(tuple(row.get(column, "") for column in part.columns) for row in there),
        blank_rows=max(0, part.blank_rows - len(there)) if there else part.blank_rows,
        widths=part.widths,
    )


def digest_of(paper: Paper, record: str) -> str:
    """SHA-256 over case, code, part, language, number and every blank: all that a page of verification knows.

    The case and the part belong to it: the same words for another case or party are another paper.
    """
    said = [list(pair) for pair in blanks(paper)]
    return digest([record, paper.code, paper.part, paper.lang, paper.number, said])


def opened_by_entry(view: RecordView, part: str) -> dict[str, Any]:
    """A restricted part by entry, after it was opened for a purpose (`queries.open_restricted`)."""
    ids = [step.id for step in view.steps]
    return {sealed.sealed_of: sealed.body for sealed in sealing.opened_of_entries(ids, [part])}


_FILLED_BY = {
    "investigate": "M07",
    "evidence": "M08",
    "session": "M09",
    "performed": "M12",
    "follow_up": "M13",
    "undisputed": "U02",
    "extend": "U03",
    "refer": "U04",
    "interpret": "U07",
    "disclose_conflict": "U08",
}


def codes_present(view: RecordView) -> list[str]:
    """The forms of the dossier that this record can fill, in the order of the official set."""
    done = known.happened(view.steps)
    present = ["M04", "M05"] if done & set(TAKEN_ON) else ["M03"]
    present += [code for act, code in _FILLED_BY.items() if act in done]
    if done & set(AGREED):
        present.append("M11" if view.standing.body.get("form") == "oral" else "M10")
    if done & {"close", "close_unperformed", "close_out"}:
        present.append("M16")
    if rules.fits(BY_CODE["M17"].after, done):
        present.append("M17")
    order = [form.code for form in FORMS]
    return sorted(set(present), key=order.index)


def lacking(view: RecordView) -> list[str]:
    """What the dossier lacks, by code."""
    done = {step.act for step in view.steps}
    agreed, mediated = bool(done & set(AGREED)), "start" in done
    return rules.lacking(codes_present(view), agreed=agreed, mediated=mediated)


def all_of(view: RecordView, lang: Lang) -> Sequence[Paper]:
    """Every paper of the dossier that the record fills, in order."""
    return [paper for code in codes_present(view) for paper in drawn(view, code, lang)]
