"""Copy everything that must survive into one file, while the site goes on working."""

import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from urtuu.interfaces.cli import database, package, postgres
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.watch import last_backup


def command(
    target: Annotated[
        Path | None, typer.Argument(help="File to write. Default: a dated file in the data folder.")
    ] = None,
) -> None:
    """Copy database, site keys and attachments into one file; the site may go on working."""
    now = datetime.now(UTC)
    target = target or _dated(settings.VAR / "backups", now)
    if target.exists():
        raise Refused(f"{target} is already there. A backup is never written over another.")
    if not target.parent.is_dir():
        raise Refused(f"The folder {target.parent} does not exist.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as aside:
        copied = copy_database(Path(aside))
        engine = "sqlite" if database.on_sqlite() else "postgresql"
        manifest = package.write_package(
            target, copied, settings.VAR, engine=engine, made_at=now.isoformat(timespec="seconds")
        )
    last_backup.remember(now)
    typer.echo(f"{target}: {len(manifest.parts)} files, {target.stat().st_size / 1e6:.1f} MB.")
    typer.echo("It holds the site's keys: keep it where only the administrator can read it.")


def _dated(folder: Path, now: datetime) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"urtuu-{now:%Y%m%d-%H%M%S}.zip"


def copy_database(folder: Path) -> Path:
    """One consistent copy of the database as of now."""
    if not database.on_sqlite():
        copied = folder / "database.pgdump"
        # Not compressed twice: the backup itself is packed.
        postgres.run("pg_dump", "--format=custom", "--compress=0", "--no-owner", f"--file={copied}")
        return copied
    if not database.sqlite_file().exists():
        raise Refused("There is no database yet, so there is nothing to back up.")
    copied = folder / "database.sqlite3"
    copy_sqlite(database.sqlite_file(), copied)
    if found := database.damage(copied):
        raise Refused(f"The database is damaged ({found}); no backup was written.")
    return copied


def copy_sqlite(source: Path, target: Path) -> None:
    """Page by page through SQLite's own backup: it waits for writers, and readers see it all at once."""
    with (
        closing(sqlite3.connect(source, timeout=20)) as opened,
        closing(sqlite3.connect(target, timeout=20)) as copied,
    ):
        opened.backup(copied)
