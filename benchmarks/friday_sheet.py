"""The Friday sheet and the year over one and over ten years of entries, against a raw indexed count.

Some weeks are played through the door; their rows are then copied week by week into the past, disputes of
older copies closed. Every time is the least of several rounds (the machine may be noisy), the raw count of
the same rows in between. The sheet of a week must not grow with the years behind it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from math import log
from typing import Any

from benchmarks._apart import INSIDE, least, run_apart

PLAYED, ROUNDS, YEARS = 6, 9, (1, 10)
WEEKS_A_YEAR = 52
STILL_OPEN_WEEKS = 8
LIMIT_MS = 300
TABLES = ("journal_entryrow", "journal_standingrow")


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__, *sys.argv[1:])


def inside() -> None:
    """Play, multiply, measure."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    last = _played()
    found: dict[int, dict[str, float]] = {}
    copies = 0
    for years in YEARS:
        wanted = -(-years * WEEKS_A_YEAR // PLAYED) - 1
        for number in range(copies + 1, wanted + 1):
            _copy(number, last)
        copies = wanted
        found[years] = _measured(last)
    _print(found)
    if "--plans" in sys.argv:
        _plans(last)


def _played() -> Any:
    """Plays some weeks; the last of them."""
    from datetime import datetime

    from urtuu.base.weeks import Week
    from urtuu.base.workdays import working_days
    from urtuu.interfaces.demo.building import set_up
    from urtuu.interfaces.demo.calendar import HERE, worked_week
    from urtuu.interfaces.demo.chance import SEED
    from urtuu.interfaces.demo.plans import whole_banner
    from urtuu.interfaces.demo.weeks import play_week
    from urtuu.interfaces.demo.world import World

    first = Week(2026, 30)  # weeks without holidays
    world = World(whole_banner(), SEED, datetime(2026, 11, 24, tzinfo=HERE))
    set_up(world, first)
    for n in range(PLAYED):
        play_week(world, worked_week(first.shifted(n), working_days()), (), working_days())
    return first.shifted(PLAYED - 1)


def _run(sql: str, *values: object) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall()) if cursor.description else []


def _copy(number: int, last: Any) -> None:
    """The played weeks once more, so many times six weeks earlier, under ids of their own."""
    from django.db import transaction

    shift = number * PLAYED
    weeks = {str(last.shifted(-n)): str(last.shifted(-n - shift)) for n in range(-2, PLAYED + 2)}
    tag = f"f{number:02x}"  # the head of an id made in these years is the same for all of them
    with transaction.atomic():
        for table in TABLES:
            _insert(table, shift, weeks, tag)
        if shift > STILL_OPEN_WEEKS:
            _run(
                "UPDATE journal_standingrow SET open = 0, state = 'closed', ended_at = changed_at"
                " WHERE kind = 'dispute' AND open AND substr(record, 1, 3) = %s",
                tag,
            )


def _insert(table: str, shift: int, weeks: dict[str, str], tag: str) -> None:
    names = [row[1] for row in _run(f"PRAGMA table_info({table})")]
    cases = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in weeks.items())
    changed = {
        "week": f"CASE week {cases} ELSE week END",
        "feed": f"feed || '{tag}'",
        "number": f"number || '{tag}'",
        **{name: f"'{tag}' || substr({name}, 4)" for name in ("id", "record", "device")},
        **{
            name: f"strftime('%%Y-%%m-%%d %%H:%%M:%%f', {name}, '-{7 * shift} days')"
            for name in names
            if name.endswith("_at")
        },
    }
    picked = ", ".join(changed.get(name, name) for name in names)
    key = "id" if "id" in names else "record"
    own = _played_only(table, key)
    _run(f"INSERT INTO {table} ({', '.join(names)}) SELECT {picked} FROM {table} WHERE {own}")


_originals: dict[str, int] = {}


