"""The planner against plain solvers, the plain list and published values, in CPU seconds.

`python -m benchmarks planning --quick` takes some minutes, without it an hour or two. Each plan of the first
table is made in a process of its own, so that starting up is in its seconds; every value is of a plan that
the checker accepts, and a peer whose answer cannot be driven gets nothing. Numbers in brackets are rows of
the acceptance.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from benchmarks import _planning_peers as peers
from benchmarks import _planning_weeks as weeks
from urtuu.rounds.planning import prizes, published
from urtuu.rounds.planning.aims import counts
from urtuu.rounds.planning.changes import assignments, kept_share
from urtuu.rounds.planning.checking import faults
from urtuu.rounds.planning.inserting import inserted, plan_of, value_of
from urtuu.rounds.planning.model import Plan, Week
from urtuu.rounds.planning.pipeline import Settings, planned, replanned

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("URTUU_SHARED_DATA", ROOT.parent / "shared/data")) / "planning"
ENDLESS = 10**9
JUDGING = 0.15
"""CPU seconds of a week-300 that are kept for what comes after the search."""


def main() -> None:
    """Every row, or with --quick a taste of each."""
    quick = "--quick" in sys.argv
    _weeks(seeds=(11,) if quick else (11, 12, 13), budgets=(1, 5) if quick else (1, 5, 15, 30))
    _exact(4 if quick else 50)
    _generated(60 if quick else 1_000, 3 if quick else 20)
    _around(2 if quick else 3)
    _year(1 if quick else 3)
    if not DATA.is_dir():
        print("published instances: skipped, the data is absent")
        return
    _toptw(10 if quick else 1)
    _pcvrptw(9 if quick else 1, 10 if quick else 30)


def pipeline(week: Week, seconds: float, seed: int) -> Plan:
    """The pipeline, until the process has used its seconds."""
    until = seconds - JUDGING
    return planned(week, Settings(seed=seed, iterations=ENDLESS), lambda _: time.process_time() < until).plan


def own(week: Week, _seconds: float, _seed: int) -> Plan:
    """The own insertion, pure Python."""
    return plan_of(inserted(week))


WHO: dict[str, Callable[[Week, float, int], Plan]] = {
    "nearest neighbour": lambda week, _seconds, _seed: peers.nearest_neighbour(week),
    "plain list": lambda week, _seconds, _seed: peers.plain_list(week),
    "own insertion": own,
    "PyVRP plain": lambda week, seconds, seed: peers.pyvrp_plain(week, seconds - time.process_time(), seed),
    "OR-Tools plain": lambda week, seconds, seed: peers.ortools_plain(
        week, seconds - time.process_time(), seed
    ),
    "pipeline": pipeline,
}
UNHURRIED = ("nearest neighbour", "plain list", "own insertion")
SOLVERS = ("PyVRP plain", "OR-Tools plain")


def child(who: str, seed: int, seconds: float) -> None:
    """One plan of one week in a process of its own: value, promises, CPU seconds."""
    week = weeks.week_of(seed)
    plan = WHO[who](week, seconds, 1)
    spent = time.process_time()
    value = 0 if faults(week, plan) else value_of(week, plan)
    print(json.dumps({"value": value, "cpu": spent, "promises": counts(week, plan)[0].planned}))


def _child(who: str, seed: int, seconds: float) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.planning", who, str(seed), str(seconds)]
    surroundings = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, env=surroundings, cwd=ROOT, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _weeks(seeds: tuple[int, ...], budgets: tuple[int, ...]) -> None:
    """[2, 3, 4, 8, 11]: week-300, each peer and budget; 1.000 is the best any plain solver found at 30 s."""
    there = [one for one in SOLVERS if importlib.util.find_spec({"P": "pyvrp", "O": "ortools"}[one[0]])]
    for missing in set(SOLVERS) - set(there):
        print(f"{missing}: skipped, it is not installed")
    found: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for who in UNHURRIED:
        found[who, 0] = [_child(who, seed, 0) for seed in seeds]
    for seconds in sorted({*budgets, 30}):
        for who in (*there, "pipeline"):
            if seconds in budgets or who != "pipeline":
                found[who, seconds] = [_child(who, seed, seconds) for seed in seeds]
    best = [max(found[who, 30][at]["value"] for who in there) for at in range(len(seeds))] if there else None
    for (who, seconds), runs in found.items():
        ratios = [run["value"] / of for run, of in zip(runs, best or [1] * len(seeds), strict=True)]
        print(
            f"{who:<18}{seconds or '':>4}  {fmean(ratios):.4f}  ({', '.join(f'{one:.4f}' for one in ratios)})"
            f"  promises {[run['promises'] for run in runs]}  CPU {max(run['cpu'] for run in runs):.2f} s"
        )


def _exact(cases: int) -> None:
    """[5]"""
    from test_planning_solver import is_exact

    print(f"one day, 16 candidates: exact in {sum(is_exact(seed) for seed in range(cases))} of {cases}")


def _generated(many: int, twice: int) -> None:
    """[1, 13, 8]"""
    from test_planning_solver import publishable, same_twice

    broken = publishable(range(many))
    print(f"generated weeks: {many} of {many} plans accepted, {broken} with an impossible promise")
    print(f"planned twice: {same_twice(range(twice))} of {twice} the same byte for byte")


def _around(seeds: int) -> None:
    """[10]"""
    for seed in range(seeds):
        week = weeks.week_of(seed)
        before = planned(week, Settings(iterations=4_000))
        known = assignments(week, before.plan)
        more = weeks.with_urgent(week, known, seed)
        until = time.process_time() + 4.5
        again = replanned(
            more, known, Settings(iterations=4_000), lambda _, until=until: time.process_time() < until
        )
        spent = time.process_time() - until + 4.5
        fresh = planned(more, Settings(iterations=4_000))
        now = assignments(more, again.plan)
        still = {one: day for one, day in known.items() if any(one == visit.id for visit in more.visits)}
        print(
            f"planned again: {sum(one.startswith('u') for one in now)}/6 urgent, "
            f"{kept_share(still, now):.3f} unchanged, "
            f"value {again.value / fresh.value:.4f} of a new plan, {spent:.1f} CPU s, "
            f"{len(faults(more, again.plan))} faults"
        )


def _year(seeds: int) -> None:
    """[9]"""
    for seed in range(1, seeds + 1):
        ages, visits = weeks.twelve_weeks(seed, by_list=False)
        _, listed = weeks.twelve_weeks(seed, by_list=True)
        print(
            f"twelve weeks: 95 % within {quantiles(ages, n=20)[-1]:.0f} weeks, oldest {max(ages)}, "
            f"{fmean(visits):.0f} visits a week, {fmean(visits) / fmean(listed):.2f} of the list"
        )


def _toptw(step: int) -> None:
    """[6] at 5 CPU seconds."""
    ratios = []
    cases = [(file, tours) for file in sorted((DATA / "toptw").glob("*.txt")) for tours in (1, 2, 3, 4)]
    for file, tours in cases[::step]:
        known, began = published.published_value(file, tours), time.process_time()
        week = published.toptw_week(file.read_text(), tours)
        settings = Settings(iterations=ENDLESS)
        outcome = planned(week, settings, lambda _, began=began: time.process_time() - began < 4.8)
        if known and not faults(week, outcome.plan):
            ratios.append(outcome.value / known)
    print(
        f"TOPTW, 5 CPU s: {fmean(ratios):.4f} of the published values of {len(ratios)}, "
        f"least {min(ratios):.4f}"
    )


def _pcvrptw(step: int, seconds: float) -> None:
    """[7]; raw is `pyvrp.solve` on the same file."""
    gaps, raws = [], []
    for file in sorted((DATA / "PCVRPTW").glob("*.vrp"))[::step]:
        instance, known = prizes.instance_of(file), prizes.best_known(file)
        assert known is not None
        least = prizes.cost_of(instance, known)
        for told, solve in ((gaps, prizes.toured), (raws, peers.pyvrp_raw)):
            began = time.process_time()
            tours = solve(file, 1, lambda _, began=began: time.process_time() - began < seconds)
            assert not prizes.faults_of(instance, tours)
            told.append(100 * (prizes.cost_of(instance, tours) / least - 1))
        print(f"{file.stem}: gap {gaps[-1]:.2f} %, raw PyVRP {raws[-1]:.2f} %")
    print(f"PCVRPTW, {seconds:.0f} CPU s: average gap {fmean(gaps):.2f} %, raw PyVRP {fmean(raws):.2f} %")
    print(f"worst difference to raw: {max(a - b for a, b in zip(gaps, raws, strict=True)):+.2f} points")


if __name__ == "__main__":
    child(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
