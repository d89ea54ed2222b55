"""On a full disk pages are read, nothing is written and nothing is lost; with room it goes on by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.db import DatabaseError, OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import GACHA, Cast, Person
from operations.conftest import fill
from phone.carrying import Carried, phone_of
from sited import SitedAt, fresh_database
from urtuu.base.room import ran_out
from urtuu.interfaces.phone.client import Busy
from urtuu.journal import replay, verifying
from urtuu.journal.models import EntryRow
from urtuu.places import tries

VISIT = {"met": "met", "card_left": True, "label": "第三家"}
TYPED = "井干了三天，一家七口没有水吃，羊也没有水。" * 20
NEED = {"grid": "near", "topic": "water", "heading": "机井不出水", "said": TYPED, "place__gacha": GACHA}
BEGIN = reverse("desk:begin", args=["need", "hear"])


def browser(who: Person, lang: str = "en") -> Client:
    client = Client(headers={"accept-language": lang, "accept": "text/html"}, raise_request_exception=False)
    client.force_login(who.staff)
    return client


@contextmanager
def full() -> Iterator[None]:
    """A database that cannot grow by one page: SQLite's own error, not a played one.

    What earlier tests left free inside the file is taken first: it would be written to.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE taken (bytes BLOB)")
        while free := _pragma("freelist_count"):
            cursor.execute("INSERT INTO taken VALUES (zeroblob(%s))", [free * _pragma("page_size")])
        cursor.execute(f"PRAGMA max_page_count={_pragma('page_count')}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count=4294967294")
            cursor.execute("DROP TABLE taken")


def _pragma(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])


on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a page limit is SQLite's")


@on_sqlite
def test_a_push_on_a_full_disk_waits_on_the_phone_and_goes_through_when_there_is_room(
    cast: Cast, tmp_path: Path
) -> None:
    phone = phone_of(cast.bataar, tmp_path, Carried())
    phone.sync()
    done = [phone.record("need", "hear", {**_need(), "said": TYPED}).seq for _ in range(40)]
    with full():
        with pytest.raises(Busy) as told:
            phone.sync()
        assert (told.value.sentence.name, told.value.seconds) == ("disk_full", 20)
        assert EntryRow.objects.count() == 0
        assert {phone.status(seq) for seq in done} == {"pending"}
    phone.sync()
    assert {phone.status(seq) for seq in done} == {"taken"}
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def _need() -> dict[str, object]:
    return {"topic": "water", "heading": "机井不出水"}


@on_sqlite
def test_a_form_on_a_full_disk_comes_back_with_what_was_typed(cast: Cast) -> None:
    client = browser(cast.bataar)
    with full():
        # Free pages are filled first, then the next form meets the end of the file.
        answers = [client.post(BEGIN, NEED) for _ in range(40)]
        refused = answers[-1]
        stored = EntryRow.objects.count()
        assert refused.status_code == 503
        assert refused["Retry-After"] == "60"
        assert (
            "Nothing was recorded just now. What you typed is kept on this page" in refused.content.decode()
        )
        assert f'name="said" value="{TYPED}"' in refused.content.decode()
        assert f">{TYPED}</textarea>" in refused.content.decode()
        assert client.get(reverse("desk:records", args=["need"])).status_code == 200
        assert stored == sum(answer.status_code == 302 for answer in answers)
    sent_again = dict(refused.context["fields"])
    assert client.post(refused.context["send_to"], sent_again).status_code == 302
    assert EntryRow.objects.count() == stored + 1


def test_the_last_megabytes_are_left_for_taking_things_away(cast: Cast, settings: object) -> None:
    settings.LEAST_ROOM = 1 << 60  # type: ignore[attr-defined]
    client = browser(cast.bataar, "zh-hans")
    refused = client.post(BEGIN, NEED)
    assert refused.status_code == 503
    assert "服务器磁盘已满：暂时只能查看，不能填报" in refused.content.decode()
    assert EntryRow.objects.count() == 0
    assert client.get(BEGIN).status_code == 200
    assert client.post(reverse("web:set_language"), {"language": "en"}).status_code == 302
    assert client.post(reverse("desk:sign_out")).status_code == 302
    settings.LEAST_ROOM = 0  # type: ignore[attr-defined]
    assert browser(cast.bataar).post(BEGIN, NEED).status_code == 302


def test_a_program_is_told_the_same_as_a_value(client: Client, db: None, settings: object) -> None:
    settings.LEAST_ROOM = 1 << 60  # type: ignore[attr-defined]
    refused = client.post("/sync", b"", content_type="application/x-ndjson")
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert refused.json()["sentence"]["name"] == "disk_full"


