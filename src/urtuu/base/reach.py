"""Whether a database refused because it is out of reach or busy just now: read off what it says.

Another machine may be taking over, the connection may have been cut, somebody may hold the one lock for long.
All of it passes by itself. A statement that is wrong does not, and is no such refusal.
"""

from __future__ import annotations

# Of SQLite: somebody else writes, or the file cannot be opened just now.
_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN")
# Classes of PostgreSQL's error codes: connection lost, rolled back for others, no room for more, shut down.
_CLASSES = {"08", "40", "53", "57"}
_READ_ONLY = "25006"  # asked of a machine that leads no longer


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or one behind it, says so."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_away(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_away(error: BaseException) -> bool:
    if getattr(error, "sqlite_errorname", "").startswith(_SQLITE):
        return True
    if not type(error).__module__.startswith("psycopg"):
        return False
    state = getattr(error, "sqlstate", None)
    if state is None:  # it never came to a statement
        return type(error).__name__ in ("OperationalError", "ConnectionTimeout")
    return state[:2] in _CLASSES or state == _READ_ONLY
