"""The pages of the plan as a browser without a script gets them: ask, look, move, lock, publish."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from test_rounds_pages import signed_in, words
from week_acts import task

from cast import Cast
from urtuu.base.weeks import Week, week_of
from urtuu.rounds.models import Absence, Measure, PlanJob
from urtuu.rounds.planning import engine
from urtuu.rounds.planning.pipeline import Settings
from urtuu.rounds.weekplan import jobs

HOME = "shuangsheng"
QUICK = Settings(seed=131, iterations=30)


@pytest.fixture
def week() -> Week:
    """The week after the one in which the test runs: all its field days are left."""
    return week_of(timezone.localdate()).shifted(1)


@pytest.fixture
def base(week: Week) -> str:
    return f"/week/{week}/{HOME}/plan/"


@pytest.fixture
def saran(cast: Cast) -> Client:
    return signed_in(cast.saran)


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def planned(client: Client, base: str) -> PlanJob:
    client.post(f"{base}ask/")
    job = jobs.work_once(QUICK)
    assert job is not None
    return job


def here(cast: Cast) -> dict[str, str]:
    return {"gacha": cast.near.gachas.all()[0].pk}


def stops(page: object) -> list[str]:
    """The visits of the officer whose list is open."""
    found = re.findall(r'class="plan-stop" data-drag=\'{"visit": "([^"]+)"', page.content.decode())  # type: ignore[attr-defined]
    return found


def test_before_a_plan_the_page_says_what_one_is(saran: Client, base: str) -> None:
    page = saran.get(base)
    assert "先兑现与群众的约定" in words(page)
    assert f'action="{base}ask/"' in page.content.decode()


def test_the_board_leads_to_the_plan(saran: Client, base: str) -> None:
    board = saran.get(base.removesuffix("plan/"))
    assert 'href="' + base + '"' in board.content.decode()


def test_while_it_is_worked_out_the_page_asks_and_then_is_loaded_anew(saran: Client, base: str) -> None:
    answer = saran.post(f"{base}ask/", follow=True)
    assert "正在排队" in words(answer)
    state = saran.get(f"{base}state/")
    assert "HX-Refresh" not in state.headers
    PlanJob.objects.update(asked_at=timezone.now() - timedelta(seconds=jobs.PATIENCE + 5))
    assert "urtuu work" in words(saran.get(f"{base}state/"))
    jobs.work_once(QUICK)
    assert saran.get(f"{base}state/")["HX-Refresh"] == "true"


def test_the_plan_is_shown_by_officer_and_day(cast: Cast, saran: Client, base: str) -> None:
    planned(saran, base)
    page = saran.get(f"{base}?officer={cast.bataar.id}")
    assert len(stops(page)) == len(cast.doors["near"])
    said = words(page)
    assert "草稿，尚未下发" in said
    assert cast.qiqige.name in said
    assert "估算" in said or "按路网" in said


def test_a_stop_is_moved_locked_and_left_out(cast: Cast, saran: Client, base: str) -> None:
    planned(saran, base)
    visit = stops(saran.get(f"{base}?officer={cast.bataar.id}"))[0]
    days = re.findall(
        rf'<option value="({cast.bataar.id}/[0-9-]+)">',
        saran.get(f"{base}?officer={cast.bataar.id}").content.decode(),
    )
    moved = saran.post(
        f"{base}move/", {"visit": visit, "to": days[2], "keep_officer": cast.bataar.id}, follow=True
    )
    assert "已调整并锁定" in words(moved)
    assert moved.redirect_chain[-1][0].endswith(f"?officer={cast.bataar.id}#p-{cast.bataar.id}")
    assert "已锁定" in words(moved)
    assert "已解锁" in words(saran.post(f"{base}unlock/", {"visit": visit}, follow=True))
    assert "已锁定" in words(saran.post(f"{base}lock/", {"visit": visit}, follow=True))
    out = saran.post(f"{base}move/", {"visit": visit, "to": ""}, follow=True)
    assert "人工决定不排" in words(out)
    assert "已恢复" in words(saran.post(f"{base}take-back/", {"visit": visit}, follow=True))


def test_what_cannot_be_is_said_and_nothing_changes(cast: Cast, saran: Client, base: str) -> None:
    planned(saran, base)
    visit = stops(saran.get(f"{base}?officer={cast.bataar.id}"))[0]
    other = f"{cast.qiqige.id}/{week_of(timezone.localdate()).shifted(1).monday + timedelta(days=1)}"
    before = PlanJob.objects.get().result
    said = words(saran.post(f"{base}move/", {"visit": visit, "to": other}, follow=True))
    assert "本所未开通相邻网格互助" in said
    for bad in ({"visit": visit, "to": "nobody/2026-01-01"}, {"visit": "task:nothing", "to": other}):
        assert saran.post(f"{base}move/", bad, follow=True).status_code == 200
    assert PlanJob.objects.get().result == before
    assert saran.post(f"{base}fly/").status_code == 404


def test_publishing_sends_the_week(cast: Cast, saran: Client, base: str) -> None:
    planned(saran, base)
    said = words(saran.post(f"{base}publish/", follow=True))
    assert "已发布并下发" in said
    board = words(saran.get(base.removesuffix("plan/")))
    assert cast.bataar.name in board
    assert "已发布" in words(saran.get(base))
    sheet = words(saran.get(base.removesuffix("plan/") + "print/"))
    assert re.search(r"\d{2}:\d{2}", sheet)


def test_what_came_since_and_what_changed_are_named(
    cast: Cast, saran: Client, base: str, week: Week, now: datetime
) -> None:
    planned(saran, base)
    task(
        cast.saran,
        cast.near,
        "新来的急事",
        now,
        week=str(week),
        place={"gacha": cast.near.gachas.all()[0].pk},
    )
    assert "新来的急事" in words(saran.get(base))
    planned(saran, base)
    page = words(saran.get(base))
    assert "新增，或现在排得下" in page


def test_somebody_who_is_away_is_noted_and_taken_back(
    cast: Cast, saran: Client, base: str, week: Week
) -> None:
    day = (week.monday + timedelta(days=2)).isoformat()
    saran.post(f"{base}away/", {"officer": cast.bataar.id, "first": day, "last": ""})
    planned(saran, base)
    assert "不外勤" in words(saran.get(base))
    for bad in (
        {"officer": cast.bataar.id, "first": "x"},
        {"officer": cast.bataar.id, "first": day, "last": "2020-01-01"},
    ):
        saran.post(f"{base}away/", bad)
    saran.post(f"{base}back/", {"absence": Absence.objects.get().pk})
    assert not Absence.objects.exists()


def test_the_chief_sets_how_the_station_plans(saran: Client, base: str) -> None:
    said = {
        "day_begins": "09:00", "day_ends": "16:30", "lunch_minutes": 45, "gap_weeks": 6,
        "neighbours_help": "on",
    }  # fmt: skip
    assert "已保存" in words(saran.post(f"{base}measure/", said, follow=True))
    found = Measure.objects.get()
    assert (found.day_begins, found.day_ends, found.lunch_minutes) == (540, 990, 45)
    assert (found.gap_weeks, found.neighbours_help) == (6, True)
    assert "返回时间早于午休结束" in words(
        saran.post(f"{base}measure/", {**said, "day_ends": "09:30"}, follow=True)
    )
    bounds = "请填写时间、午休（0 至 180 分钟）和周数（1 至 52）。"
    for bad in ({"day_begins": "x"}, {"lunch_minutes": 181}, {"gap_weeks": 53}):
        assert bounds in words(saran.post(f"{base}measure/", {**said, **bad}, follow=True))
    page = saran.get(base).content.decode()
    assert 'min="0" max="180"' in page
    assert 'min="1" max="52"' in page
    assert Measure.objects.get().day_ends == 990


def test_without_pyvrp_the_page_says_so(saran: Client, base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda: None)
    planned(saran, base)
    assert "未安装 PyVRP" in words(saran.get(base))


def test_a_plan_that_failed_is_said(saran: Client, base: str) -> None:
    saran.post(f"{base}ask/")
    PlanJob.objects.update(problem="{}")
    jobs.work_once(QUICK)
    assert "上一次排程没有成功" in words(saran.get(base))


def test_who_may_not_plan_neither_reads_nor_changes_it(cast: Cast, saran: Client, base: str) -> None:
    planned(saran, base)
    officer = signed_in(cast.bataar)
    assert officer.get(base).status_code == 403
    assert officer.get(f"{base}state/").status_code == 403
    assert f'href="{base}"' not in officer.get(base.removesuffix("plan/")).content.decode()
    officer.post(f"{base}publish/")
    assert PlanJob.objects.get().published_at is None
    assert signed_in(cast.nasan).get(base).status_code == 403


def test_the_queries_do_not_grow_with_the_plan(
    cast: Cast,
    saran: Client,
    base: str,
    week: Week,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    planned(saran, base)
    saran.get(base)
    with django_assert_num_queries(QUERIES):
        saran.get(base)
    for n in range(8):
        task(
            cast.saran,
            cast.near,
            f"事 {n}",
            now,
            week=str(week),
            place={"gacha": cast.near.gachas.all()[0].pk},
        )
    planned(saran, base)
    saran.get(base)
    with django_assert_num_queries(QUERIES):
        saran.get(base)


QUERIES = 50
