"""Brings the two old browsers from locked packages into .venv/engines: `python tests/engines/unpack.py`.

Nothing is done while they are there. Node unpacks them, because the standard library knows no Brotli.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
ENGINES = ROOT / ".venv" / "engines"
sys.path.insert(0, str(ROOT / "tools"))

from node import BuildError, install_locked, node_command, run  # noqa: E402 -- beside the project, not in it

PACKED = {"92": "chrome-aws-lambda/bin", "114": "@sparticuz/chromium/bin"}
UNPACK = """
const { readFileSync, writeFileSync, mkdirSync, chmodSync } = require("node:fs");
const { brotliDecompressSync } = require("node:zlib");
const { execFileSync } = require("node:child_process");
const [from, to] = process.argv.slice(1);
mkdirSync(to, { recursive: true });
writeFileSync(`${to}/chromium`, brotliDecompressSync(readFileSync(`${from}/chromium.br`)));
chmodSync(`${to}/chromium`, 0o755);
for (const name of ["aws", "swiftshader"]) {
  writeFileSync(`${to}/${name}.tar`, brotliDecompressSync(readFileSync(`${from}/${name}.tar.br`)));
  execFileSync("tar", ["-xf", `${to}/${name}.tar`, "-C", to]);
}
"""


def engine(name: str) -> Path | None:
    """The browser of a version, if it is there."""
    found = ENGINES / name / "chromium"
    return found if found.exists() else None


def main() -> int:
    """0 when both are there."""
    stamp = ENGINES / ".state"
    now = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == now:
        return 0
    sys.stdout.write("engines: unpacking Chromium 92 and 114 for the tests (once)…\n")
    sys.stdout.flush()
    try:
        install_locked(HERE)
        for name, packed in PACKED.items():
            words = ["-e", UNPACK, str(HERE / "node_modules" / packed), str(ENGINES / name)]
            run([*node_command(), *words], HERE, f"Chromium {name} could not be unpacked")
    except BuildError as problem:
        sys.stderr.write(f"engines: {problem}\n")
        return 1
    stamp.write_text(now)
    return 0


if __name__ == "__main__":
    sys.exit(main())
