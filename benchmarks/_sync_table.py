"""The rows of the acceptance table: measured in rounds, with median and spread, asked for, met or not."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One row. `least` or `most` is the bound on the median; neither is a figure without a bound."""

    what: str
    values: Sequence[float]
    unit: str = ""
    least: float | None = None
    most: float | None = None

    @property
    def middle(self) -> float:
        """The median of the rounds."""
        return median(self.values)

    @property
    def verdict(self) -> str:
        """Whether the bound was met."""
        if self.least is None and self.most is None:
            return "-"
        kept = (self.least is None or self.middle >= self.least) and (
            self.most is None or self.middle <= self.most
        )
        return "met" if kept else "NOT MET"

    @property
    def asked(self) -> str:
        """The bound in words."""
        if self.least is not None:
            return f">= {self.least:g}"
        return f"<= {self.most:g}" if self.most is not None else "-"


def _short(value: float) -> str:
    if value and abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:,.1f}" if abs(value) < 1000 else f"{value:,.0f}"


def show(rows: Sequence[Row]) -> None:
    """The table, and how busy the machine was."""
    print(f"{'':<66}{'median':>10}{'lowest':>10}{'highest':>10} {'unit':<9}{'asked':>9}  met")
    for row in rows:
        low, high = min(row.values), max(row.values)
        figures = f"{_short(row.middle):>10}{_short(low):>10}{_short(high):>10}"
        print(f"{row.what:<66}{figures} {row.unit:<9}{row.asked:>9}  {row.verdict}")
    print(f"load of the machine afterwards: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores", flush=True)


def share(values: Sequence[float], part: float) -> float:
    """The value below which this part of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
