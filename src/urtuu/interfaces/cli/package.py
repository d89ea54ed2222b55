"""What a backup is: one zip of database, keys, attachments and roads, and a list that vouches for each."""

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from urtuu.interfaces.cli.refusal import Refused

FORMAT = 1
LIST = "manifest.json"
BLOCK = 1024 * 1024  # bytes read at a time
# Nothing else is ever unpacked: a name cannot lead out of the data folder.
ALLOWED = re.compile(r"database\.(sqlite3|pgdump)|(keys|blobs|roads)(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")


@dataclass(frozen=True)
class Part:
    """One file of a backup. `size` in bytes, `sha256` in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `engine` is the database's: sqlite or postgresql."""

    format: int
    engine: str
    made_at: str
    parts: tuple[Part, ...]


def write_package(target: Path, database_copy: Path, folder: Path, *, engine: str, made_at: str) -> Manifest:
    """Pack the copy of the database with keys, attachments and roads; named only when it is whole."""
    unfinished = target.with_name(f"{target.name}.part")
    opened = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(opened, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                parts = tuple(_add(packed, name, path) for name, path in _contents(database_copy, folder))
                manifest = Manifest(FORMAT, engine, made_at, parts)
                packed.writestr(LIST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def _contents(database_copy: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The database first: an attachment is never removed while the database names it."""
    yield f"database{database_copy.suffix}", database_copy
    for room in ("keys", "blobs", "roads"):
        for path in sorted((folder / room).rglob("*")):
            name = path.relative_to(folder).as_posix()
            if not path.is_file() or path.name.startswith(".") or _is_on_its_way(name):
                continue
            if not ALLOWED.fullmatch(name):
                raise Refused(f"{path} cannot be backed up: no restore would accept its name.")
            yield name, path


def _is_on_its_way(name: str) -> bool:
    """Pieces of a picture that has not arrived: gone in a moment, perhaps; the phone sends them again."""
    return name.startswith("blobs/arriving/") or name.endswith(".part")


def _add(packed: zipfile.ZipFile, name: str, path: Path) -> Part:
    with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as target:
        size, digest = _pour(source, target)
    return Part(name, size, digest)


def _pour(source: IO[bytes], target: IO[bytes] | None) -> tuple[int, str]:
    """Copy block by block; answers size and digest."""
    size, digest = 0, hashlib.sha256()
    while block := source.read(BLOCK):
        size += len(block)
        digest.update(block)
        if target:
            target.write(block)
    return size, digest.hexdigest()


def read_manifest(packed: zipfile.ZipFile) -> Manifest:
    """The list of a backup, after comparing every file with it. Raises Refused with the first difference."""
    try:
        data = json.loads(packed.read(LIST))
        manifest = Manifest(
            data["format"], data["engine"], data["made_at"], tuple(Part(**part) for part in data["parts"])
        )
    except (KeyError, TypeError, ValueError) as unreadable:
        raise Refused("This file is not a backup made by urtuu: it has no readable list.") from unreadable
    if manifest.format != FORMAT:
        raise Refused(f"This backup has format {manifest.format}; this version reads format {FORMAT}.")
    _compare_names(packed, manifest)
    for part in manifest.parts:
        _compare(packed, part)
    return manifest


def _compare_names(packed: zipfile.ZipFile, manifest: Manifest) -> None:
    listed = [part.name for part in manifest.parts]
    if sorted(packed.namelist()) != sorted([*listed, LIST]):
        raise Refused("The backup is damaged: it does not hold exactly the files its list names.")
    if strange := [name for name in listed if not ALLOWED.fullmatch(name)]:
        raise Refused(f"The backup holds a file that does not belong there: {strange[0]}")
    if not listed or not listed[0].startswith("database."):
        raise Refused("The backup holds no database.")


def _compare(packed: zipfile.ZipFile, part: Part) -> None:
    try:
        with packed.open(part.name) as source:
            found = _pour(source, None)
    except (zipfile.BadZipFile, EOFError, OSError) as broken:
        raise Refused(f"The backup is damaged: {part.name} cannot be read.") from broken
    if found != (part.size, part.sha256):
        raise Refused(f"The backup is damaged: {part.name} is not what the list says.")


def unpack(packed: zipfile.ZipFile, name: str, target: Path) -> None:
    """Lay one file out, readable by its owner only, under its name only when whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.part")
    opened = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with packed.open(name) as source, os.fdopen(opened, "wb") as file:
        _pour(source, file)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
