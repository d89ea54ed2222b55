"""Second factors: the password alone opens nothing, no code serves twice, and who may take them away."""

from __future__ import annotations

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from desk_doings import SignedIn
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast, Person
from urtuu.config.surroundings import second_factor
from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.second_step import MOST_A_DAY
from urtuu.interfaces.desk.signing_in import HALF_SECONDS, MOST_TRIES
from urtuu.kinds.roles import Role
from urtuu.places.models import AccountAct, Tries
from urtuu.places.tries import Limit

PASSWORD, NEW = "131-a-long-one", "a-longer-one-still-7"
INSIDE = reverse("desk:records", args=["dispute"])
STEP = reverse("desk:second_step")


@pytest.fixture
def saran(cast: Cast, settings: object) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    cast.saran.staff.set_password(PASSWORD)
    cast.saran.staff.save()
    return cast.saran


def code_of(secret: str, later: int = 0) -> str:
    """What an app with this secret shows, so many half minutes later."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + later))


def password(client: Client | None = None) -> Client:
    client = client or Client(headers={"accept-language": "en"})
    client.post(reverse("desk:sign_in"), {"username": "saran", "password": PASSWORD, "next": "/trays/"})
    return client


def step(client: Client, code: str):  # type: ignore[no-untyped-def]
    return client.post(STEP, {"code": code})


def is_in(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


def between(text: str, tag: str) -> list[str]:
    return re.findall(rf"<{tag}>([^<]+)</{tag}>", text)


@pytest.fixture
def app(saran: Person) -> tuple[str, list[str]]:
    """Saran's secret and recovery codes, set up at the pages; the code for it was of two minutes ago."""
    with time_machine.travel(timezone.now().timestamp() - 120):
        client = password()
        secret = between(client.get(reverse("desk:set_up_app")).content.decode(), "code")[0]
        told = {"code": code_of(secret), "password": PASSWORD}
        answer = client.post(reverse("desk:set_up_app"), told)
    codes = between(answer.content.decode(), "code")
    assert len(set(codes)) == 10
    assert answer["Cache-Control"] == "no-store"
    return secret, codes


def test_without_a_second_factor_the_password_signs_in_as_before(saran: Person) -> None:
    assert is_in(password())


def test_the_password_alone_opens_nothing(app: tuple[str, list[str]]) -> None:
    client = password()
    assert not is_in(client)
    assert client.get(reverse("desk:account")).status_code == 302
    assert client.get("/").status_code == 302
    assert client.get(STEP).status_code == 200
    answer = step(client, code_of(app[0]))
    assert answer.url == "/trays/", "one comes back to the page one wanted"
    assert is_in(client)


def test_the_second_step_is_not_there_without_the_first(app: tuple[str, list[str]]) -> None:
    client = Client()
    assert step(client, code_of(app[0])).url == reverse("desk:sign_in")
    assert not is_in(client)


def test_a_wrong_code_is_kept_out_and_guessing_ends(app: tuple[str, list[str]]) -> None:
    client, right = password(), code_of(app[0])
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(MOST_TRIES):
        assert step(client, wrong).status_code == 422
    assert step(client, right).status_code == 429
    assert step(password(), right).status_code == 429, "another browser counts on"
    assert not is_in(client)


