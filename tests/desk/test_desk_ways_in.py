"""Signing in and out, where the day begins, who reads the readings."""

from __future__ import annotations

import pytest
import time_machine
from desk_doings import SAFETY_SECRET, SignedIn, did, dispute
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cast import Cast, Person
from urtuu.interfaces.desk.signing_in import MOST_OF_AN_ADDRESS, MOST_TRIES
from urtuu.interfaces.desk.whence import address_of
from urtuu.kinds.roles import Role
from urtuu.places.permissions import TABLE
from urtuu.places.tries import WAIT

PASSWORD = "131-a-long-one"


@pytest.fixture
def saran(cast: Cast, settings: object) -> Person:
    # Forty tries with Argon2 would take half a minute; which hash it is does not matter here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    cast.saran.staff.set_password(PASSWORD)
    cast.saran.staff.save()
    return cast.saran


def tries(password: str, name: str = "saran", meta: dict[str, str] | None = None, **more: str):  # type: ignore[no-untyped-def]
    """One try to sign in; `meta` is what the server knows of the connection."""
    client = Client(headers={"accept-language": "en"}, **(meta or {}))
    return client.post(reverse("desk:sign_in"), {"username": name, "password": password, **more}), client


def test_the_right_password_opens_the_desk(saran: Person) -> None:
    answer, client = tries(PASSWORD)
    assert answer.status_code == 302
    assert client.get(answer.url).status_code == 302  # home leads on
    assert client.post(reverse("desk:sign_out")).status_code == 302
    assert client.get(reverse("desk:records", args=["dispute"])).status_code == 302


def test_one_comes_back_to_the_page_one_wanted(saran: Person) -> None:
    assert tries(PASSWORD, next="/trays/")[0].url == "/trays/"
    assert tries(PASSWORD, next="https://elsewhere.example/")[0].url == "/"


def test_a_wrong_password_is_a_sentence_and_keeps_the_name(saran: Person) -> None:
    answer, _client = tries("wrong")
    assert answer.status_code == 422
    assert "do not belong together" in answer.content.decode()
    assert 'value="saran"' in answer.content.decode()
    assert "wrong" not in answer.content.decode().partition("<form")[2].partition("</form>")[0]


def test_too_many_tries_must_wait_even_with_the_right_one(saran: Person) -> None:
    for _ in range(MOST_TRIES):
        tries("wrong")
    answer, _client = tries(PASSWORD)
    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()
    assert tries("wrong", name="somebody-else")[0].status_code == 422


def test_the_right_password_ends_the_row_of_wrong_ones(saran: Person) -> None:
    for _ in range(2 * MOST_TRIES):
        assert [tries("wrong")[0].status_code, tries(PASSWORD)[0].status_code] == [422, 302]


def test_one_address_cannot_try_one_password_on_many_names(saran: Person) -> None:
    for number in range(MOST_OF_AN_ADDRESS):
        assert tries("wrong", name=f"name-{number}")[0].status_code == 422
    assert tries(PASSWORD)[0].status_code == 429
    assert tries(PASSWORD, meta={"REMOTE_ADDR": "10.1.1.9"})[0].status_code == 302


def test_after_five_minutes_one_may_try_again(saran: Person) -> None:
    for _ in range(MOST_TRIES + 1):
        tries("wrong")
    with time_machine.travel(timezone.now() + WAIT):
        assert tries(PASSWORD)[0].status_code == 302


def test_a_forged_address_does_not_help(saran: Person, settings: object) -> None:
    for number in range(MOST_TRIES):
        tries("wrong", meta={"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}"})
    assert tries(PASSWORD, meta={"HTTP_X_FORWARDED_FOR": "10.0.0.9"})[0].status_code == 429
    assert tries(PASSWORD, meta={"REMOTE_ADDR": "10.1.1.9"})[0].status_code == 302

    settings.HTTPS = True  # type: ignore[attr-defined]
    for number in range(MOST_TRIES):
        tries("wrong", meta={"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}, 192.0.2.1"})
    assert tries(PASSWORD, meta={"HTTP_X_FORWARDED_FOR": "10.0.0.9, 192.0.2.1"})[0].status_code == 429
    assert tries(PASSWORD, meta={"HTTP_X_FORWARDED_FOR": "192.0.2.2"})[0].status_code == 302


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("", "10.9.9.9"),
        ("nonsense", "10.9.9.9"),
        ("192.0.2.1, ::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
    ],
)
def test_behind_a_web_server_the_address_is_the_one_it_appended(
    forwarded: str, address: str, settings: object
) -> None:
    settings.HTTPS = True  # type: ignore[attr-defined]
    asked = RequestFactory().get("/", REMOTE_ADDR="10.9.9.9", headers={"x-forwarded-for": forwarded})
    assert address_of(asked) == address


def test_where_tries_cannot_be_counted_no_password_is_looked_at(saran: Person) -> None:
    refuses = "RAISE(FAIL, 'attempt to write a readonly database')"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TRIGGER no_tries BEFORE INSERT ON places_tries BEGIN SELECT {refuses}; END")
    for password in ("wrong", PASSWORD):
        answer, _client = tries(password)
        assert answer.status_code == 503
        assert "the server cannot write" in answer.content.decode()


def test_a_sign_out_needs_a_post(saran: Person, signed_in: SignedIn) -> None:
    assert signed_in(saran).get(reverse("desk:sign_out")).status_code == 405


def test_each_role_begins_at_a_page_that_opens(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    for role, who in everyone.items():
        client = signed_in(who)
        answer = client.get("/")
        if answer.status_code != 302:
            pytest.fail(f"{role} has nowhere to begin")
        assert client.get(answer.url, follow=True).status_code == 200, (role, answer.url)
    assert signed_in(cast.stranger).get("/").status_code == 403


def test_the_menu_offers_only_pages_that_open(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    for role, who in everyone.items():
        client = signed_in(who)
        page = client.get("/", follow=True)
        for item in page.context["nav"]:
            assert client.get(item["url"], follow=True).status_code == 200, (role, item["url"])


def test_readings_are_for_those_the_table_names(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    record = dispute(cast.bataar, cast.near)
    did(
        cast.bataar, "dispute", "safety_questions", cast.near, record=record, saw=1, asked_of="A1",
        asked_how="alone", own_words=SAFETY_SECRET,
    )  # fmt: skip
    path = reverse("desk:read_part", args=["dispute", record, "safety"])
    signed_in(cast.gao).post(path, {"purpose": "复核中止一事"})
    for role, who in everyone.items():
        answer = signed_in(who).get(reverse("desk:audit"))
        may = "audit" in TABLE[role].pages
        assert answer.status_code == (200 if may else 403), role
        assert ("复核中止一事" in answer.content.decode()) == may, role
        assert SAFETY_SECRET not in answer.content.decode()


def test_the_pages_stand_in_three_languages(cast: Cast, signed_in: SignedIn) -> None:
    for lang, html_lang, words in (
        ("zh-hans", "zh-Hans", "矛盾纠纷"),
        ("en", "en", "Disputes"),
        ("mn-Mong", "mn-Mong", "矛盾纠纷"),
    ):
        text = signed_in(cast.saran, lang).get(reverse("desk:records", args=["dispute"])).content.decode()
        assert f'<html lang="{html_lang}"' in text
        assert words in text
