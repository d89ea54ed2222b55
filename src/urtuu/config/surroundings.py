"""What the surroundings of the process say, and what holds when they say nothing."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

NAMES = {
    "URTUU_VAR": "Folder of everything that must survive: database, keys, attachments. Default: ./var",
    "DATABASE_URL": "Database address. Default: an SQLite file in the data folder",
    "URTUU_HOSTS": "Host names this site answers to, separated by commas. Default: this machine only",
    "URTUU_GATEWAYS": "1 lets programs of other projects in, each with a key of a person. Default: 0",
    "URTUU_HTTPS": "1 when people reach the site through HTTPS: secure cookies, redirect, HSTS. Default: 0",
    "URTUU_METRICS": "Who may read /metrics: a token of at least 16 characters, or loopback. Default: off",
    "URTUU_SECOND_FACTOR": "Who must have a second factor at the desk: off, or sealed for administrators and "
    "all whose role reads sealed parts. Default: off",
    "URTUU_KINDS": "Folders with further kinds of records, separated as PATH is. Default: none",
    "URTUU_WORKDAYS": "Folder with working-day tables, such as 2027.toml; they go before ours. Default: none",
    "URTUU_DATA": "Folder of the national division codes, for the demonstration and tests. Default: none",
    "URTUU_DEBUG": "1 shows the traceback of a command that failed. Default: 0",
}

SHORTEST_TOKEN = 16
THIS_MACHINE = "localhost,127.0.0.1,[::1]"


def text(name: str, default: str) -> str:
    """The value of one variable; an empty one counts as not given."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """Whether a switch is on; anything but a plain yes leaves it off."""
    return text(name, "0").lower() in {"1", "yes", "true", "on"}


def words(name: str, default: str) -> list[str]:
    """The parts of a comma-separated value."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def metrics() -> str:
    """off, loopback, or the token that opens the page of metrics. Raises ValueError for a short one."""
    told = text("URTUU_METRICS", "off")
    if told not in {"off", "loopback"} and len(told) < SHORTEST_TOKEN:
        raise ValueError(f"URTUU_METRICS must be off, loopback or a token of {SHORTEST_TOKEN} characters.")
    return told


def second_factor() -> str:
    """off or sealed: who must have a second factor. Raises ValueError for anything else."""
    told = text("URTUU_SECOND_FACTOR", "off").lower()
    if told not in {"off", "sealed"}:
        raise ValueError("URTUU_SECOND_FACTOR must be off or sealed.")
    return told


def data_folder() -> Path:
    """Where everything lives that must survive; made on first use."""
    folder = Path(text("URTUU_VAR", "var")).expanduser().resolve()
    for part in (folder, folder / "static"):
        part.mkdir(parents=True, exist_ok=True)
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    return folder


def lasting_secret(path: Path) -> str:
    """The secret in a file readable by its owner only; drawn on first use and kept."""
    if not path.exists():
        _draw_secret(path)
    return path.read_text(encoding="ascii")


def _draw_secret(path: Path) -> None:
    """Write aside, then link: of two processes starting together one wins and both read the whole secret."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    opened = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        aside.unlink()
