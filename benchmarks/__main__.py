"""Runs every benchmark: each module of this folder with a `main()`, one after another."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path


def main(chosen: list[str]) -> None:
    """All of them, or those named; `sync` names every module that begins with `sync_`."""
    for found in sorted(pkgutil.iter_modules([str(Path(__file__).parent)]), key=lambda one: one.name):
        if found.name.startswith("_") or (chosen and not _is_chosen(found.name, chosen)):
            continue
        module = importlib.import_module(f"benchmarks.{found.name}")
        if hasattr(module, "main"):
            print(f"\n== {found.name}: {(module.__doc__ or '').strip().splitlines()[0]}")
            module.main()


def _is_chosen(name: str, chosen: list[str]) -> bool:
    return name in chosen or name.split("_", maxsplit=1)[0] in chosen


if __name__ == "__main__":
    main(sys.argv[1:])
