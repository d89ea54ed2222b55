"""What is asked: by whom, of which part of the banner, for which weeks; and the rows that this leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Exists, JSONField, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from urtuu.base.weeks import Week
from urtuu.journal import queries
from urtuu.journal.queries import today
from urtuu.kinds.clocks import LOCAL
from urtuu.places.permissions import HOUSE, Who
from urtuu.reports.figures import GONE, NO_WORK
from urtuu.reports.scopes import Scope

Rows = QuerySet[Any]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who asks for which weeks of which scope, from which page, and when."""

    asking: Who
    scope: Scope
    first: Week
    last: Week
    now: datetime
    page: str = "sheet"

    @property
    def on(self) -> date:
        """The local day of asking."""
        return today(self.now)

    @property
    def until(self) -> datetime:
        """The moment at which pending is counted: the end of the last week, or now while it runs."""
        return min(self.now, end_of(self.last.sunday))

    @property
    def weeks(self) -> Q:
        """The weeks, as a condition on rows."""
        # Each by name: after a range the index could not be used for the kind.
        count = (self.last.monday - self.first.monday).days // 7 + 1
        return Q(week__in=[str(self.first.shifted(n)) for n in range(count)])

    @cached_property
    def standings(self) -> Rows:
        """The records of the scope that are counted at all."""
        found = queries.counted(self.asking, self.page, self.on)
        return found.filter(self.scope.records).exclude(state__in=GONE)

    @cached_property
    def acts(self) -> Rows:
        """The acts of the scope in the weeks."""
        found = queries.entries(self.asking, self.page, self.on)
        found = found.filter(self.scope.acts, self.weeks).exclude(kind__in=NO_WORK)
        return found.filter(self._of_gacha) if self.scope.level == "gacha" else found

    @property
    def _of_gacha(self) -> Exists:
        return Exists(self._its_record.filter(gacha=self.scope.ident))

    @property
    def gone(self) -> Exists:
        """Whether the record of an act was struck or voided since."""
        return Exists(self._its_record.filter(state__in=GONE))

    @property
    def _its_record(self) -> Rows:
        return self.every_record.filter(record=OuterRef("record"))

    @property
    def every_record(self) -> Rows:
        """All records, as the house sees them: only to look up those of acts that are in reach already."""
        return queries.counted(HOUSE, self.page, self.on)

    @property
    def every_act(self) -> Rows:
        """All acts, as the house sees them: only to look further into records that are in reach already."""
        return queries.entries(HOUSE, self.page, self.on)


def end_of(day: date) -> datetime:
    """24:00 of a local day."""
    return datetime.combine(day + timedelta(days=1), time(0), LOCAL)


def said_in(name: str) -> Cast:
    """A field of a record's open body, as text."""
    # Cast once more: on SQLite a bare key compares with JSON, not with words.
    return Cast(KeyTextTransform(name, KeyTransform("body", Cast("body", JSONField()))), TextField())
