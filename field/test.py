"""Types and tests of the field app that need no browser; `--long` runs the longer schedules."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))
sys.path.insert(0, str(HERE))

from build import install  # noqa: E402 -- beside this file
from node import node_command  # noqa: E402 -- beside the project, not in it


def main() -> int:
    """0 when types and tests are right."""
    install()
    modules = HERE / "node_modules"
    with tempfile.TemporaryDirectory(prefix="urtuu-vectors-") as folder:
        vectors = subprocess.run([sys.executable, str(HERE / "tests" / "vectors.py"), folder], check=False)
        if vectors.returncode:
            return vectors.returncode
        env = {**os.environ, "URTUU_VECTORS": folder, **({"URTUU_LONG": "1"} if "--long" in sys.argv else {})}
        for script, *words in (
            (modules / "vue-tsc" / "bin" / "vue-tsc.js", "--noEmit"),
            (modules / "vitest" / "vitest.mjs", "run", *[w for w in sys.argv[1:] if w != "--long"]),
        ):
            done = subprocess.run([*node_command(), str(script), *words], cwd=HERE, env=env, check=False)
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