def test_patient_guessing_ends_for_the_day_and_the_right_code_begins_it_anew(
    app: tuple[str, list[str]], saran: Person
) -> None:
    began = timezone.now().timestamp()
    for n in range(MOST_A_DAY):
        with time_machine.travel(began + 301 * (n // MOST_TRIES) + 1):
            client = password()
            assert step(client, "not a code").status_code == 422
    with time_machine.travel(began + 4000):
        answer = step(password(), app[1][0])
        assert answer.status_code == 429
        assert "today" in answer.content.decode()
    with time_machine.travel(began + 24 * 3600 + 60):
        client = password()
        assert step(client, app[1][0]).status_code == 302
    day = Limit("second-day", saran.id, MOST_A_DAY)
    assert not Tries.objects.filter(digest=day.digest).exists()


def test_a_code_serves_once_whoever_uses_it(app: tuple[str, list[str]]) -> None:
    one, two, code = password(), password(), code_of(app[0])
    assert step(one, code).status_code == 302
    assert step(two, f"{code[:3]} {code[3:]}").status_code == 422
    assert (is_in(one), is_in(two)) == (True, False)
    assert step(two, code_of(app[0], 1)).status_code == 302


def test_the_code_that_set_it_up_does_not_sign_in(saran: Person) -> None:
    client = password()
    secret = between(client.get(reverse("desk:set_up_app")).content.decode(), "code")[0]
    code = code_of(secret)
    client.post(reverse("desk:set_up_app"), {"code": code, "password": PASSWORD})
    assert step(password(), code).status_code == 422


def test_a_recovery_code_serves_once_and_says_how_many_are_left(app: tuple[str, list[str]]) -> None:
    client, code = password(), app[1][3]
    answer = client.post(STEP, {"code": code}, follow=True)
    assert "9 recovery codes are left" in answer.content.decode()
    again = password()
    assert step(again, code).status_code == 422
    assert step(again, app[1][4].replace(" ", "")).status_code == 302


def test_new_recovery_codes_need_the_password_and_void_the_old(app: tuple[str, list[str]]) -> None:
    client = password()
    step(client, code_of(app[0]))
    path = reverse("desk:recovery_codes")
    assert client.post(path, {"password": "wrong"}).status_code == 422
    codes = between(client.post(path, {"password": PASSWORD}).content.decode(), "code")
    assert not set(codes) & set(app[1])
    assert client.get(path).status_code == 405, "they are never shown again"
    other = password()
    assert step(other, app[1][0]).status_code == 422
    assert step(other, codes[0]).status_code == 302


def test_the_first_step_is_forgotten_with_time_a_new_password_or_a_closed_account(
    app: tuple[str, list[str]], saran: Person
) -> None:
    client = password()
    with time_machine.travel(timezone.now().timestamp() + HALF_SECONDS + 60):
        assert client.get(STEP).url == reverse("desk:sign_in")
    client = password()
    saran.staff.set_password(NEW)
    saran.staff.save()
    assert client.get(STEP).status_code == 302
    saran.staff.set_password(PASSWORD)
    saran.staff.save()
    client = password()
    assert client.get(STEP).status_code == 200
    saran.staff.is_active = False
    saran.staff.save()
    assert step(client, code_of(app[0])).url == reverse("desk:sign_in")
    assert not is_in(client)


def test_a_session_gets_a_new_key_at_each_step(app: tuple[str, list[str]]) -> None:
    client = Client()
    client.post(reverse("desk:passkey_ask"))
    keys = [client.session.session_key]
    password(client)
    keys.append(client.session.session_key)
    step(client, code_of(app[0]))
    keys.append(client.session.session_key)
    assert is_in(client)
    assert len(set(keys)) == 3


def test_no_secret_lies_in_the_database_in_clear(app: tuple[str, list[str]], saran: Person) -> None:
    client = password()
    step(client, code_of(app[0]))
    half_done = between(client.get(reverse("desk:set_up_app")).content.decode(), "code")[0].replace(" ", "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        kept = repr(cursor.fetchall())
    kept += repr(dict(client.session.items()))
    secrets = [app[0].replace(" ", ""), half_done, *(code.replace(" ", "") for code in app[1])]
    assert not [one for one in secrets if one in kept]
    assert factors.held(saran.staff).app is not None


@pytest.mark.parametrize("sent", [{"password": "wrong"}, {}])
def test_a_factor_is_set_up_and_removed_with_the_password_only(
    app: tuple[str, list[str]], saran: Person, sent: dict[str, str]
) -> None:
    client = password()
    step(client, code_of(app[0]))
    row = factors.held(saran.staff).app
    assert row is not None
    path = reverse("desk:remove_factor", args=[row.pk])
    secret = between(client.get(reverse("desk:set_up_app")).content.decode(), "code")[0]
    told = {"code": code_of(secret), **sent}
    assert client.post(reverse("desk:set_up_app"), told).status_code == 422
    assert client.post(reverse("desk:passkey_begin"), sent).status_code == 422
    assert client.post(path, sent).status_code == 422
    assert factors.held(saran.staff).app is not None
    assert client.post(path, {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists(), "recovery codes go with the last step"
    assert is_in(password())


def test_nobody_removes_somebody_elses_factor(app: tuple[str, list[str]], saran: Person, cast: Cast) -> None:
    cast.li.staff.set_password(PASSWORD)
    cast.li.staff.save()
    other = Client()
    other.force_login(cast.li.staff)
    row = factors.held(saran.staff).app
    assert row is not None
    other.post(reverse("desk:remove_factor", args=[row.pk]), {"password": PASSWORD})
    assert factors.held(saran.staff).app is not None


ANSWERS = ["", "null", "[]", "{}", "7", '{"response": 3}', '{"response": {"userHandle": "AAAA"}}', "[" * 3000]


@pytest.mark.parametrize("sent", ANSWERS)
def test_what_no_browser_answers_signs_nobody_in(saran: Person, sent: str) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "challenge" in str(client.post(reverse("desk:passkey_ask")).json())
    answer = client.post(reverse("desk:passkey_enter"), {"credential": sent}, follow=True)
    assert "This passkey is not known here" in answer.content.decode()
    inside = password()
    inside.post(reverse("desk:passkey_begin"), {"password": PASSWORD})
    assert inside.post(reverse("desk:passkey_add"), {"credential": sent}).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_administrator_takes_lost_steps_away_and_it_is_recorded(
    app: tuple[str, list[str]], saran: Person, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    inside = password()
    step(inside, code_of(app[0]))
    path = reverse("desk:reset_factors", args=[saran.id])
    for role in (Role.COORDINATOR, Role.OFFICER, Role.PRIVACY):
        assert signed_in(everyone[role]).post(path).status_code == 403
    assert inside.post(path).status_code == 403, "nobody their own, past the password"
    assert is_in(inside)
    admin = everyone[Role.ADMIN]
    assert "set up" in signed_in(admin).get(reverse("desk:accounts")).content.decode()
    assert signed_in(admin).post(path).status_code == 302
    assert signed_in(admin).post(reverse("desk:reset_factors", args=[admin.id])).status_code == 404
    assert not is_in(inside)
    assert is_in(password())
    kept = AccountAct.objects.get()
    assert (kept.act, kept.about, kept.by) == (AccountAct.FACTORS, saran.staff, admin.staff)


def test_where_the_site_asks_for_it_one_sets_up_a_second_step_before_anything_else(
    saran: Person, everyone: dict[Role, Person], signed_in: SignedIn, settings: object
) -> None:
    settings.SECOND_FACTOR = "sealed"  # type: ignore[attr-defined]
    held_off = {}
    for role, who in everyone.items():
        answer = signed_in(who).get(reverse("desk:home"))
        held_off[role] = answer.url == reverse("desk:account")
    reading_none = {Role.STATISTICIAN, Role.PRIVACY, Role.AUDITOR, Role.INTERPRETER}
    assert {role for role, led in held_off.items() if not led} == reading_none

    client = password()
    assert client.get(INSIDE).url == reverse("desk:account")
    assert client.post(reverse("desk:end_others")).url == reverse("desk:account")
    assert "Set up a second step first" in client.get(reverse("desk:account")).content.decode()
    secret = between(client.get(reverse("desk:set_up_app")).content.decode(), "code")[0]
    client.post(reverse("desk:set_up_app"), {"code": code_of(secret), "password": PASSWORD})
    assert is_in(client)
    before = signed_in(saran)  # by the password alone, from before
    assert before.get(INSIDE).url == reverse("desk:sign_in")
    assert not is_in(before)


def test_a_setting_that_says_neither_off_nor_sealed_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for said, means in (("", "off"), ("off", "off"), ("Sealed", "sealed")):
        monkeypatch.setenv("URTUU_SECOND_FACTOR", said)
        assert second_factor() == means
    monkeypatch.setenv("URTUU_SECOND_FACTOR", "yes")
    with pytest.raises(ValueError, match="off or sealed"):
        second_factor()
