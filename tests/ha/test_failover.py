"""Leaders are killed under load: nothing acknowledged is lost, and without synchronous replication it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HA = Path(__file__).parents[2] / "deploy" / "ha"
sys.path.append(str(HA))

from three_nodes import missing  # noqa: E402 -- the path is set above

pytestmark = [pytest.mark.long, pytest.mark.skipif(bool(missing()), reason=missing() or "all is there")]


def test_a_killed_leader_loses_nothing_and_the_control_does() -> None:
    words = [sys.executable, str(HA / "failover.py"), "--kills", "3"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as going:
        try:
            told, wrong = going.communicate(timeout=1200)
        except subprocess.TimeoutExpired:
            going.terminate()  # it then stops what it started
            raise
    assert going.returncode == 0, wrong[-3000:]
    lines = told.splitlines()
    assert lines[1].split()[:4:3] == ["synchronous", "0"]
    assert int(lines[2].split()[3]) > 0
