#!/usr/bin/env python3
"""Brings the pictures of docs/officer from the browser tests' artefacts: run them first, then `python tools/pictures.py`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEEN, SHOWN = ROOT / "test-results" / "field", ROOT / "docs" / "img"
WANTED = (
    "unlock",
    "home",
    "tasks",
    "visit",
    "dispute",
    "records",
    "record",
    "sync",
    "friday",
    "inbox",
    "practice",
)


def main() -> int:
    """Copies each; 1 when the tests have not been run."""
    SHOWN.mkdir(exist_ok=True)
    for name in WANTED:
        taken = [SEEN / f"{name}-zh-hans-390.png", SEEN / f"{name}-zh-hans.png"]
        found = next((file for file in taken if file.exists()), None)
        if found is None:
            sys.stderr.write(f"{name}: no picture; run pytest tests/field/test_field_pages.py first\n")
            return 1
        shutil.copyfile(found, SHOWN / f"field-{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
