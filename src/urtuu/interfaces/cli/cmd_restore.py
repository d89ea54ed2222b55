"""Put a backup in place: compared first, never over existing data unasked, and every phone told about it."""

import tempfile
import zipfile
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection, connections

from urtuu.interfaces.cli import database, package, postgres, running
from urtuu.interfaces.cli.cmd_backup import copy_sqlite
from urtuu.interfaces.cli.refusal import Refused


def command(
    source: Annotated[Path, typer.Argument(help="A file written by urtuu backup.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the data that is there now.")] = False,
) -> None:
    """Put a backup in place. Phones then offer again what they sent since it was made."""
    if not source.is_file():
        raise Refused(f"There is no file {source}.")
    if not force and holds_data():
        raise Refused("This site already holds data. Add --force to replace it with the backup.")
    with running.alone():
        manifest = replace_by(source)
    typer.echo(f"The backup of {manifest.made_at} is in place: {len(manifest.parts)} files compared.")
    typer.echo("Start the site anew.")


def replace_by(source: Path) -> package.Manifest:
    """The data of this site by that of a backup; the phones are told. Raises Refused."""
    try:
        with zipfile.ZipFile(source) as packed:
            manifest = package.read_manifest(packed)
            put_in_place(packed, manifest)
    except zipfile.BadZipFile as unreadable:
        raise Refused(f"{source} is not a backup, or it is damaged: {unreadable}.") from unreadable
    # This process still holds the key it started with.
    settings.SITE_SECRET = (settings.KEYS / "site.key").read_text(encoding="ascii")
    database.migrate_if_needed()
    tell_phones()
    sign_everybody_out()
    database.restore_mark().unlink()
    return manifest


def holds_data() -> bool:
    """Whether there is anything here to lose."""
    if database.on_sqlite() and not database.sqlite_file().exists():
        return False
    return bool(connection.introspection.table_names())


def put_in_place(packed: zipfile.ZipFile, manifest: package.Manifest) -> None:
    """Keys and attachments first: the database must never name what is not there."""
    engine = "sqlite" if database.on_sqlite() else "postgresql"
    if manifest.engine != engine:
        raise Refused(f"This backup is of a {manifest.engine} database; this site is set up for {engine}.")
    with tempfile.TemporaryDirectory(dir=settings.VAR, prefix=".restore-") as aside:
        first, *others = (part.name for part in manifest.parts)
        copied = Path(aside) / first
        package.unpack(packed, first, copied)
        if engine == "sqlite" and (found := database.damage(copied)):
            raise Refused(f"The database in the backup is damaged ({found}).")
        database.restore_mark().touch()
        for name in others:
            package.unpack(packed, name, settings.VAR / name)
        _replace_database(copied)


def _replace_database(copied: Path) -> None:
    connections.close_all()
    if database.on_sqlite():
        _set_damaged_aside(database.sqlite_file())
        # Written through SQLite, not renamed over: whoever still reads sees the new pages, not a torn file.
        copy_sqlite(copied, database.sqlite_file())
    else:
        postgres.run(
            "pg_restore",
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--no-owner",
            f"--dbname={connection.settings_dict['NAME']}",
            str(copied),
        )


def _set_damaged_aside(file: Path) -> None:
    """A torn file cannot be written over page by page; it is kept beside the new one."""
    if file.exists() and database.damage(file):
        for part in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
            if part.exists():
                part.replace(part.with_name(f"damaged-{part.name}"))


def sign_everybody_out() -> None:
    """A session that was ended since the backup must not live again with it."""
    from urtuu.places import sessions  # late: the tables exist only now

    sessions.end_everybodys()


def tell_phones() -> None:
    """A new epoch: each phone offers again what this copy of the journal lacks."""
    from urtuu.journal import services  # late: the journal's tables exist only now

    services.new_epoch()
