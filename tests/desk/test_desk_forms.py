"""Forms drawn from the tables: every act of every kind there and back, and what happens to what was typed."""

from __future__ import annotations

import re
from datetime import datetime
from random import Random
from typing import Any

import pytest
from desk_doings import SignedIn, did, dispute, need, task
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from cast import GACHA, Cast
from urtuu.interfaces.desk import forms
from urtuu.interfaces.desk.controls import Form, Offer
from urtuu.journal import queries as journal
from urtuu.kinds.cases import filled
from urtuu.kinds.fields import Days, Many, Moment, Photo, Words
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import Act, Kind

ACTS = [(kind, act) for kind in shelf() for act in kind.acts]


def comparable(act: Act, values: dict[str, Any]) -> dict[str, Any]:
    """Values without pictures, moments as moments, texts without blanks at their ends."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        of = act.fields[name]
        if isinstance(of, Photo | Days):
            continue
        found[name] = datetime.fromisoformat(value) if isinstance(of, Moment) else value
    return found


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=[f"{k.name}.{a.name}" for k, a in ACTS])
def test_what_a_form_sends_is_what_was_filled_in(kind: Kind, act: Act) -> None:
    for seed in range(5):
        body, parts = filled(act, Random(seed))
        for part in parts.values():
            body.update(part)
        given = forms.read(kind, act, forms.typed(act.fields, body))
        wrong = {name for name in given.wrong if not isinstance(act.fields[name], Photo)}
        assert not wrong
        assert comparable(act, given.values) == comparable(act, body)


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=[f"{k.name}.{a.name}" for k, a in ACTS])
def test_every_field_has_a_control_that_keeps_what_was_typed(kind: Kind, act: Act) -> None:
    body, parts = filled(act, Random(7))
    for part in parts.values():
        body.update(part)
    form = Form(kind, act, forms.typed(act.fields, body), Offer())
    drawn = str(form.controls())
    for name, of in act.fields.items():
        if isinstance(of, Photo | Days):
            continue
        assert f"'{name}" in drawn
        for _key, text in forms.pairs(of, name, body[name]):
            assert repr(text)[1:-1] in drawn, (name, text)


def test_an_empty_form_names_every_gap_in_the_kinds_words(cast: Cast, signed_in: SignedIn) -> None:
    path = reverse("desk:begin", args=["dispute", "report"])
    answer = signed_in(cast.bataar, "zh-hans").post(
        path, {"grid": "near", "summary": "两家争草场", "people": "x"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    for name in ("发现途径", "纠纷类别", "地点", "大事小事"):
        assert f"还缺少“{name}”" in text, name
    assert "“涉及人数（约）”填写不符合要求" in text
    assert "两家争草场" in text
    assert 'value="x"' in text
    assert not journal.standings(cast.bataar.who, "dispute", cast.today).exists()


def test_what_the_door_refuses_stands_at_its_field(cast: Cast, signed_in: SignedIn) -> None:
    record = task(cast.saran, cast.near)
    path = reverse("desk:do", args=["task", record, "cancel"])
    answer = signed_in(cast.saran).post(path, {"saw": "1", "why_cancelled": "短"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_why_cancelled"' in text
    assert ">短</textarea>" in text


def test_a_new_record_is_begun_and_named(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.bataar, "zh-hans")
    sent = {
        "grid": "near", "topic": "water", "heading": "机井不出水", "said": "井干了三天",
        "place__gacha": GACHA, "place__spot": "村部东侧", "household": str(cast.doors["near"][0].pk),
    }  # fmt: skip
    answer = client.post(reverse("desk:begin", args=["need", "hear"]), sent, follow=True)
    row = journal.standings(cast.bataar.who, "need", cast.today).get()
    assert answer.redirect_chain == [(reverse("desk:record", args=["need", row.record]), 302)]
    assert f"已记入：受理诉求 · {row.number}" in answer.content.decode()
    assert (row.grid, row.station, row.gacha) == ("near", "shuangsheng", GACHA)
    assert "井干了三天" in answer.content.decode()


def test_a_place_out_of_reach_is_not_offered_and_not_taken(cast: Cast, signed_in: SignedIn) -> None:
    path = reverse("desk:begin", args=["need", "hear"])
    chooses = signed_in(cast.saran).get(path).content.decode()
    assert 'value="near"' in chooses
    assert 'value="next-door"' in chooses
    assert 'value="far"' not in chooses
    sent = {"grid": "far", "topic": "water", "heading": "机井不出水", "said": "井干了"}
    assert signed_in(cast.saran).post(path, sent).status_code == 200  # asks again where
    assert not journal.standings(cast.nasan.who, "need", cast.today).exists()


def test_doors_are_offered_by_label_to_those_who_see_doors(cast: Cast, signed_in: SignedIn) -> None:
    path = reverse("desk:begin", args=["need", "hear"])
    text = signed_in(cast.bataar).get(path).content.decode()
    assert "near 1" in text
    assert "far 1" not in text
    assert "1380000" not in text


def test_who_may_not_begin_is_told_why(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in(cast.gao, "zh-hans").get(reverse("desk:begin", args=["need", "hear"]))
    assert answer.status_code == 403
    assert "您没有这个职务" in answer.content.decode()


def test_who_may_not_act_is_told_why(cast: Cast, signed_in: SignedIn) -> None:
    record = task(cast.saran, cast.near)
    path = reverse("desk:do", args=["task", record, "assign"])
    assert signed_in(cast.bataar).get(path).status_code == 403
    assert signed_in(cast.bataar).post(path, {"officer": cast.bataar.id, "saw": "1"}).status_code == 422
    assert journal.standings(cast.saran.who, "task", cast.today).get().version == 1


def test_a_form_that_is_fetched_into_a_page_goes_to_its_own_address(cast: Cast, signed_in: SignedIn) -> None:
    record = task(cast.saran, cast.near)
    for path in (
        reverse("desk:do", args=["task", record, "assign"]),
        reverse("desk:begin", args=["task", "propose"]),
    ):
        text = signed_in(cast.saran).get(path, {"grid": "near"}).content.decode()
        assert f'method="post" action="{path}"' in text.partition('id="act"')[2]


def test_an_officer_of_the_station_is_chosen(cast: Cast, signed_in: SignedIn) -> None:
    record = task(cast.saran, cast.near)
    path = reverse("desk:do", args=["task", record, "assign"])
    text = signed_in(cast.saran).get(path).content.decode()
    chosen_from = text.partition('id="id_officer"')[2].partition("</select>")[0]
    options = re.findall(r'<option value="([0-9a-f-]{36})"', chosen_from)
    assert set(options) == {cast.bataar.id, cast.qiqige.id}
    signed_in(cast.saran).post(path, {"officer": cast.qiqige.id, "saw": "1"})
    row = journal.standings(cast.saran.who, "task", cast.today).get()
    assert row.state == "assigned"


def test_somebody_was_faster(cast: Cast, signed_in: SignedIn) -> None:
    """The act is kept and waits for a person; the author reads who did what."""
    record = dispute(cast.bataar, cast.near)
    refer = {
        "receiver": "court",
        "why_referred": "当事人要求",
        "sent": "最少内容",
        "basis": "consent",
        "saw": "1",
    }
    not_accept = {"why_not_accepted": "outside_scope", "remedies_told": "yes", "saw": "1"}
    signed_in(cast.saran).post(reverse("desk:do", args=["dispute", record, "refer"]), refer)
    path = reverse("desk:do", args=["dispute", record, "not_accept"])
    answer = signed_in(cast.wang, "zh-hans").post(path, not_accept, follow=True)
    assert "萨仁已于" in answer.content.decode()
    assert "已移交" in answer.content.decode()
    tray = signed_in(cast.saran).get(reverse("desk:trays")).content.decode()
    assert "Not accept" in tray or "not accept" in tray.lower()


def test_a_correction_writes_only_what_changed(cast: Cast, signed_in: SignedIn) -> None:
    record = need(cast.bataar, cast.near)
    path = reverse("desk:do", args=["need", record, "correct"])
    text = signed_in(cast.bataar).get(path).content.decode()
    assert 'value="机井不出水"' in text
    sent = {"topic": "water", "heading": "水泵坏了", "saw": "1"}
    signed_in(cast.bataar).post(path, sent)
    view = journal.record(cast.bataar.who, record, _now())
    assert isinstance(view, journal.RecordView)
    assert view.steps[-1].entry.body == {"heading": "水泵坏了"}
    nothing = signed_in(cast.bataar).post(path, {"heading": "水泵坏了", "saw": "2"})
    assert nothing.status_code == 422
    assert "Nothing was changed" in nothing.content.decode()


def test_rows_of_a_group_come_without_a_script(cast: Cast, signed_in: SignedIn) -> None:
    group = next(of for k, a in ACTS if (k.name, a.name) == ("dispute", "accept") for of in a.fields.values()
                 if isinstance(of, Many))  # fmt: skip
    data = QueryDict("with_mediators-0-staff=&with_mediators-3-staff=abc")
    assert forms.value_of(group, "with_mediators", data) == [{"staff": "abc"}]
    kind = shelf()["dispute"]
    shown = Form(kind, kind.act["accept"], data, Offer()).controls()
    rows = next(one["rows"] for one in shown if one["shape"] == "many")
    assert [row[0]["name"] for row in rows] == [f"with_mediators-{n}-staff" for n in (0, 3, 4)]


def test_another_row_is_a_button_of_its_own(cast: Cast, signed_in: SignedIn) -> None:
    record = dispute(cast.bataar, cast.near)
    path = reverse("desk:do", args=["dispute", record, "accept"])
    answer = signed_in(cast.wang).post(path, {"_more": "with_mediators", "difficulty": "D1", "saw": "1"})
    text = answer.content.decode()
    assert "with_mediators-0-staff" in text
    assert 'value="D1" checked' in text
    assert journal.standings(cast.wang.who, "dispute", cast.today).get().version == 1


def test_a_route_is_written_and_replaced_by_its_plan_and_by_no_form(cast: Cast, signed_in: SignedIn) -> None:
    body, _parts = filled(shelf()["route"].act["publish"], Random(131))
    record = did(cast.saran, "route", "publish", cast.near, **{**body, "officer": cast.bataar.id})
    client = signed_in(cast.saran)
    for path in (
        reverse("desk:begin", args=["route", "publish"]),
        reverse("desk:do", args=["route", record, "replace"]),
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, {"saw": "1", "grid": "near"}).status_code == 404
        for page in (reverse("desk:record", args=["route", record]), reverse("desk:records", args=["route"])):
            assert path not in client.get(page).content.decode()
    row = journal.standings(cast.saran.who, "route", cast.today).get()
    assert (row.state, row.holder) == ("published", cast.bataar.id)
    assert [kind.name for kind in shelf() if forms.written_whole(kind)] == ["route"]


def test_a_digest_is_never_asked_for(cast: Cast) -> None:
    kind = shelf()["week_report"]
    assert not forms.by_hand(kind, kind.act["draw_up"])
    assert forms.by_hand(kind, kind.act["remark"])
    assert forms.is_machine_made(Words(min=64, max=64))
    assert not forms.is_machine_made(Words(min=8, max=8))


def test_amounts_are_typed_in_yuan() -> None:
    act = shelf()["dispute"].act["agree"]
    of = act.fields["amount_fen"]
    assert forms.value_of(of, "a", QueryDict("a=1234.56")) == 123456
    assert forms.pairs(of, "a", 123456) == [("a", "1234.56")]
    with pytest.raises(forms.Unreadable):
        forms.value_of(of, "a", QueryDict("a=1.234"))


def _now() -> datetime:
    return timezone.now()
