"""Brings htmx and the Mongolian letters from locked packages into static/vendor; the letters to papers too.

Run by `make setup` with the project's Python. npm checks packages against the hashes of package-lock.json.
The lock names no download address, so whichever mirror the machine is set to may serve it.
"""

from __future__ import annotations

import hashlib
import re
import struct
import sys
import zlib
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tools"))

from node import BuildError, install_locked  # noqa: E402 -- beside the project, not in it

VENDOR = HERE.parent / "src" / "urtuu" / "web" / "static" / "vendor"
WANTED = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "noto-sans-mongolian.woff2": (
        "@fontsource/noto-sans-mongolian/files/noto-sans-mongolian-mongolian-400-normal.woff2"
    ),
}
PAPER_LETTERS = HERE.parent / "src" / "urtuu" / "documents" / "fonts" / "noto-sans-mongolian.ttf"


def state_of(folder: Path) -> str:
    """One digest over the lock and the files in place; changes when either does."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes())
    for file in [*(folder / name for name in sorted(WANTED)), PAPER_LETTERS]:
        digest.update(file.read_bytes() if file.exists() else b"missing")
    return digest.hexdigest()


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
    woff = HERE / "node_modules" / WANTED["noto-sans-mongolian.woff2"].removesuffix("2")
    PAPER_LETTERS.parent.mkdir(exist_ok=True)
    PAPER_LETTERS.write_bytes(unpacked(woff.read_bytes()))


def unpacked(woff: bytes) -> bytes:
    """A WOFF 1.0 as the plain font it was made from: Typst reads no web fonts.

    https://www.w3.org/TR/WOFF/ section 4: a directory of tables, each deflated where that saves bytes.
    """
    if woff[:4] != b"wOFF":
        raise BuildError("The Mongolian letters are no WOFF any more; see unpacked() in assets/build.py.")
    count = struct.unpack_from(">H", woff, 12)[0]
    entries = [struct.unpack_from(">4s4I", woff, 44 + 20 * n) for n in range(count)]
    power = count.bit_length() - 1
    head = woff[4:8] + struct.pack(">4H", count, 16 << power, power, 16 * count - (16 << power))
    directory, tables, at = b"", b"", 12 + 16 * count
    for tag, offset, packed, size, checksum in entries:
        body = woff[offset : offset + packed]
        body = zlib.decompress(body) if packed < size else body
        directory += struct.pack(">4s3I", tag, checksum, at, size)
        tables += body + bytes(-size % 4)
        at += size + -size % 4
    return head + directory + tables


def main() -> int:
    """Fetch and copy unless everything is in place; 0 when the files are there."""
    stamp = VENDOR / ".state"
    if stamp.exists() and stamp.read_text() == state_of(VENDOR):
        return 0
    try:
        install_locked(HERE)
        copy_wanted()
    except BuildError as problem:
        sys.stderr.write(f"assets: {problem}\n")
        return 1
    stamp.write_text(state_of(VENDOR))
    sys.stdout.write("assets: htmx and the Mongolian letters are in place.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
