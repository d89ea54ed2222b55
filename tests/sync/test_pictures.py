"""Pictures travel after the text, in pieces, and are what their entry says or are not kept."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast, person
from phone.raw import VISIT, Raw, head_of
from sync.handing import PIXEL
from urtuu.base.signing import sign
from urtuu.interfaces.sync import blobs
from urtuu.journal import desk, pictures, sealing, services
from urtuu.journal.models import Blob
from urtuu.kinds.composing import Deed
from urtuu.kinds.roles import Role
from urtuu.places.models import Region

DIGEST = sha256(PIXEL).hexdigest()
FIRST, REST = PIXEL[: pictures.PIECE], PIXEL[pictures.PIECE :]
pytestmark = pytest.mark.usefixtures("everything_holds")


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.BLOBS = tmp_path / "blobs"  # type: ignore[attr-defined]


Committed = Callable[[], AbstractContextManager[object]]


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch) -> Committed:
    """What follows a commit is done; the log of SQLite cannot be emptied inside a test's transaction."""
    monkeypatch.setattr(sealing, "_leave_no_trace", lambda _name: None)
    return lambda: django_capture_on_commit_callbacks(execute=True)  # type: ignore[no-any-return]


def told_of(body: bytes = PIXEL, mime: str = "image/jpeg") -> list[dict[str, object]]:
    return [{"sha256": sha256(body).hexdigest(), "size": len(body), "mime": mime}]


def visit_with(raw: Raw, *told: object) -> None:
    sent = raw.post([raw.line("visit", "make", {**VISIT, "photo": list(told) or told_of()})])
    assert sent.status == 200


def ask(
    raw: Raw, method: str, offset: int = 0, piece: bytes = b"", digest: str = DIGEST, **headers: str
) -> object:
    said = f"urtuu-blob:{method}:{digest}:{offset}:{sha256(piece).hexdigest()}".encode()
    more = {
        "Urtuu-Device": raw.device,
        "Urtuu-Proof": sign(raw.key, said),
        "Upload-Offset": str(offset),
        "Tus-Resumable": "1.0.0",
        **headers,
    }
    kind = "application/offset+octet-stream"
    return Client().generic(method, f"/sync/blobs/{digest}", piece, content_type=kind, headers=more)


def test_a_picture_is_wanted_until_it_has_arrived(raw: Raw) -> None:
    visit_with(raw)
    assert pictures.wanted(raw.device) == [DIGEST]
    assert ask(raw, "HEAD")["Upload-Offset"] == "0"  # type: ignore[index]
    first = ask(raw, "PATCH", 0, FIRST)
    assert (first.status_code, first["Upload-Offset"]) == (204, str(len(FIRST)))  # type: ignore[attr-defined,index]
    assert ask(raw, "HEAD")["Upload-Offset"] == str(len(FIRST))  # type: ignore[index]
    assert ask(raw, "PATCH", len(FIRST), REST)["Upload-Offset"] == str(len(PIXEL))  # type: ignore[index]
    assert pictures.wanted(raw.device) == []
    assert pictures.opened(Blob.objects.get()) == PIXEL


def test_nothing_of_it_lies_on_the_disk_in_clear(raw: Raw, settings: object) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    half = [file.read_bytes() for file in Path(settings.BLOBS).rglob("*") if file.is_file()]  # type: ignore[attr-defined]
    ask(raw, "PATCH", len(FIRST), REST)
    whole = [file.read_bytes() for file in Path(settings.BLOBS).rglob("*") if file.is_file()]  # type: ignore[attr-defined]
    assert len(half) == len(whole) == 1
    assert all(PIXEL[4:40] not in body for body in [*half, *whole])


def test_a_lost_answer_to_the_last_piece_is_answered_again(raw: Raw) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    ask(raw, "PATCH", len(FIRST), REST)
    again = ask(raw, "PATCH", len(FIRST), REST)
    assert (again.status_code, again["Upload-Offset"]) == (204, str(len(PIXEL)))  # type: ignore[attr-defined,index]


@pytest.mark.parametrize("offset", ["²", "٣", "-1", "1.5", "", "1" * 11])
def test_an_offset_that_is_no_number_is_refused_before_anything_is_asked(offset: str) -> None:
    answer = Client().patch(f"/sync/blobs/{DIGEST}", b"x", headers={"Upload-Offset": offset})
    assert (answer.status_code, answer.json()["sentence"]["name"]) == (400, "header_unreadable")


