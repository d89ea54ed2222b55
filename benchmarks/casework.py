"""Pages and papers of casework over some played weeks, against a raw read of the same rows in the same run.

Every time is the least of several rounds. What is read raw are the standings of all disputes; a page adds the
folding of clocks, names, rights and HTML to it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

INSIDE = "inside"
ROUNDS = 7


def main() -> None:
    """Run it in a process and a data folder of its own."""
    with tempfile.TemporaryDirectory(prefix="urtuu-bench-") as folder:
        root = Path(__file__).parents[1]
        surroundings = {**os.environ, "URTUU_VAR": folder, "PYTHONPATH": f"{root / 'src'}:{root}"}
        surroundings.pop("DATABASE_URL", None)
        surroundings["DJANGO_SETTINGS_MODULE"] = "urtuu.config.settings"
        subprocess.run([sys.executable, __file__, INSIDE], env=surroundings, check=True)


def inside() -> None:
    """Play, measure, print."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.friday_sheet import _played

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    last = _played()
    works = _works(last)
    times: dict[str, list[float]] = {name: [] for name in works}
    for _round in range(ROUNDS):
        for name, work in works.items():
            begun = time.perf_counter()
            work()
            times[name].append(1000 * (time.perf_counter() - begun))
    raw = min(times["raw read"])
    print(f"{_disputes()} disputes")
    for name, spent in times.items():
        print(f"{name:<28}{min(spent):>9.1f} ms{min(spent) / raw:>9.1f} x the raw read")


def _disputes() -> int:
    from urtuu.journal.models import StandingRow

    return StandingRow.objects.filter(kind="dispute").count()


def _works(last: Any) -> dict[str, Callable[[], Any]]:
    from django.db import connection
    from django.test import Client

    from urtuu.journal.models import StandingRow
    from urtuu.kinds.roles import Role
    from urtuu.places.models import Post

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT body FROM journal_standingrow WHERE kind = 'dispute'")
            cursor.fetchall()

    def page(role: Role, path: str) -> Callable[[], None]:
        client = Client()
        client.force_login(Post.objects.filter(role=role.value)[0].staff)

        def open_page() -> None:
            answer = client.get(path, SERVER_NAME="127.0.0.1")
            assert answer.status_code == 200, (path, answer.status_code)

        return open_page

    agreed = StandingRow.objects.filter(kind="dispute", state__in=("agreed", "closed", "archived"))
    record = agreed.order_by("-version").first()
    assert record is not None
    return {
        "raw read": read,
        "clock board, whole banner": page(Role.COORDINATOR, "/clocks/"),
        "one case": page(Role.SAFETY, f"/records/dispute/{record.record}/"),
        "the official month": page(
            Role.COORDINATOR, f"/year/official/{last.monday.year}/{last.monday.month}/"
        ),
        "its table as PDF": page(
            Role.COORDINATOR, f"/year/official/{last.monday.year}/{last.monday.month}/table.pdf"
        ),
        "retention, whole banner": page(Role.PRIVACY, "/retention/"),
    }


if __name__ == "__main__":
    inside() if INSIDE in sys.argv[1:] else main()
