"""The pages of the week as a browser without a script gets them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from week_acts import at, dispute, phone, task

from cast import Cast, Person, person
from urtuu.base.weeks import Week, week_of
from urtuu.kinds.roles import Role
from urtuu.places.models import Region
from urtuu.rounds import services

HOME = "shuangsheng"


@pytest.fixture
def week() -> Week:
    """The week in which the test runs: pages read the clock."""
    return week_of(timezone.localdate())


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def base(week: Week) -> str:
    return f"/week/{week}/{HOME}/"


def signed_in(who: Person, language: str = "zh-hans") -> Client:
    client = Client()
    client.force_login(who.staff)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def saran(cast: Cast) -> Client:
    return signed_in(cast.saran)


def words(answer: object) -> str:
    """The text of a page, without its tags."""
    text = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


def this_weeks_task(cast: Cast, title: str, now: datetime, **more: object) -> str:
    return task(cast.saran, cast.near, title, now, week=str(week_of(timezone.localdate())), **more)


def states(cast: Cast, week: Week) -> dict[str, str]:
    from urtuu.rounds import queries  # here: pages are tested through their answers elsewhere

    found = queries.board(cast.saran.who, HOME, week, timezone.now())
    return {one.title: one.state for one in found.tasks}


# --- reading


def test_the_week_leads_to_ones_own_station(saran: Client, base: str) -> None:
    assert saran.get("/week/").headers["Location"] == base


def test_the_coordinator_chooses(cast: Cast, week: Week) -> None:
    wu = person("wu", "乌云", Role.COORDINATOR, Region.objects.get(pk="150421"))
    page = signed_in(wu).get("/week/")
    assert "双胜派出所" in words(page)
    assert f'href="/week/{week}/kundu/"' in page.content.decode()


def test_nobody_comes_in_without_signing_in(cast: Cast, base: str) -> None:
    assert Client().get(base).headers["Location"].startswith("/sign-in/")
    assert Client().post(f"{base}draw-up/").status_code == 302


def test_a_foreign_chief_is_told_why(cast: Cast, base: str, now: datetime) -> None:
    this_weeks_task(cast, "双胜的事", now)
    page = signed_in(cast.nasan).get(base)
    assert page.status_code == 403
    assert "双胜的事" not in words(page)
    assert "双胜派出所" in words(page)
    assert "坤都派出所" in words(page)


def test_a_week_that_is_none_is_not_found(saran: Client) -> None:
    assert saran.get(f"/week/2026-W60/{HOME}/").status_code == 404
    assert saran.get("/week/soon/").status_code == 404


@pytest.mark.parametrize("week", ["9999-W52", "0001-W01"])
@pytest.mark.parametrize("page", ["", "plan/", "plan/ask/", "print/"])
def test_a_week_at_an_end_of_the_calendar_is_not_found(saran: Client, week: str, page: str) -> None:
    asked = saran.post if page == "plan/ask/" else saran.get
    assert asked(f"/week/{week}/{HOME}/{page}").status_code == 404


def test_an_empty_board_teaches(saran: Client, base: str) -> None:
    said = words(saran.get(base))
    assert "本周任务尚未拟出" in said
    assert "下发之前，不会发到任何手机" in said


def test_a_row_says_what_why_and_who(cast: Cast, saran: Client, base: str, now: datetime) -> None:
    this_weeks_task(cast, "走访宝音家", now, reason="已 63 天未走访", suggested=cast.bataar.id)
    phone(cast.bataar, now - timedelta(days=14), queue=2)
    said = words(saran.get(base))
    assert "走访宝音家" in said
    assert "已 63 天未走访" in said
    assert "巴特尔 本片 · 已有 0 件" in said
    assert "上周 2 件未传" in said
    assert "应到 2 人，已到 0 人" in said


@pytest.mark.parametrize("language", ["zh-hans", "en", "mvf"])
def test_every_language_and_every_page(
    cast: Cast, base: str, week: Week, now: datetime, language: str
) -> None:
    this_weeks_task(cast, "走访宝音家", now)
    client = signed_in(cast.saran, language)
    past = f"/week/{week.shifted(-1)}/{HOME}/"
    for url in (base, f"{base}?by=place&show=tasks", f"{base}print/", f"{base}add/", past):
        assert client.get(url).status_code == 200


def test_nothing_stays_english_on_a_chinese_board(
    cast: Cast, saran: Client, base: str, now: datetime
) -> None:
    dispute(cast.bataar, cast.near, now)
    services.draw_up(cast.saran.who, HOME, week_of(timezone.localdate()), now)
    shown = saran.get(base).content.decode()
    middle = shown[shown.index("<main") : shown.index("</main>")]
    assert re.findall(r">\s*([A-Za-z]{4}[^<\u0080-\uffff]*)<", middle) == []


def test_no_style_and_no_handler_stands_inline(cast: Cast, saran: Client, base: str, now: datetime) -> None:
    this_weeks_task(cast, "走访宝音家", now)
    assert not re.findall(r"<[^>]+\s(style|on[a-z]+)=", saran.get(base).content.decode())


def test_words_somebody_wrote_are_not_markup(cast: Cast, saran: Client, base: str, now: datetime) -> None:
    this_weeks_task(cast, "<b>x</b>&", now)
    assert "<b>x</b>" not in saran.get(base).content.decode()


def test_like_tasks_stand_together_and_are_shared_out(
    cast: Cast, saran: Client, base: str, week: Week, now: datetime
) -> None:
    services.draw_up(cast.saran.who, HOME, week, now)
    page = saran.get(base)
    assert "走访久未走访户 4 户" in words(page)
    ids = re.findall(r'name="task" value="([^"]+)"', page.content.decode())
    answer = saran.post(f"{base}assign-suggested/", {"task": list(dict.fromkeys(ids))}, follow=True)
    assert "已派出 4 件任务。" in words(answer)
    assert set(states(cast, week).values()) == {"assigned"}


def test_an_officer_reads_and_finds_no_button(cast: Cast, base: str, now: datetime) -> None:
    this_weeks_task(cast, "走访宝音家", now)
    page = signed_in(cast.bataar).get(base)
    assert "走访宝音家" in words(page)
    assert "/assign/" not in page.content.decode()
    assert "/issue-all/" not in page.content.decode()


# --- doing


def test_a_task_goes_the_whole_way(cast: Cast, saran: Client, base: str, week: Week, now: datetime) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    answer = saran.post(f"{base}assign/", {"task": record, "officer": cast.bataar.id}, follow=True)
    assert "已派出 1 件任务。" in words(answer)
    assert states(cast, week) == {"走访宝音家": "assigned"}
    assert "走访宝音家" in words(saran.get(f"{base}?officer={cast.bataar.id}"))
    saran.post(f"{base}put-back/", {"task": record})
    assert states(cast, week) == {"走访宝音家": "proposed"}
    saran.post(f"{base}assign-suggested/")
    answer = saran.post(f"{base}issue-all/", follow=True)
    assert "已下发 1 件任务。" in words(answer)
    assert states(cast, week) == {"走访宝音家": "issued"}


def test_after_a_button_the_same_list_is_seen_again(
    cast: Cast, saran: Client, base: str, now: datetime
) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    said = {"task": record, "officer": cast.bataar.id, "keep_by": "place", "keep_officer": "x&next=//evil"}
    assert saran.post(f"{base}assign/", said).headers["Location"] == f"{base}?by=place"


def test_a_refusal_is_a_sentence_on_the_board(cast: Cast, saran: Client, base: str, now: datetime) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    answer = saran.post(f"{base}assign/", {"task": record, "officer": cast.dorji.id}, follow=True)
    assert "此人今天不是本所的网格员，请选择本所网格员。" in words(answer)
    answer = saran.post(f"{base}cancel/", {"task": record, "why_cancelled": " "}, follow=True)
    assert "请简要写明取消的原因。" in words(answer)
    answer = saran.post(f"{base}carry-over/", {"why_carried": "nonsense"}, follow=True)
    assert "请选择结转原因。" in words(answer)


def test_a_stale_button_says_who_was_faster(cast: Cast, saran: Client, base: str, now: datetime) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    saran.post(f"{base}cancel/", {"task": record, "why_cancelled": "重复"})
    answer = saran.post(f"{base}assign/", {"task": record, "officer": cast.bataar.id}, follow=True)
    assert "萨仁" in words(answer).split("message")[-1]
    assert "已取消" in words(answer)


def test_an_officer_who_posts_all_the_same_is_refused(
    cast: Cast, base: str, week: Week, now: datetime
) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    client = signed_in(cast.bataar)
    for deed in ("assign", "issue", "issue-all", "draw-up", "put-back", "cancel", "assign-suggested"):
        said = {"task": record, "officer": cast.bataar.id, "why_cancelled": "不办"}
        assert client.post(f"{base}{deed}/", said, follow=True).status_code == 200
    assert states(cast, week) == {"走访宝音家": "proposed"}


def test_what_cannot_be_done_is_not_found(saran: Client, base: str) -> None:
    assert saran.post(f"{base}delete-all/").status_code == 404
    assert saran.get(f"{base}assign/").status_code == 405


def test_attendance(cast: Cast, saran: Client, base: str) -> None:
    answer = saran.post(f"{base}attendance/", {"present": [cast.bataar.id]}, follow=True)
    assert "已记下：到会 1 人。" in words(answer)
    assert "应到 2 人，已到 1 人" in words(answer)


def test_a_task_is_added_by_hand(cast: Cast, saran: Client, base: str, week: Week) -> None:
    said = {
        "what": "errand", "title": "代购药品", "reason": "本人请求", "place": "near 150421102204",
        "spot": "东组", "minutes": "40", "window_to": str(week.sunday), "officer": cast.bataar.id,
    }  # fmt: skip
    answer = saran.post(f"{base}add/", said, follow=True)
    assert "任务已加入。" in words(answer)
    assert states(cast, week) == {"代购药品": "assigned"}


def test_a_form_that_is_wrong_comes_back_with_what_was_typed(
    cast: Cast, saran: Client, base: str, week: Week
) -> None:
    said = {
        "what": "collect", "title": "代购药品", "reason": "", "place": "far 150421103200",
        "window_from": str(week.sunday), "window_to": str(week.sunday + timedelta(days=1)),
    }  # fmt: skip
    answer = saran.post(f"{base}add/", said)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"what", "reason", "place", "window_to"}
    assert 'value="代购药品"' in answer.content.decode()
    assert "这一天不在本周。" in words(answer)
    assert states(cast, week) == {}


# --- paper and the past


def test_each_officer_has_a_sheet_whose_code_changes_with_it(
    cast: Cast, saran: Client, base: str, week: Week, now: datetime
) -> None:
    record = this_weeks_task(cast, "走访宝音家", now)
    services.assign(cast.saran.who, HOME, week, [record], cast.bataar.id, now)
    before = words(saran.get(f"{base}print/"))
    assert before.count("签字") == 2
    assert "走访宝音家" in before
    assert "0476-7000001" in before
    services.issue_all(cast.saran.who, HOME, week, now)
    codes = [re.findall(r"单号 ([0-9A-F]{6})", said) for said in (before, words(saran.get(f"{base}print/")))]
    assert codes[0][0] != codes[1][0]
    assert codes[0][1] == codes[1][1]


def test_a_week_that_is_over_is_only_read(cast: Cast, saran: Client, week: Week) -> None:
    last = week.shifted(-1)
    task(cast.saran, cast.near, "上周的事", at(1, week=last), week=str(last))
    page = saran.get(f"/week/{last}/{HOME}/")
    assert "上周的事" in words(page)
    assert "未办结 · 待派" in words(page)
    shown = page.content.decode()
    assert '<form method="post"' not in shown[shown.index("<main") : shown.index("</main>")]
    answer = saran.post(f"/week/{last}/{HOME}/draw-up/", follow=True)
    assert "这一周已经过去" in words(answer)
