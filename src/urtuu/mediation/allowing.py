"""Who may draw which paper and for which party; whoever is turned away from a restricted one is journaled."""

from __future__ import annotations

from datetime import date, datetime

from urtuu.base.sentences import Sentence, say
from urtuu.journal import desk
from urtuu.journal.queries import RecordView
from urtuu.kinds.composing import Deed
from urtuu.mediation import rules
from urtuu.mediation.form_parts import Form
from urtuu.mediation.forms import BY_CODE, FORMS
from urtuu.mediation.known import happened, labels_of
from urtuu.places.permissions import Who

RESTRICTED = {"U06": "safety"}
"""Papers that speak of a restricted part: it is opened for a purpose, and the reading journaled."""
OWN = frozenset(form.code for form in FORMS if form.each == "party")
"""Papers that are one party's own: never printed together with the other's."""
_BY_ACT = frozenset(form.each for form in FORMS) - {"", "party"}


def refusal(asking: Who, code: str, on: date) -> Sentence | None:
    """Why this person may not draw this paper; nothing when they may."""
    form = BY_CODE.get(code)
    if form is None:
        return say("no_such_paper", code=code)
    if asking.roles(on) & set(form.by):
        return None
    return say("paper_not_yours", role=", ".join(role.value for role in form.by))


def party_refusal(view: RecordView, code: str, party: str) -> Sentence | None:
    """Why a paper cannot be drawn for this party ("" is all of them); nothing when it can.

    A party's own paper names exactly one; where nobody is named yet, it is the empty form.
    """
    named = labels_of(view)
    if party:
        known = code in OWN and party in named
        return None if known else say("paper_no_such_party", party=party)
    return say("paper_one_party") if code in OWN and named else None


def turn_away(asking: Who, view: RecordView, part: str, purpose: str, now: datetime) -> None:
    """Journals that somebody tried to read a restricted part by way of a paper."""
    row = view.row
    told = {"purpose": purpose} if 1 < len(purpose) <= 200 else {}
    fields = {"kind": row.kind, "about": row.record, "part": part, **told}
    deed = Deed(kind="reading", act="turn_away", fields=fields, station=row.station, grid=row.grid)
    desk.perform(asking.staff, deed, now)


def fitting(asking: Who, view: RecordView, on: date) -> list[Form]:
    """The forms that this person may draw and that say something as the record stands."""
    done = happened(view.steps)
    return [
        form
        for form in FORMS
        if asking.roles(on) & set(form.by)
        and rules.fits(form.after, done)
        and (form.each not in _BY_ACT or form.each in done or form.code in ("M09", "M13"))
        and _form_of_agreement(form, view)
    ]


def _form_of_agreement(form: Form, view: RecordView) -> bool:
    """M10 for what is written, M11 for what is oral; never both."""
    wanted = {"M10": "written", "M11": "oral"}.get(form.code)
    return wanted is None or view.standing.body.get("form") == wanted
