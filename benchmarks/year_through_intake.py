"""The demonstration year through intake, against raw inserts of the same lines in the same run.

Five rounds, interleaved: two weeks of fifty officers are played and pushed, each push a transaction of its
own with the disk waited for (`synchronous=FULL`); then the very lines that were stored are written raw, push
by push, with `executemany` into a plain table under the same settings. The machine may be noisy: only the
ratios count.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from benchmarks._apart import INSIDE, raw_seconds, run_apart

ROUNDS, WEEKS_A_ROUND = 5, 2


def main() -> None:
    """Run it in a process and a data folder of its own."""
    run_apart(__file__)


def inside() -> None:
    """Play, write raw, compare."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, skip_checks=True)
    play = _played()
    rows = []
    for number in range(ROUNDS):
        generated, in_intake, pushes = play(number)
        raw = raw_seconds(pushes)
        count = sum(map(len, pushes))
        rows.append((count, len(pushes), count / generated, count / in_intake, count / raw))
    _print(rows)


def _played():
    """A function that plays the n-th two weeks: seconds in all, seconds inside intake, stored pushes."""
    from datetime import datetime

    from urtuu.base.weeks import Week
    from urtuu.base.workdays import working_days
    from urtuu.interfaces.demo.building import set_up
    from urtuu.interfaces.demo.calendar import HERE, worked_week
    from urtuu.interfaces.demo.chance import SEED
    from urtuu.interfaces.demo.plans import whole_banner
    from urtuu.interfaces.demo.weeks import play_week
    from urtuu.interfaces.demo.world import World
    from urtuu.journal import intake

    first = Week(2026, 23)  # weeks without holidays
    world = World(whole_banner(), SEED, datetime(2026, 11, 24, tzinfo=HERE))
    set_up(world, first)
    spent = [0.0]
    take = intake.take

    def timed(push, now):
        begun = time.perf_counter()
        try:
            return take(push, now)
        finally:
            spent[0] += time.perf_counter() - begun

    intake.take = timed

    def play(number: int):
        seen = _last_batch()
        spent[0], begun = 0.0, time.perf_counter()
        for n in range(WEEKS_A_ROUND):
            week = first.shifted(number * WEEKS_A_ROUND + n)
            play_week(world, worked_week(week, working_days()), (), working_days())
        return time.perf_counter() - begun, spent[0], _pushes_after(seen)

    return play


def _last_batch() -> int:
    from urtuu.journal.models import Batch

    return Batch.objects.order_by("-id").values_list("id", flat=True).first() or 0


def _pushes_after(last: int) -> list[list[tuple[str, str, int, bytes]]]:
    from urtuu.journal.models import Batch, EntryRow

    found = []
    for batch in Batch.objects.filter(id__gt=last).order_by("id"):
        rows = EntryRow.objects.filter(
            device=batch.device, seq__range=(batch.base_seq, batch.base_seq + batch.count - 1)
        )
        found.append([(str(r.id), r.device, r.seq, bytes(r.line)) for r in rows.order_by("seq")])
    return found


def _print(rows: list[tuple[int, int, float, float, float]]) -> None:
    print("round  entries  pushes  played/s  intake/s    raw/s  intake:raw")
    for n, (count, pushes, played, taken, raw) in enumerate(rows, 1):
        print(f"{n:>5} {count:>8} {pushes:>7} {played:>9.0f} {taken:>9.0f} {raw:>8.0f} {taken / raw:>11.3f}")
    whole = median(generated / raw for _, _, generated, _, raw in rows)
    door = median(taken / raw for _, _, _, taken, raw in rows)
    print(f"median of {ROUNDS}: intake {door:.3f} of raw, generation and intake together {whole:.3f} of raw")


if __name__ == "__main__":
    inside() if INSIDE in sys.argv[1:] else main()
