"""Whether the disk has room: asked before writing, and read off what a refused write says."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

# SQLite's log index cannot grow either on a full disk; it calls that an error of its own.
_SQLITE = {"SQLITE_FULL", "SQLITE_IOERR_SHMSIZE"}
_POSTGRESQL = "53100"  # disk_full in its table of error codes
_SYSTEM = {errno.ENOSPC, errno.EDQUOT}


def free_bytes(folder: Path) -> int:
    """How much may still be written where a folder lies. Raises OSError when the folder is not there."""
    return shutil.disk_usage(folder).free


def has_room(folder: Path, least: int) -> bool:
    """Whether more than `least` bytes are free; a folder that cannot be asked stops nobody."""
    try:
        return free_bytes(folder) > least
    except OSError:
        return True


def ran_out(error: BaseException | None) -> bool:
    """Whether an error, or one behind it, says that the disk is full: SQLite, PostgreSQL or the system."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if _says_full(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _says_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in _SYSTEM
    return getattr(error, "sqlite_errorname", "") in _SQLITE or getattr(error, "sqlstate", "") == _POSTGRESQL
