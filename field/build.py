"""Builds the field app into the folder from which the site serves /field/, and counts its bytes.

Run by `make setup` with the project's Python; does nothing while lock and sources are as they were.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "src" / "urtuu" / "interfaces" / "field" / "built" / "field"
sys.path.insert(0, str(HERE.parent / "tools"))

from node import BuildError, install_locked, node_command, run  # noqa: E402 -- beside the project, not in it

START_KB, PRECACHE_KB, WORKER_KB = 60, 250, 1.5
"""Budgets under gzip: what comes before the first screen, all that is kept offline, the service worker."""
SHARED = [HERE.parent / "src/urtuu/web/static/urtuu/tokens.css"]
PACKED = {".js", ".css", ".html", ".svg", ".webmanifest", ".json"}


def lock_state() -> str:
    """A digest of the locked packages."""
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()


def state() -> str:
    """A digest of everything the app is made of."""
    digest = hashlib.sha256(lock_state().encode())
    own = [
        *(HERE / "src").rglob("*"),
        *(HERE / "public").rglob("*"),
        *HERE.glob("*.ts"),
        *HERE.glob("*.html"),
    ]
    for file in sorted([*own, *SHARED, Path(__file__)]):
        if file.is_file():
            digest.update(str(file.relative_to(HERE.parent)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def install() -> None:
    """The locked packages, once a lock."""
    stamp = HERE / "node_modules" / ".state"
    if not stamp.exists() or stamp.read_text() != lock_state():
        install_locked(HERE)
        stamp.write_text(lock_state())


def build() -> None:
    """Vite, then a packed copy beside every file that packs. Raises BuildError."""
    install()
    vite = str(HERE / "node_modules" / "vite" / "bin" / "vite.js")
    run([*node_command(), vite, "build", "--logLevel", "warn"], HERE, "The field app could not be built")
    for file in BUILT.rglob("*"):
        if file.suffix in PACKED:
            Path(f"{file}.gz").write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


def _packed_size(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9)) if file.suffix in PACKED else file.stat().st_size


def _closure(page: str) -> list[str]:
    """The files that a page asks for before anything is lazily loaded, read off the build's manifest."""
    manifest = json.loads((BUILT / ".vite" / "manifest.json").read_text("utf-8"))
    found: dict[str, None] = {}
    waiting = [page]
    while waiting:
        chunk = manifest[waiting.pop()]
        if chunk["file"] not in found:
            found.update(dict.fromkeys([chunk["file"], *chunk.get("css", ())]))
            waiting += chunk.get("imports", ())
    return list(found)


def sizes() -> dict[str, float]:
    """KB under gzip: the start route, everything kept offline, the worker."""
    start = ["index.html", *_closure("index.html")]
    kept = re.search(r'\["/field/".*?\]', (BUILT / "sw.js").read_text("utf-8"), re.S)
    if not kept:
        raise BuildError("The service worker names no files to keep.")
    files = [name.removeprefix("/field/") or "index.html" for name in json.loads(kept.group(0))]
    return {
        "start": sum(_packed_size(BUILT / name) for name in start) / 1024,
        "precache": sum(_packed_size(BUILT / name) for name in files) / 1024,
        "worker": _packed_size(BUILT / "sw.js") / 1024,
    }


def check(found: dict[str, float]) -> str:
    """One line with the figures. Raises BuildError when one is over its budget."""
    budgets = {"start": START_KB, "precache": PRECACHE_KB, "worker": WORKER_KB}
    line = ", ".join(f"{name} {found[name]:.1f} of {most} KB" for name, most in budgets.items())
    if any(found[name] > most for name, most in budgets.items()):
        raise BuildError(f"The field app is too large for a bad road: {line}.")
    return line


def main() -> int:
    """Build unless everything is in place; 0 when the app is there and small enough."""
    stamp = BUILT.parent / ".state"
    now = state()
    if stamp.exists() and stamp.read_text() == now and (BUILT / "index.html").exists():
        return 0
    sys.stdout.write("field: building the officers' app (half a minute, once)…\n")
    sys.stdout.flush()
    try:
        build()
        told = check(sizes())
    except BuildError as problem:
        sys.stderr.write(f"field: {problem}\n")
        return 1
    stamp.write_text(now)
    sys.stdout.write(f"field: the app is in place: {told}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
