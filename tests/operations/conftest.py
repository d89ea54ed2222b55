"""The cast, and a small disk."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from cast import Cast, build_cast

DISK_MB = 64


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """Everybody; the tests of a full disk need transactions of their own."""
    return build_cast()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system that is soon full. Only the administrator of a machine may make one."""
    folder = Path(tempfile.mkdtemp(prefix="urtuu-disk-"))  # where PostgreSQL's own user finds it too
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m,mode=0777", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    folder.chmod(0o755)
    if made.returncode:
        folder.rmdir()
        pytest.skip("a small disk can be made by root only; the page limit of SQLite is tried instead")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
        folder.rmdir()


def fill(folder: Path) -> Path:
    """Takes all the room of a disk; answers the file that holds it."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 9, 1):
            with suppress(OSError):
                for _ in range(DISK_MB * 16 + 128):
                    file.write(bytes(size))
    return filler