def test_the_last_piece_brought_twice_at_once_is_answered_once_more(
    raw: Raw, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Another worker has finished the same picture between the look at its progress and the last piece."""
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    kept = pictures._keep_piece

    def outrun(device: str, digest: str, offset: int, piece: bytes) -> None:
        monkeypatch.setattr(pictures, "_keep_piece", kept)
        pictures.take_piece(device, digest, offset, piece, timezone.now())
        kept(device, digest, offset, piece)

    monkeypatch.setattr(pictures, "_keep_piece", outrun)
    answer = ask(raw, "PATCH", len(FIRST), REST)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(len(PIXEL)))  # type: ignore[attr-defined,index]
    assert pictures.opened(Blob.objects.get()) == PIXEL
    assert not list((Path(settings.BLOBS) / "arriving").iterdir())


def test_another_place_is_told_where_to_go_on(raw: Raw) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    answer = ask(raw, "PATCH", 7, REST)
    assert (answer.status_code, answer["Upload-Offset"]) == (409, str(len(FIRST)))  # type: ignore[attr-defined,index]
    assert answer.json()["sentence"]["name"] == "blob_offset"  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [b"\xff\xd8\xff" + b"x" * 50, b"GIF89a" + b"x" * 50])
def test_what_is_not_the_picture_named_begins_again(raw: Raw, body: bytes) -> None:
    told = told_of(body)[0] if body.startswith(b"GIF") else {**told_of()[0], "size": len(body)}
    visit_with(raw, told)
    answer = ask(raw, "PATCH", 0, body, str(told["sha256"]))
    assert answer.status_code == 460  # type: ignore[attr-defined]
    assert answer.json()["sentence"]["name"] == "blob_differs"  # type: ignore[attr-defined]
    assert ask(raw, "HEAD", digest=str(told["sha256"]))["Upload-Offset"] == "0"  # type: ignore[index]


def test_a_picture_nobody_wants_is_not_kept(raw: Raw) -> None:
    answer = ask(raw, "PATCH", 0, FIRST)
    assert (answer.status_code, answer.json()["sentence"]["name"]) == (404, "blob_not_wanted")  # type: ignore[attr-defined]


def test_another_phone_brings_nothing_for_this_one(raw: Raw, other: Raw) -> None:
    visit_with(raw)
    assert ask(other, "PATCH", 0, FIRST).status_code == 404  # type: ignore[attr-defined]
    stolen = ask(other, "PATCH", 0, FIRST, **{"Urtuu-Device": raw.device})
    assert (stolen.status_code, stolen.json()["sentence"]["name"]) == (401, "proof_wrong")  # type: ignore[attr-defined]


def test_a_full_disk_says_so_and_keeps_what_was_there(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(pictures, "_write", full)
        answer = ask(raw, "PATCH", len(FIRST), REST)
    assert (answer.status_code, answer.json()["sentence"]["name"]) == (507, "blob_no_room")  # type: ignore[attr-defined]
    assert ask(raw, "HEAD")["Upload-Offset"] == str(len(FIRST))  # type: ignore[index]


def test_destroying_the_records_key_destroys_the_picture(raw: Raw) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    ask(raw, "PATCH", len(FIRST), REST)
    row = Blob.objects.get()
    sealing.erase(row.record, timezone.now())
    assert pictures.opened(row) is None


@pytest.mark.parametrize("pieces", [1, 2])
def test_an_erasure_removes_the_picture_and_its_pieces(
    raw: Raw, pieces: int, settings: object, committed: Committed
) -> None:
    visit_with(raw)
    for offset, piece in ((0, FIRST), (len(FIRST), REST))[:pieces]:
        ask(raw, "PATCH", offset, piece)
    record = Blob.objects.get().record
    with committed():
        erase(raw.cast, record)
    assert [file for file in Path(settings.BLOBS).rglob("*") if file.is_file()] == []  # type: ignore[attr-defined]
    assert pictures.wanted(raw.device) == []
    assert ask(raw, "HEAD").status_code == 404  # type: ignore[attr-defined]


def test_a_picture_named_after_the_erasure_is_not_kept(raw: Raw, settings: object) -> None:
    visit_with(raw)
    record = Blob.objects.get().record
    sealing.erase(record, timezone.now())
    ask(raw, "PATCH", 0, FIRST)
    assert ask(raw, "PATCH", len(FIRST), REST).status_code == 204  # type: ignore[attr-defined]
    assert not Blob.objects.exists()
    assert [file for file in Path(settings.BLOBS).rglob("*") if file.is_file()] == []  # type: ignore[attr-defined]


def test_a_restored_backup_brings_no_erased_picture_back(raw: Raw, committed: Committed) -> None:
    visit_with(raw)
    ask(raw, "PATCH", 0, FIRST)
    ask(raw, "PATCH", len(FIRST), REST)
    sealing.erase(Blob.objects.get().record, timezone.now())
    with committed():
        services.new_epoch()
    assert not Blob.objects.exists()


def erase(cast: Cast, record: str) -> None:
    officer = person("hasi", "哈斯", Role.PRIVACY, Region.objects.get(pk="150421"))
    fields = {"key": record, "about": record, "reason": "request"}
    deed = Deed(kind="erasure", act="erase", fields=fields, station=cast.home.pk, grid="near")
    desk.perform(officer.id, deed, timezone.now())


def test_entries_without_pictures_cost_no_statement(raw: Raw, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        pictures.want([], timezone.now())
    assert blobs.TUS == "1.0.0"


@pytest.mark.parametrize(("waiting", "asked"), [(0, None), (1, [DIGEST])])
def test_pictures_are_asked_for_where_some_wait(raw: Raw, waiting: int, asked: list[str] | None) -> None:
    raw.push(raw.line("visit", "make", {**VISIT, "photo": told_of()}))
    assert head_of(raw.post([], photos=waiting)).get("want_blobs") == asked
