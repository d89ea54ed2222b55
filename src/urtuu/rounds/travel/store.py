"""Where the site keeps its roads and speeds: two files in the data folder, read again when they change."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from urtuu.base.sentences import Sentence, say
from urtuu.rounds.travel.reading import Unreadable, load, read_extract, save
from urtuu.rounds.travel.roads import Roads
from urtuu.rounds.travel.speeds import FILE, Speeds, read_speeds

FOLDER, NETWORK = "roads", "roads.npz"
Stamp = tuple[int, int]


@dataclass(frozen=True)
class Taken:
    """What an import of roads did, or would have done."""

    sentence: Sentence
    done: bool


def folder() -> Path:
    """The folder of roads, which need not be there."""
    return Path(settings.VAR) / FOLDER


def roads() -> Roads | None:
    """The network of the site; nothing before one was imported. Raises Unreadable."""
    path = folder() / NETWORK
    stamp = _stamp(path)
    return _roads(path, stamp) if stamp else None


def speeds() -> Speeds:
    """The speeds of the site, the built-in ones where it has none. Raises speeds.Wrong."""
    path = folder() / FILE
    stamp = _stamp(path)
    return _speeds(path, stamp) if stamp else Speeds()


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _roads(path: Path, _of: Stamp) -> Roads:
    return load(path)


@lru_cache(maxsize=2)
def _speeds(path: Path, _of: Stamp) -> Speeds:
    return read_speeds(path.read_text(encoding="utf-8"))


def take_roads(extract: Path, *, dry_run: bool, invented: bool = False) -> Taken:
    """Read an extract whole; only if there is a road in it does it take the place of the last."""
    try:
        read = read_extract(extract, invented=invented)
    except Unreadable as broken:
        return Taken(say("roads_broken", problem=str(broken)), done=False)
    kept = read.largest_part()
    if not len(kept.tails):
        return Taken(say("roads_none"), done=False)
    if not dry_run:
        folder().mkdir(parents=True, exist_ok=True)
        save(kept, folder() / NETWORK)
    name = "roads_tried" if dry_run else "roads_done"
    return Taken(_told(name, kept, read.size - kept.size), done=True)


def _told(name: str, kept: Roads, left: int) -> Sentence:
    if name == "roads_tried":
        return say("roads_tried", nodes=kept.size, km=kept.km, left=left)
    return say("roads_done", nodes=kept.size, km=kept.km, left=left)