def test_a_password_is_never_written_back_into_a_page(client: Client, db: None, settings: object) -> None:
    settings.LEAST_ROOM = 1 << 60  # type: ignore[attr-defined]
    sent = {"username": "bataar", "password": "a-long-password-of-bataar"}
    refused = client.post(reverse("desk:sign_in"), sent, headers={"accept": "text/html"})
    assert refused.status_code == 503
    assert "a-long-password" not in refused.content.decode()


def _take_all_room() -> None:
    """Until not one more try could be counted."""
    for number in range(10_000):
        tries.take([tries.Limit("password", f"nobody{number}", 5)], timezone.now())


@on_sqlite
def test_on_a_full_disk_nobody_guesses_and_nobody_sees_a_fault(cast: Cast) -> None:
    password = "131-a-long-one"
    cast.saran.staff.set_password(password)
    cast.saran.staff.save()
    client = Client(headers={"accept": "text/html"}, raise_request_exception=False)
    with full():
        with pytest.raises(DatabaseError):
            _take_all_room()
        for told in ("wrong", password):
            answer = client.post(reverse("desk:sign_in"), {"username": "saran", "password": told})
            assert answer.status_code == 503, "neither is looked at"
            assert password not in answer.content.decode()
    assert (
        client.post(reverse("desk:sign_in"), {"username": "saran", "password": password}).status_code == 302
    )


def test_only_what_says_so_is_a_full_disk() -> None:
    behind = OperationalError("could not write")
    behind.__cause__ = OSError(28, "No space left on device")
    assert ran_out(behind)
    assert not ran_out(OperationalError("database is locked"))
    assert not ran_out(OSError(5, "Input/output error"))
    assert not ran_out(None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the same for SQLite is above")
def test_a_push_to_a_full_postgresql_waits_on_the_phone(cast: Cast, small_disk: Path, tmp_path: Path) -> None:
    """The entries lie on a disk of their own, which is really full; the rest of the database is not."""
    with entries_on(small_disk):
        phone = phone_of(cast.bataar, tmp_path, Carried())
        phone.sync()
        filler = fill(small_disk)
        done = [phone.record("need", "hear", {**_need(), "said": TYPED}).seq for _ in range(40)]
        with pytest.raises(Busy) as told:
            phone.sync()
        assert told.value.sentence.name == "disk_full"
        assert EntryRow.objects.count() == 0
        refused = browser(cast.bataar).post(BEGIN, NEED)
        assert (refused.status_code, refused["Retry-After"]) == (503, "60")
        filler.unlink()
        phone.sync()
        assert {phone.status(seq) for seq in done} == {"taken"}
        assert list(verifying.faults()) == []


@contextmanager
def entries_on(disk: Path) -> Iterator[None]:
    """The journal's largest table on another disk, as an administrator would lay it out."""
    folder = disk / "entries"
    folder.mkdir(mode=0o700)
    shutil.chown(folder, "postgres")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
        cursor.execute("ALTER TABLE journal_entryrow SET TABLESPACE small")
        try:
            yield
        finally:
            cursor.execute("ALTER TABLE journal_entryrow SET TABLESPACE pg_default")
            cursor.execute("DROP TABLESPACE small")


@pytest.mark.database
@pytest.mark.long
@pytest.mark.parametrize("settings_of_site", ["urtuu.config.settings", "settings_without_reserve"])
def test_a_real_full_disk_loses_nothing_that_was_acknowledged(
    small_disk: Path, tmp_path: Path, settings_of_site: str
) -> None:
    """A served site on a small disk: filled under it, read meanwhile, and going on by itself."""
    with fresh_database() as database:
        site = SitedAt(small_disk / "site", database, DJANGO_SETTINGS_MODULE=settings_of_site)
        site.people()
        with site.served() as url:
            phone = site.phone("bataar", url, tmp_path / "phone")
            phone.sync()
            before = phone.record("visit", "make", VISIT).seq
            phone.sync()
            filler = fill(small_disk)
            waiting = [phone.record("need", "hear", {**_need(), "said": TYPED}).seq for _ in range(100)]
            if database and settings_of_site == "settings_without_reserve":
                phone.sync()  # the database lies on another disk, which has room
            else:
                with pytest.raises(Busy) as told:
                    phone.sync()
                assert told.value.sentence.name == "disk_full"
                assert {phone.status(seq) for seq in waiting} == {"pending"}
            assert phone.status(before) == "taken"
            page = httpx.get(f"{url}/sign-in/", headers={"accept": "text/html"}, timeout=30)
            assert page.status_code == 200
            filler.unlink()
            phone.sync()
            assert {phone.status(seq) for seq in [before, *waiting]} == {"taken"}
        assert site.run("verify").returncode == 0
