"""What a form is made of, as rows of a table; the words stand in `words/*.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from urtuu.kinds.dispute import codes
from urtuu.kinds.roles import FIELD_ROLES, Role


@dataclass(frozen=True)
class Ask:
    """A ruled table of blanks; a name ending in `*` takes the whole width. `heading`: a word key."""

    names: tuple[str, ...]
    heading: str = ""


@dataclass(frozen=True)
class Write:
    """Running text, or so many lines to write on."""

    name: str
    lines: int = 4


@dataclass(frozen=True)
class Table:
    """A row a thing, with some rows left empty."""

    name: str
    columns: tuple[str, ...]
    blank_rows: int = 2
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Read:
    """Fixed paragraphs."""

    key: str


@dataclass(frozen=True)
class Sign:
    """Places for ink, seal and fingerprint."""

    names: tuple[str, ...]


Part = Ask | Write | Table | Read | Sign
Each = Literal["", "session", "investigate", "performed", "follow_up", "undisputed", "extend", "interpret",
               "disclose_conflict", "party"]  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One form.

    code      as in the official set, or U for our own
    parts     what stands on it, in order
    need      in the dossier: required, as needed, or kept apart
    by        the roles that may draw it
    each      one paper for each act of this name, or for each party
    numbered  which official number it bears
    after     acts one of which must have been done before it says anything; `act=decision` where the act may
              decide otherwise; empty: at any time
    """

    code: str
    parts: tuple[Part, ...]
    need: Literal["required", "as_needed", "apart"] = "as_needed"
    by: tuple[Role, ...] = ()
    each: Each = ""
    numbered: Literal["", "register", "agreement", "dossier"] = ""
    after: tuple[str, ...] = ()


CASE = (Role.MEDIATOR, Role.REGISTRAR, Role.CHAIR, Role.JUDICIAL, Role.ARCHIVIST, Role.SAFETY)
DOOR = (*CASE, *FIELD_ROLES, Role.CLERK)
FILE = (Role.REGISTRAR, Role.CHAIR, Role.ARCHIVIST)
AGREED = codes.MADE
ENDED = ("terminate", "stop", "refuse", "not_accept", "safety_decide=end")
REFERRED = ("refer", "safety_decide=refer")


PARTIES = Ask(("a_name", "a_phone", "a_address*", "b_name", "b_phone", "b_address*"), heading="parties")
