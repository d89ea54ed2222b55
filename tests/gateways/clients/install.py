"""Installs the clients of other projects from their lock: `python tests/gateways/clients/install.py`.

Nothing is done while they are there.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from node import BuildError, install_locked  # noqa: E402 -- beside the project, not in it


def main() -> int:
    """0 when they are there."""
    stamp = HERE / "node_modules" / ".state"
    now = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == now:
        return 0
    sys.stdout.write("clients: installing other projects' clients for the tests (once)…\n")
    sys.stdout.flush()
    try:
        install_locked(HERE)
    except BuildError as problem:
        sys.stderr.write(f"clients: {problem}\n")
        return 1
    stamp.write_text(now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
