"""Pages and papers of casework over some played weeks, against a raw read of the same rows in the same run.

Every time is the least of several rounds. What is read raw are the standings of all disputes; a page adds the
folding of clocks, names, rights and HTML to it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from benchmarks._apart import INSIDE, least, run_apart

ROUNDS = 7


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__)


def inside() -> None:
    """Play, measure, print."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.friday_sheet import _played

    call_command("migrate", verbosity=0, skip_checks=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    last = _played()
    times = least(_works(last), ROUNDS)
    raw = times["raw read"]
    print(f"{_disputes()} disputes")
    for name, spent in times.items():
        print(f"{name:<28}{spent:>9.1f} ms{spent / raw:>9.1f} x the raw read")


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
