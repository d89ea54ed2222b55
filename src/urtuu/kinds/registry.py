"""Which kinds there are: every folder with a `kind.py`, here or in a folder an operator names.

Adding a kind is adding a folder. `URTUU_KINDS` may list further folders, separated as PATH is.
"""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from urtuu.base.sentences import Sentence
from urtuu.kinds.vocabulary import Kind

HERE = Path(__file__).parent
Guard = Callable[..., Sentence | None]


class BadKind(ValueError):
    """A kind's folder cannot be used; says which and why."""


@dataclass(frozen=True)
class Shelf:
    """All kinds of one running product."""

    kinds: Mapping[str, Kind]
    folders: Mapping[str, Path]
    guards: Mapping[str, Mapping[str, Guard]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Kind:
        return self.kinds[name]

    def __iter__(self) -> Iterator[Kind]:
        return iter(self.kinds.values())

    def __contains__(self, name: object) -> bool:
        return name in self.kinds

    def get(self, name: str) -> Kind | None:
        """A kind by name, or nothing."""
        return self.kinds.get(name)

    def guard(self, kind: str, name: str) -> Guard:
        """A named guard of a kind."""
        return self.guards[kind][name]

    @cached_property
    def words(self) -> dict[str, dict[str, Any]]:
        """The word files of all kinds: `words[language][kind]`."""
        found: dict[str, dict[str, Any]] = {}
        for name, folder in self.folders.items():
            for path in sorted((folder / "words").glob("*.toml")):
                found.setdefault(path.stem, {})[name] = tomllib.loads(path.read_text(encoding="utf-8"))
        return found


def read_shelf(*more: Path) -> Shelf:
    """All kinds of the product and of further folders. Raises BadKind."""
    kinds: dict[str, Kind] = {}
    folders: dict[str, Path] = {}
    guards: dict[str, dict[str, Guard]] = {}
    for folder in _folders(*more):
        kind = _load(folder, "kind").KIND
        if not isinstance(kind, Kind) or kind.name != folder.name:
            raise BadKind(f"{folder}: kind.py must define KIND with the name of its folder")
        if kind.name in kinds:
            raise BadKind(f"{folder}: there is already a kind named {kind.name}")
        kinds[kind.name], folders[kind.name] = kind, folder
        guards[kind.name] = _guards(folder, kind)
    return Shelf(kinds, folders, guards)


def _folders(*more: Path) -> list[Path]:
    """The folders that hold a kind, in the order of their names."""
    return [path.parent for root in (HERE, *more) for path in sorted(root.glob("*/kind.py"))]


def _guards(folder: Path, kind: Kind) -> dict[str, Guard]:
    wanted = {act.guard for act in kind.acts if act.guard}
    if not wanted:
        return {}
    module = _load(folder, "guards")
    missing = [name for name in sorted(wanted) if not callable(getattr(module, name, None))]
    if missing:
        raise BadKind(f"{folder}: guards.py lacks {', '.join(missing)}")
    return {name: getattr(module, name) for name in wanted}


def _load(folder: Path, module: str) -> ModuleType:
    name = (
        f"urtuu.kinds.{folder.name}.{module}"
        if folder.parent == HERE
        else f"urtuu_kind_{folder.name}_{module}"
    )
    spec = importlib.util.spec_from_file_location(name, folder / f"{module}.py")
    if spec is None or spec.loader is None or not (folder / f"{module}.py").exists():
        raise BadKind(f"{folder}: there is no {module}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


_current: list[Shelf] = []


def shelf() -> Shelf:
    """The kinds of this process."""
    if not _current:
        extra = os.environ.get("URTUU_KINDS", "")
        _current.append(read_shelf(*(Path(p) for p in extra.split(os.pathsep) if p)))
    return _current[0]


def use(other: Shelf | None) -> None:
    """Another set of kinds from now on, for tests and tools; nothing: read again when next asked."""
    _current.clear()
    if other is not None:
        _current.append(other)
