"""A dispute at the door: who may have a part in it, and the first sitting. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from urtuu.interfaces.demo.cases import Said, Step
from urtuu.interfaces.demo.matters import Matter

_CALM: dict[str, str] = dict.fromkeys(
    ("hurt", "choked", "weapon", "threat", "kept_from", "forced_sex", "followed", "child_harmed"), "no"
)


@dataclass(frozen=True)
class Hands:
    """The staff ids of those who may have a part in a matter of one grid."""

    officer: str
    mediates: bool
    chief: str
    chair: str
    registrar: str
    clerk: str
    judicial: str
    mediators: tuple[str, ...]
    safety: str
    coordinator: str
    archivist: str


@dataclass(frozen=True)
class Finding:
    """A matter found at a door: who the two sides are called, and in which language they speak."""

    matter: Matter
    hands: Hands
    place: Said
    sides: tuple[str, str]
    language: str
    visit: str = ""
    how_found: str = "visit"

    @property
    def mediator(self) -> str:
        """The committee's mediator for it."""
        return self.hands.mediators[len(self.sides[0] + self.matter.summary) % len(self.hands.mediators)]

    @property
    def fits_the_spot(self) -> bool:
        """Whether the officer may settle it where it was found."""
        matter = self.matter
        small = matter.difficulty == "D1" and not matter.sides_asked and not matter.for_government
        return small and self.hands.mediates


def opening(found: Finding) -> list[Step]:
    """The report, both sides, and the questions where they are due: one sitting at the door."""
    officer = found.hands.officer
    steps = [Step(officer, "report", report_fields(found)), *parties(found)]
    return [*steps, *questions(found)] if found.matter.sides_asked else steps


def report_fields(found: Finding) -> Said:
    """What the officer types on two screens."""
    matter = found.matter
    said = {
        "how_found": found.how_found,
        "category": matter.category,
        "place": found.place,
        "people": matter.people,
        "hurt_or_threatened": matter.hurt,
        "size": "big" if matter.big else "small",
        "summary": matter.summary,
        "close_ties": "yes" if matter.close_ties else "no",
        "language": found.language,
        "next_step": "on_the_spot" if found.hands.mediates else "committee",
    }
    extra = {"grassland": matter.grassland, "visit": found.visit}
    return said | {name: value for name, value in extra.items() if value}


def parties(found: Finding) -> list[Step]:
    """Two sides, each under a key of its own."""
    return [
        Step(
            found.hands.officer,
            "add_party",
            {"party": side, "side": side, "capacity": "adult", "name": name, "speaks": found.language},
            gap=1,
        )
        for side, name in zip("ab", found.sides, strict=True)
    ]


def questions(found: Finding) -> list[Step]:
    """Each asked alone, nothing reported."""
    return [
        Step(
            found.hands.officer,
            "safety_questions",
            {"asked_of": side, "asked_how": "alone", "happening_now": "no", **_CALM},
            gap=8,
        )
        for side in "ab"
    ]


def consents(found: Finding, to: str = "mediation", wait: int = 0) -> list[Step]:
    """Both sides agree, each asked alone."""
    return [
        Step(
            found.hands.officer,
            "consent",
            {"party": side, "to": to, "answer": "agrees", "asked_alone": True, "notice_given": True},
            wait=wait if side == "a" else 0,
            gap=2,
        )
        for side in "ab"
    ]


def sealed(found: Finding) -> list[Step]:
    """Signed by all at the table and sealed by the committee the same day: from then on it binds."""

    def sealed(day: date) -> Said:
        return {"signed_on": str(day), "sealed_on": str(day), "copies": 3}

    return [Step(found.hands.registrar, "seal", sealed)]
