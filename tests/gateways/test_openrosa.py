"""The OpenRosa gateway: forms of the person's own, filled ones taken once, nothing foreign, nothing lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from PIL import Image

from cast import Cast
from gateways.handed import NEED, VISIT, Program, instance, photograph
from urtuu.interfaces.gateways import offering
from urtuu.interfaces.gateways.openrosa import reading, xform
from urtuu.journal import pictures, replay, verifying
from urtuu.journal.models import Blob, EntryRow, StandingRow
from urtuu.kinds.entries import read_entry

LISTED = "{http://openrosa.org/xforms/xformsList}"


@pytest.fixture(autouse=True)
def _open(settings: Any, tmp_path: Path) -> None:
    settings.GATEWAYS, settings.BLOBS = True, tmp_path / "blobs"


def ids(program: Program) -> list[str]:
    root = ET.fromstring(program.get("formList").content)
    return [found.text or "" for found in root.iter(f"{LISTED}formID")]


def said(answer: Any) -> str:
    return str(ET.fromstring(answer.content)[0].text)


# -- who sees what


def test_it_is_shut_until_the_site_opens_it(cast: Cast, settings: Any) -> None:
    program = Program(cast.bataar)
    settings.GATEWAYS = False
    assert program.get("formList").status_code == 404
    assert program.hand_in(instance("urtuu-visit-make", VISIT)).status_code == 404


def test_without_a_key_nothing_is_told(cast: Cast) -> None:
    answer = Client().get("/gateways/openrosa/formList")
    assert (answer.status_code, answer["WWW-Authenticate"][:5]) == (401, "Basic")
    session = Client()
    session.force_login(cast.bataar.staff)
    assert session.get("/gateways/openrosa/formList").status_code == 401


def test_each_sees_the_forms_of_their_posts(cast: Cast) -> None:
    assert ids(Program(cast.bataar)) == ["urtuu-visit-make", "urtuu-need-hear", "urtuu-publicity-hold_now"]
    assert ids(Program(cast.li)) == ["urtuu-need-hear"]
    assert ids(Program(cast.stranger)) == []
    assert Program(cast.li).get("forms/urtuu-visit-make.xml").status_code == 404


def test_the_lists_hold_the_own_doors_and_no_telephone(cast: Cast) -> None:
    program = Program(cast.bataar)
    doors = program.get("forms/urtuu-visit-make/doors.csv").content.decode()
    own, foreign = cast.doors[cast.near.pk], cast.doors[cast.next_door.pk]
    assert all(str(door.pk) in doors for door in own)
    assert not any(str(door.pk) in doors or door.phone in doors for door in foreign)
    assert not any(door.phone in doors for door in own)
    assert program.get("forms/urtuu-visit-make/staff.csv").status_code == 404


def test_a_changed_list_changes_its_hash_and_the_form_stays(cast: Cast) -> None:
    program = Program(cast.bataar)
    before = program.get("forms/urtuu-visit-make/manifest").content, program.get("formList").content
    door = cast.doors[cast.near.pk][0]
    door.label = "新门牌"
    door.save()
    assert program.get("forms/urtuu-visit-make/manifest").content != before[0]
    assert program.get("formList").content == before[1]


def test_no_form_asks_for_a_place_on_earth_or_a_device() -> None:
    for form in offering.forms():
        text = xform.xml_of(form).decode()
        assert not any(word in text for word in ("geopoint", "geotrace", "deviceid", "phonenumber", "audit"))
        assert "urtuu" in text


# -- handing in


def test_a_visit_of_tuesday_handed_in_later_counts_on_tuesday(cast: Cast) -> None:
    xml = instance("urtuu-visit-make", {**VISIT, "when": "2026-11-24T09:30:00.000+08:00"})
    answer = Program(cast.bataar).hand_in(xml)
    assert (answer.status_code, answer["X-OpenRosa-Version"]) == (201, "1.0")
    assert "已收到" in said(answer)
    row = EntryRow.objects.get(kind="visit")
    assert (row.answer, row.actor, row.counted_at.isoformat()) == (
        "taken", cast.bataar.id, "2026-11-24T01:30:00+00:00",
    )  # fmt: skip
    assert read_entry(bytes(row.line)).body["card_left"] is True


def test_a_clock_ahead_does_not_reach_into_the_future(cast: Cast) -> None:
    Program(cast.bataar).hand_in(instance("urtuu-visit-make", {**VISIT, "when": "2099-01-01T00:00:00+08:00"}))
    row = EntryRow.objects.get(kind="visit")
    assert row.counted_at <= row.received_at


def test_personal_words_are_sealed(cast: Cast) -> None:
    Program(cast.bataar).hand_in(instance("urtuu-need-hear", NEED))
    line = bytes(EntryRow.objects.get(kind="need").line).decode()
    assert "机井不出水" in line
    assert "井干了三天" not in line


def test_a_lost_answer_doubles_nothing(cast: Cast) -> None:
    program, xml = Program(cast.bataar), instance("urtuu-visit-make", VISIT)
    first = program.hand_in(xml)
    again = program.hand_in(xml)
    assert (again.status_code, again.content) == (201, first.content)
    assert EntryRow.objects.filter(kind="visit").count() == 1


def test_another_content_under_the_same_id_is_told_so(cast: Cast) -> None:
    program = Program(cast.bataar, "en")
    program.hand_in(instance("urtuu-visit-make", VISIT, "uuid:one"))
    other = program.hand_in(instance("urtuu-visit-make", {**VISIT, "label": "另一家"}, "uuid:one"))
    assert (other.status_code, "stands" in said(other)) == (409, True)
    assert EntryRow.objects.filter(kind="visit").count() == 1


def test_what_the_table_refuses_lies_in_the_authors_tray(cast: Cast) -> None:
    answer = Program(cast.bataar).hand_in(instance("urtuu-visit-make", {**VISIT, "met": "perhaps"}))
    assert answer.status_code == 201
    assert "没有并入" in said(answer)
    assert EntryRow.objects.get(actor=cast.bataar.id).answer == "returned"
    desk = Client(headers={"accept-language": "zh-CN"})
    desk.force_login(cast.bataar.staff)
    assert "见到情况" in desk.get("/trays/?tab=returned").content.decode()


@pytest.mark.parametrize("grid", ["next-door", "far", "nowhere", ""])
def test_a_foreign_grid_takes_nothing(cast: Cast, grid: str) -> None:
    answer = Program(cast.bataar).hand_in(instance("urtuu-visit-make", {**VISIT, "grid": grid}))
    assert "没有并入" in said(answer)
    assert not StandingRow.objects.exists()


def test_a_role_without_the_act_takes_nothing(cast: Cast) -> None:
    Program(cast.li).hand_in(instance("urtuu-visit-make", VISIT))
    assert not StandingRow.objects.exists()


# -- pictures


def test_pictures_lose_their_place_and_camera(cast: Cast) -> None:
    xml = instance("urtuu-visit-make", {**VISIT, "photo_1": "a.jpg", "photo_2": "b.jpg"})
    answer = Program(cast.bataar).hand_in(xml, a_jpg=photograph(), b_jpg=b"no picture at all")
    assert "1张照片读不出来" in said(answer)
    blob = Blob.objects.get()
    body = pictures.opened(blob)
    assert body is not None
    with Image.open(io.BytesIO(body)) as seen:
        assert (seen.size, dict(seen.getexif()), seen.info.get("exif")) == ((1600, 800), {}, None)
    assert b"CAMERA-OF-BATAAR" not in body
    assert blob.record == StandingRow.objects.get().record


def test_an_instance_in_two_requests_is_one_visit_with_all_its_pictures(cast: Cast) -> None:
    program = Program(cast.bataar)
    xml = instance("urtuu-visit-make", {**VISIT, "photo_1": "a.jpg", "photo_2": "b.jpg"})
    first = program.hand_in(xml, more=True, a_jpg=photograph(10))
    assert (first.status_code, EntryRow.objects.filter(kind="visit").count()) == (202, 0)
    assert program.hand_in(xml, b_jpg=photograph(200)).status_code == 201
    assert EntryRow.objects.filter(kind="visit").count() == 1
    assert Blob.objects.exclude(arrived_at=None).count() == 2


def test_pictures_come_through_after_an_answer_that_was_lost(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server dies between the entry and its pictures; the client sends it all again."""
    program = Program(cast.bataar)
    xml = instance("urtuu-visit-make", {**VISIT, "photo_1": "a.jpg"})

    def dies(*_told: object) -> None:
        raise OSError("power")

    with monkeypatch.context() as broken:
        broken.setattr(pictures, "take_whole", dies)
        with pytest.raises(OSError, match="power"):
            program.hand_in(xml, a_jpg=photograph())
    assert program.hand_in(xml, a_jpg=photograph()).status_code == 201
    assert EntryRow.objects.filter(kind="visit").count() == 1
    assert Blob.objects.exclude(arrived_at=None).count() == 1


