"""The lists beside a form: the grids, gachas and doors of the person who asks, and of nobody else.

The same that their phone would hold, but for telephone numbers: a list in another program is not sealed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from hashlib import md5

from urtuu.places import queries

LISTS = ("grids", "gachas", "doors")


def csv_of(name: str, grids: Sequence[str], on: date) -> bytes:
    """One list as CSV in UTF-8: `name` is the value, `label` what is shown, `grid` what it belongs to."""
    rows = [row for grid in grids for row in queries.reference(grid, on).rows]
    told = {
        "grids": [(row["id"], row["name"], row["id"]) for row in rows if row["is"] == "grid"],
        "gachas": _of(grids, on, "gacha"),
        "doors": _of(grids, on, "household"),
    }[name]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("name", "label", "grid"))
    writer.writerows(told)
    return out.getvalue().encode()


def _of(grids: Sequence[str], on: date, what: str) -> list[tuple[str, str, str]]:
    found = []
    for grid in grids:
        for row in queries.reference(grid, on).rows:
            if row["is"] == what == "gacha":
                found.append((row["code"], row["name"], grid))
            elif row["is"] == what == "household":
                found.append((row["id"], " ".join(filter(None, (row["group"], row["label"]))), grid))
    return found


def hash_of(body: bytes) -> str:
    """As OpenRosa writes a file's hash: it tells versions apart, and protects nothing."""
    return f"md5:{md5(body, usedforsecurity=False).hexdigest()}"
