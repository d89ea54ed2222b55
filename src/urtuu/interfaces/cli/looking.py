"""SQLite's own quick check of a file; also a program, so that it can be ended when it takes too long."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path


def damage(file: Path) -> str:
    """What SQLite's own quick check finds wrong with a file; empty when it is whole."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=20)) as opened:
            said = str(opened.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as refused:
        return str(refused)
    return "" if said == "ok" else said.splitlines()[-1]


if __name__ == "__main__":
    print(damage(Path(sys.argv[1])))
