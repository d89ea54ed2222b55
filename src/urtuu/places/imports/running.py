"""One import: read, look at every row, and write only when nothing is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.words import sentence as worded
from urtuu.places.imports.columns import Problem, Row, rows_of
from urtuu.places.imports.people_lists import plan_posts, plan_staff
from urtuu.places.imports.places_lists import plan_grids, plan_households, plan_regions
from urtuu.places.imports.plans import NOBODY, Known, Marked, Plan, Progress, read_known, silent
from urtuu.places.imports.points_lists import plan_points
from urtuu.places.imports.reading import Unreadable, read_sheet

Planner = Callable[[Sequence[Row], Known, Plan, Progress], None]
_PLANNERS: Mapping[str, Planner] = {
    "regions": plan_regions,
    "grids": plan_grids,
    "staff": plan_staff,
    "posts": plan_posts,
    "households": plan_households,
    "points": plan_points,
}


@dataclass(frozen=True)
class Report:
    """What an import did, or would have done when `dry_run`; with problems it did nothing."""

    what: str
    lang: str
    dry_run: bool
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    notes: tuple[Sentence, ...] = ()

    @property
    def written(self) -> bool:
        """Whether anything was written."""
        return not self.dry_run and not self.problems and bool(self.new or self.changed)

    @property
    def errors(self) -> tuple[str, ...]:
        """Every problem as a line in the language of the report, with its row and column."""
        return tuple(_line(problem, self.lang) for problem in self.problems)

    @property
    def summary(self) -> str:
        """The result in one sentence, and what was done to the rows beside writing them."""
        told = [self._counted, *(worded(self.lang, note) for note in self.notes)]
        return (" " if self.lang == "en" else "").join(told)

    @property
    def _counted(self) -> str:
        name = "import_refused" if self.problems else "import_tried" if self.dry_run else "import_done"
        return worded(
            self.lang,
            say(
                name,
                problems=len(self.problems),
                new=self.new,
                changed=self.changed,
                unchanged=self.unchanged,
            ),
        )


def _line(problem: Problem, lang: str) -> str:
    sentence = worded(lang, problem.sentence)
    name = "import_at_cell" if problem.column else "import_at_row"
    if problem.row:
        sentence = worded(lang, say(name, row=problem.row, column=problem.column, sentence=sentence))
    return f"{problem.file}: {sentence}" if problem.file else sentence


def run(what: str, filename: str, content: bytes, dry_run: bool, lang: str) -> Report:
    """Import one file. Raises KeyError for a list that there is not."""
    return run_files(what, [(filename, content)], dry_run=dry_run, lang=lang)


def run_files(
    what: str,
    files: Sequence[tuple[str, bytes]],
    *,
    dry_run: bool,
    lang: str,
    banner: str = "",
    progress: Progress = silent,
    marked: Marked = NOBODY,
) -> Report:
    """Import files together: they may refer to each other, and all are written or none.

    `banner` keeps only the rows of regions whose code begins with it. `marked` is noted with the points.
    """
    planner = _PLANNERS[what]
    rows, problems = _read(what, files)
    if banner:
        rows = [row for row in rows if row["code"].startswith(banner)]
        problems = [one for one in problems if not one.row]
    with transaction.atomic():
        plan = Plan(problems=problems, marked=marked)
        planner(rows, read_known(), plan, progress)
        if not dry_run and not plan.problems:
            plan.write()
    return _report(what, lang, plan, dry_run=dry_run)


def _read(what: str, files: Sequence[tuple[str, bytes]]) -> tuple[list[Row], list[Problem]]:
    rows: list[Row] = []
    problems: list[Problem] = []
    for name, content in files:
        shown = name if len(files) > 1 else ""
        try:
            found, wrong = rows_of(what, read_sheet(content), shown)
        except Unreadable as unreadable:
            found, wrong = [], [Problem(unreadable.sentence, file=shown)]
        rows += found
        problems += wrong
    return rows, problems


def _report(what: str, lang: str, plan: Plan, *, dry_run: bool) -> Report:
    order = sorted(plan.problems, key=lambda problem: (problem.file, problem.row))
    if order:
        return Report(what, lang, dry_run, problems=tuple(order))
    return Report(
        what,
        lang,
        dry_run,
        new=sum(map(len, plan.new.values())),
        changed=sum(map(len, plan.changed.values())),
        unchanged=plan.unchanged,
        notes=tuple(plan.notes),
    )
