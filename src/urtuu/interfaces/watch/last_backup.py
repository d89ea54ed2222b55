"""When this site was last backed up, wherever the file went: told by one small file in the data folder."""

from datetime import datetime
from pathlib import Path

from django.conf import settings


def remember(at: datetime) -> None:
    """A backup is whole and named."""
    mark = _mark()
    aside = mark.with_name(f"{mark.name}.part")
    aside.write_text(at.isoformat(timespec="seconds"), encoding="ascii")
    aside.replace(mark)


def when() -> datetime | None:
    """The moment of the last backup; nothing when there was none, or when nobody can tell."""
    try:
        return datetime.fromisoformat(_mark().read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _mark() -> Path:
    return Path(settings.VAR) / "last-backup"