# -- what is none

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b'<data id="urtuu-visit-make"><label>&b;</label></data>'
)


@pytest.mark.parametrize(
    "xml",
    [
        b"", b"no xml", b"<data", BOMB, b"<data/>" + b" " * reading.LARGEST, b"\xff\xfe\x00",
        b"<data id='urtuu-visit-make'/>",
        b'<data id="urtuu-visit-make" version="1"><met><deep>x</deep></met></data>',
        b'<?xml version="1.0" encoding="latin-9000"?><data/>',
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused_in_words(cast: Cast, xml: bytes) -> None:
    answer = Program(cast.bataar).hand_in(xml)
    assert answer.status_code in (400, 404)
    assert len(said(answer)) > 8
    assert not EntryRow.objects.exists()


def test_a_question_that_is_gone_says_that_the_form_changed(cast: Cast) -> None:
    old = instance("urtuu-visit-make", {**VISIT, "mood": "good"}, version="abc")
    answer = Program(cast.bataar).hand_in(old)
    assert (answer.status_code, "已经更新" in said(answer)) == (400, True)
    still = instance("urtuu-visit-make", VISIT, version="abc")
    assert Program(cast.bataar).hand_in(still).status_code == 201


def test_no_file_and_a_body_that_is_too_large(cast: Cast) -> None:
    program = Program(cast.bataar)
    assert program.client.post("/gateways/openrosa/submission", {}).status_code == 400
    large = program.client.generic(
        "POST",
        "/gateways/openrosa/submission",
        b"x",
        "multipart/form-data; boundary=b",
        CONTENT_LENGTH="99999999",
    )
    assert large.status_code == 413


def test_a_client_asks_first(cast: Cast) -> None:
    answer = Program(cast.bataar).client.head("/gateways/openrosa/submission")
    assert (answer.status_code, answer["X-OpenRosa-Accept-Content-Length"].isdigit()) == (204, True)


def test_everything_still_holds(cast: Cast) -> None:
    for said_of in (VISIT, {**VISIT, "met": "?"}, {**VISIT, "grid": "far"}):
        Program(cast.bataar).hand_in(instance("urtuu-visit-make", said_of))
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []
