"""The workbook and the paper of a month: shares and sums as formulas, classes by committee, no practice."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from casework import ACCEPT, Casework, agreement, everyone_of
from cast import Cast
from urtuu.documents.blocks import Grid
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.roles import Role
from urtuu.reports import honest, month_book, month_paper, official, safety_quarter
from urtuu.reports.scopes import banner_scope

AT = datetime.fromisoformat("2026-11-03T09:00:00+08:00")
LATER = datetime.fromisoformat("2027-01-20T09:00:00+08:00")


@pytest.fixture
def case(cast: Cast) -> Casework:
    """Three taken on at two levels, two of them agreed."""
    people = everyone_of(cast)
    for level, category, fen in (("L1", "NEI", 100_050), ("L2", "CTR", 200_000), ("L1", "LND", 0)):
        one = Casework(cast, people, AT)
        one.reported(category=category).does(Role.CHIEF, "offer", level=level, conflict_checked=True)
        one.agreeing().does(Role.REGISTRAR, "accept", **ACCEPT, mediator=people[Role.MEDIATOR].id)
        one.does(Role.MEDIATOR, "start", rights_told=True)
        if fen:
            one.does(Role.MEDIATOR, "agree", **agreement("2026-11-20"), amount_fen=fen)
    return one


def figures(case: Casework) -> tuple[official.Month, honest.Honest, Any]:
    scope = banner_scope("150421")
    assert scope
    asked = (case.people[Role.COORDINATOR].who, scope, 2026, 11, LATER)
    return official.month(*asked), honest.month(*asked), safety_quarter.quarter(*asked)


def book(case: Casework) -> tuple[Any, Any]:
    """The values as they were reckoned, and the formulas."""
    found, rest, safety = figures(case)
    content = month_book.workbook(found, rest, {}, "统计", safety)
    return tuple(load_workbook(io.BytesIO(content), data_only=only) for only in (True, False))  # type: ignore[return-value]


def test_every_sheet_sums_by_formula_and_its_sums_are_true(case: Casework) -> None:
    values, formulas = book(case)
    for page, reckoned in zip(formulas.worksheets, values.worksheets, strict=True):
        sums = [cell for cells in page.iter_rows() for cell in cells if str(cell.value).startswith("=SUM(")]
        assert sums, page.title
        for cell in sums:
            first, last = str(cell.value)[5:-1].split(":")
            parts = [part.value or 0 for (part,) in reckoned[first:last]]
            assert reckoned[cell.coordinate].value == pytest.approx(sum(parts)), cell.coordinate


def test_a_share_is_a_formula_in_per_cent_and_never_text(case: Casework) -> None:
    values, formulas = book(case)
    shares = {
        (page.title, cell.coordinate): cell
        for page in formulas.worksheets
        for cells in page.iter_rows()
        for cell in cells
        if str(cell.value).startswith("=IF(")
    }
    assert {title for title, _at in shares} == set(formulas.sheetnames)
    assert all(cell.number_format == "0.0%" for cell in shares.values())
    assert not any(
        "%" in str(cell.value) for page in values.worksheets for cells in page.iter_rows() for cell in cells
    )
    assert values.worksheets[0]["C4"].value == pytest.approx(2 / 3)


def test_the_rows_are_the_committees_with_their_levels(case: Casework) -> None:
    found, _rest, _safety = figures(case)
    assert {place: len(line.accepted) for place, line in found.rows.items()} == {
        ("150421102", "L2"): 1,
        ("150421102204", "L1"): 2,
    }


def test_the_paper_has_the_classes_by_committee(case: Casework) -> None:
    found, _rest, _safety = figures(case)
    grids = {b.name: b for b in month_paper.paper(found, {}, "统计", "zh-hans").blocks if isinstance(b, Grid)}
    assert [name for name, _told in grids["types0"].heads] == ["committee", "typeNEI", "typeCTR", "typeLND"]
    assert [row[1:] for row in grids["types0"].rows] == [("0", "1", "0"), ("1", "0", "1")]


def test_practice_is_in_no_figure(case: Casework) -> None:
    before, rest, _safety = figures(case)
    EntryRow.objects.filter(record=case.record).update(training=True)
    StandingRow.objects.filter(record=case.record).update(training=True)
    after, rest_after, _safety = figures(case)
    assert len(before.whole.accepted) - len(after.whole.accepted) == 1
    assert (rest.taken_on, rest_after.taken_on) == (3, 2)
    assert (rest.shares["void"].of, rest_after.shares["void"].of) == (3, 2)
    assert case.record not in str(after)
