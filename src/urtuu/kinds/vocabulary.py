"""The words a kind's table is written in: Kind, Act, Clock and the field types. About a dozen, on purpose.

What a table says is all there is: the server's door, the desk's forms, the phone, the documents and the
reports read it. What does not fit is a named guard (`guards.py` beside the table), judged on the server.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from urtuu.kinds.fields import Field, JsonSchema
from urtuu.kinds.roles import Role

ANY = "*"
"""In `after`: whatever the standing."""
BACK = "<"
"""In `leads_to`: back to the state before the last act that could not be blocked."""
OPEN_PART = ""


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A promise of time: from one act to another. It never blocks an act: overdue is only marked.

    Length is exactly one of `hours`, `days` (calendar days, the first not counted), `working_days`, `tonight`
    (小事不过夜: 24:00 of the day, or 08:00 next morning when it starts after 20:00), `until` (a Day or
    Moment field of the starting act, or of the record), or `each` (a Days field: a run for each of its days,
    numbered from 1).

    starts, stops  acts; ANY in both: from each act to the next. While a run is open no other begins, unless
               the act that starts it stops it too: its day then takes the place of the day before
    since      Day or Days fields; `days` then count from the latest of them, not from the act
    legal      the last day, if it is a rest day, moves to the next working day (民法典 203)
    pauses     states in which it stands still
    warns      how many hours before the end it turns ochre
    only       values that fields must have for it to start, all of them
    stops_if   values that fields of a stopping act must have, where it has them
    names      where a stopping act names a number in this field, it stops the run of that number only
    in_rounds  stopping acts that are counted: what is done within a week of a round's first is of that round
               (several people asked the same). Any other stop ends it at once
    nth        the how many-th round ends it
    outlives   it runs on when the record needs nothing more (a file to be made, a period of the law)
    lapses     once it is over nothing is owed any more: the right has lapsed, and it is shown no longer
    source     the law or standard it rests on, by its Chinese short title; empty: our own rule
    """

    name: str
    starts: tuple[str, ...]
    stops: tuple[str, ...]
    hours: int = 0
    days: int = 0
    working_days: int = 0
    tonight: bool = False
    until: str = ""
    each: str = ""
    since: tuple[str, ...] = ()
    legal: bool = False
    pauses: tuple[str, ...] = ()
    warns: int = 4
    only: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    stops_if: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    names: str = ""
    in_rounds: tuple[str, ...] = ()
    nth: int = 1
    outlives: bool = False
    lapses: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """One thing that can be done to a record.

    after      states in which it is offered; empty: it begins a record; ANY: in every state
    leads_to   the state after it; empty: a fact, which changes no state and is never refused for lateness;
               BACK: the state before the last `always` act; or a table of values of the field `decided_by`
    by         the roles that may do it
    needs      fields that must be filled; `wishes`: fields that may
    guard      the name of a function in the kind's guards.py that refuses with a sentence
    always     it wins in any state, however late (a stop, a safety hold)
    offline    a phone may record it without signal
    not_by     acts whose author must be somebody else (a second person)
    sets       constants written into the standing
    corrects   a fact whose fields rewrite the record's own; what someone else changed meanwhile becomes a
               proposal beside the first value
    counts     the Count field that the reports add up
    joins      whoever does it has a part in the record from then on: reads and acts as one named to it
    """

    name: str
    after: tuple[str, ...] = ()
    leads_to: str | Mapping[str, str] = ""
    decided_by: str = ""
    by: tuple[Role, ...] = (Role.OFFICER,)
    needs: Mapping[str, Field] = field(default_factory=dict)
    wishes: Mapping[str, Field] = field(default_factory=dict)
    guard: str = ""
    always: bool = False
    offline: bool = True
    not_by: tuple[str, ...] = ()
    sets: Mapping[str, Any] = field(default_factory=dict)
    corrects: bool = False
    counts: str = ""
    joins: bool = False

    @property
    def begins(self) -> bool:
        """Whether it makes a new record."""
        return not self.after

    @property
    def is_fact(self) -> bool:
        """Whether it says that something happened, without moving the record on."""
        return not self.leads_to and not self.begins

    @cached_property
    def fields(self) -> dict[str, Field]:
        """All fields, needed ones first."""
        return {**self.needs, **self.wishes}

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The sealed parts its fields live in, in order of appearance."""
        return tuple(dict.fromkeys(f.part for f in self.fields.values() if f.part))

    def schema(self, part: str = OPEN_PART) -> JsonSchema:
        """The JSON Schema of one part of its body: the open line, or a sealed part by name."""
        inside = {name: f for name, f in self.fields.items() if f.part == part}
        return {
            "type": "object",
            "properties": {name: f.schema() for name, f in inside.items()},
            "required": [name for name in self.needs if name in inside],
            "additionalProperties": False,
        }

    def offered_in(self, state: str) -> bool:
        """Whether the table offers it in a state."""
        return state in self.after or ANY in self.after

    def leads_from(self, state: str, body: Mapping[str, Any], before: str) -> str:
        """The state after it. `before` is the state kept by the last act that could not be blocked."""
        if not isinstance(self.leads_to, str):
            return self.leads_to.get(str(body.get(self.decided_by)), state)
        return before if self.leads_to == BACK else self.leads_to or state


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record: its acts in the order of its life.

    title     the fields a list row is headed with: first found wins
    columns   fields shown in lists and exports (open fields only: lists open no sealed part)
    ends      states that need nothing more
    home      whose feed its entries live in: the grid's, or the station's
    holder    the Officer field that says whose phone also receives it, from the state `held_from` on
    team      open Officer fields, or `group.column`, whose people are named to the record beside the holder
    week      the text field that names its week; empty: the week in which it began
    version   raised whenever the meaning of an entry changes
    desk_only it is the house's own bookkeeping and has no verb on a phone
    """

    name: str
    acts: tuple[Act, ...]
    title: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    clocks: tuple[Clock, ...] = ()
    ends: tuple[str, ...] = ()
    home: Literal["grid", "station"] = "grid"
    holder: str = ""
    held_from: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    week: str = ""
    icon: str = "clipboard"
    version: int = 1
    desk_only: bool = False

    @cached_property
    def act(self) -> dict[str, Act]:
        """Acts by name."""
        return {act.name: act for act in self.acts}

    @cached_property
    def states(self) -> tuple[str, ...]:
        """All states, in the order in which acts lead to them."""
        found: dict[str, None] = {}
        for act in self.acts:
            targets = (act.leads_to,) if isinstance(act.leads_to, str) else act.leads_to.values()
            found.update(dict.fromkeys(t for t in targets if t and t != BACK))
        return tuple(found)

    @cached_property
    def beginnings(self) -> tuple[Act, ...]:
        """The acts that make a new record."""
        return tuple(act for act in self.acts if act.begins)

    @cached_property
    def open_fields(self) -> dict[str, Field]:
        """Fields of all acts that stand in the open line, by name."""
        return {name: f for act in self.acts for name, f in act.fields.items() if not f.part}