def _played_only(table: str, key: str) -> str:
    """The rows that were played: they came first."""
    if table not in _originals:
        _originals[table] = int(_run(f"SELECT MAX(rowid) FROM {table}")[0][0])
    return f"rowid <= {_originals[table]} AND {key} <> ''"


def _measured(last: Any) -> dict[str, float]:
    """Milliseconds of each, and how many rows there were."""
    week = str(last)
    times = least(_works(last), ROUNDS)
    return {
        "entries": _run("SELECT COUNT(*) FROM journal_entryrow")[0][0],
        "standings": _run("SELECT COUNT(*) FROM journal_standingrow")[0][0],
        "of the week": _run("SELECT COUNT(*) FROM journal_entryrow WHERE week = %s", week)[0][0],
        **times,
    }


def _works(last: Any) -> dict[str, Callable[[], Any]]:
    from datetime import datetime, time

    from urtuu.kinds.clocks import LOCAL
    from urtuu.kinds.roles import Role
    from urtuu.places.models import Post, Station
    from urtuu.places.queries import who_of
    from urtuu.reports import scopes
    from urtuu.reports.frozen import digest
    from urtuu.reports.sheet import ask, sheet
    from urtuu.reports.year import year

    now = datetime.combine(last.sunday, time(12), LOCAL)
    coordinator = who_of(Post.objects.filter(role=Role.COORDINATOR.value)[0].staff_id)
    posts = Station.objects.order_by("pk")
    chief = who_of(Post.objects.filter(role=Role.CHIEF.value, station=posts[0])[0].staff_id)
    station, banner = scopes.station_scope(posts[0].pk), scopes.banner_scope(posts[0].banner_id)
    first, week = last.shifted(1 - WEEKS_A_YEAR), str(last)
    count = " + ".join(f"(SELECT COUNT(*) FROM {table} WHERE week {{0}})" for table in TABLES)
    return {
        "count week": lambda: _run("SELECT " + count.format("= %s"), week, week),
        "sheet station": lambda: sheet(chief, station, last, now),
        "sheet banner": lambda: sheet(coordinator, banner, last, now),
        "digest banner": lambda: digest(ask(coordinator, banner, last, now)),
        "count year": lambda: _run("SELECT " + count.format("BETWEEN %s AND %s"), *[str(first), week] * 2),
        "year banner": lambda: year(coordinator, first, last, banner, now),
    }


def _print(found: dict[int, dict[str, float]]) -> None:
    few, many = YEARS
    print(f"{'':<16}{f'{few} year':>12}{f'{many} years':>12}{'growth^':>10}{'x count':>10}")
    for name, value in found[few].items():
        later = found[many][name]
        exponent = log(max(later, 1e-6) / max(value, 1e-6)) / log(many / few)
        raw = found[many]["count year" if name.startswith("year") else "count week"]
        ratio = f"{later / raw:>10.0f}" if name.startswith(("sheet", "year", "digest")) else ""
        print(f"{name:<16}{value:>12.1f}{later:>12.1f}{exponent:>10.2f}{ratio}")
    slowest = max(found[many][name] for name in ("sheet station", "sheet banner"))
    verdict = "within" if slowest <= LIMIT_MS else "OVER"
    print(f"milliseconds; the sheet on {many} years: {slowest:.0f} ms, {verdict} {LIMIT_MS} ms")


def _plans(last: Any) -> None:
    """What the database does for each query of the banner's sheet and year."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, work in _works(last).items():
        if "count" in name:
            continue
        with CaptureQueriesContext(connection) as seen:
            work()
        for query in seen.captured_queries:
            if "journal_" in query["sql"]:
                print(f"\n-- {name}: {query['time']} s: {query['sql'][:160]}")
                _explain(query["sql"])


def _explain(sql: str) -> None:
    from django.db import connection

    for row in connection.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
        print("   ", row[3])


if __name__ == "__main__":
    inside() if INSIDE in sys.argv[1:] else main()
