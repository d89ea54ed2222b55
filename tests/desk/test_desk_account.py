"""One's own sessions and password, and what may be done to a colleague's account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from desk_doings import SignedIn
from django.conf import settings
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import Cast, Person
from urtuu.kinds.roles import Role
from urtuu.places import sessions
from urtuu.places.models import AccountAct, DeskSession
from urtuu.places.permissions import TABLE

PASSWORD, NEW = "131-a-long-one", "a-longer-one-still-7"
PHONE = "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
INSIDE = reverse("desk:records", args=["dispute"])


@pytest.fixture
def saran(cast: Cast, settings: object) -> Person:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    cast.saran.staff.set_password(PASSWORD)
    cast.saran.staff.save()
    return cast.saran


def browser(password: str = PASSWORD, agent: str = PHONE) -> Client:
    client = Client(headers={"accept-language": "en", "user-agent": agent})
    client.post(reverse("desk:sign_in"), {"username": "saran", "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get(INSIDE).status_code == 200


def main(client: Client, name: str = "account") -> str:
    return client.get(reverse(f"desk:{name}")).content.decode().partition("<main")[2]


def test_one_sees_where_one_is_signed_in_and_nothing_of_the_network(saran: Person) -> None:
    one, two = browser(), browser(agent="Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0")
    text = main(one)
    assert text.count("<li class") == 2
    assert "mobile phone · Chrome" in text
    assert "computer · Firefox" in text
    assert text.count("this browser") == 1
    assert "127.0.0.1" not in text
    assert is_in(two)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM places_desksession")
        kept = repr(cursor.fetchall())
    assert "127.0.0.1" not in kept
    assert "Linux" not in kept


def test_one_ends_one_session_or_all_others_and_nobody_elses(saran: Person, cast: Cast) -> None:
    here, there, elsewhere = browser(), browser(), browser()
    third = DeskSession.objects.get(session=there.session.session_key)
    stranger = Client()
    stranger.force_login(cast.li.staff)
    stranger.post(reverse("desk:end_session", args=[third.pk]))
    stranger.post(reverse("desk:end_others"))
    assert is_in(there)
    here.post(reverse("desk:end_session", args=[third.pk]))
    assert [is_in(one) for one in (here, there, elsewhere)] == [True, False, True]
    here.post(reverse("desk:end_others"))
    assert [is_in(one) for one in (here, elsewhere, stranger)] == [True, False, True]


def test_signing_out_takes_the_row_away(saran: Person) -> None:
    client = browser()
    assert DeskSession.objects.count() == 1
    client.post(reverse("desk:sign_out"))
    assert not DeskSession.objects.exists()


def test_a_new_password_ends_the_other_sessions(saran: Person) -> None:
    here, there = browser(), browser()
    told = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert here.post(reverse("desk:new_password"), told).status_code == 302
    assert [is_in(here), is_in(there)] == [True, False]
    assert main(here).count("this browser") == 1
    assert not is_in(browser(PASSWORD))
    assert is_in(browser(NEW))


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"password": "wrong", "new": NEW, "again": NEW}, "This is not your password"),
        ({"password": PASSWORD, "new": NEW, "again": "another"}, "The two new passwords differ"),
        ({"password": PASSWORD, "new": "short", "again": "short"}, "too short"),
    ],
)
def test_a_password_that_will_not_do_is_refused_in_words(
    saran: Person, told: dict[str, str], words: str
) -> None:
    client = browser()
    answer = client.post(reverse("desk:new_password"), told)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert NEW not in answer.content.decode()
    assert is_in(browser())


def test_an_open_browser_is_no_place_to_guess_the_password(saran: Person) -> None:
    client = browser()
    for _ in range(5):
        client.post(reverse("desk:new_password"), {"password": "wrong", "new": NEW, "again": NEW})
    told = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert "Wait five minutes" in client.post(reverse("desk:new_password"), told).content.decode()


def test_a_closed_account_is_out_at_once(saran: Person) -> None:
    client = browser()
    assert is_in(client)
    saran.staff.is_active = False
    saran.staff.save()
    assert not is_in(client)
    assert client.get(reverse("desk:account")).status_code == 302
    assert not is_in(browser())


def test_a_session_ends_twelve_hours_after_it_began_however_busy(saran: Person) -> None:
    client = browser()
    began = timezone.now()
    for hours in (5, 11.9):
        with time_machine.travel(began + timedelta(hours=hours)):
            client.post(reverse("desk:end_others"))  # leaves a notice, which writes the session
            assert is_in(client)
    with time_machine.travel(began + timedelta(seconds=settings.SESSION_COOKIE_AGE + 60)):
        assert not is_in(client)
        assert sessions.sweep(timezone.now()) == 1
        assert not DeskSession.objects.exists()


def test_last_use_is_known_roughly_and_a_note_that_fails_hides_no_page(
    saran: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    then = timezone.now() - timedelta(hours=1)
    DeskSession.objects.update(seen_at=then)
    assert is_in(client)
    assert DeskSession.objects.get().seen_at == then, "written down a moment ago, not again"
    sessions._SEEN.clear()  # another process
    assert is_in(client)
    assert DeskSession.objects.get().seen_at > then

    def full(*_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(sessions, "seen", full)
    assert is_in(client)


def test_who_revokes_phones_signs_colleagues_out_and_it_is_recorded(
    saran: Person, cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    for role, who in everyone.items():
        if who.staff.pk == saran.staff.pk:
            continue
        victim = browser()
        before = AccountAct.objects.count()
        signed_in(who).post(reverse("desk:end_sessions", args=[saran.id]))
        may = "devices" in TABLE[role].pages
        assert is_in(victim) != may, role
        assert AccountAct.objects.count() == before + may, role
    victim = browser()
    assert signed_in(cast.nasan).post(reverse("desk:end_sessions", args=[saran.id])).status_code == 404
    assert is_in(victim), "a chief of another station reaches nobody here"
    assert victim.post(reverse("desk:end_sessions", args=[saran.id])).status_code == 404
    text = main(signed_in(everyone[Role.AUDITOR]), "account_acts")
    assert everyone[Role.ADMIN].name in text
    assert "signed out everywhere" in text


def test_only_the_administrator_draws_a_password(
    saran: Person, cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    victim = browser()
    path = reverse("desk:reset_password", args=[saran.id])
    assert signed_in(everyone[Role.COORDINATOR]).post(path).status_code == 403
    assert is_in(victim)
    answer = signed_in(everyone[Role.ADMIN]).post(path)
    drawn = answer.content.decode().partition('<p class="page-title">')[2].partition("</p>")[0]
    assert answer["Cache-Control"] == "no-store"
    assert not is_in(victim)
    assert not is_in(browser(PASSWORD))
    client = browser(drawn)
    assert client.get(INSIDE).url == reverse("desk:account"), "it serves to set one's own only"
    assert client.post(reverse("desk:end_others")).url == reverse("desk:account")
    assert "Set your own first" in main(client)
    assert client.get(reverse("desk:set_up_app")).url == reverse("desk:account"), "no lasting way in either"
    same = {"password": drawn, "new": drawn, "again": drawn}
    assert client.post(reverse("desk:new_password"), same).status_code == 422
    told = {"password": drawn, "new": NEW, "again": NEW}
    assert client.post(reverse("desk:new_password"), told).status_code == 302
    assert is_in(client)
    assert is_in(browser(NEW))
    assert [one.act for one in AccountAct.objects.all()] == [AccountAct.PASSWORD]


def test_cards_and_revoked_phones_are_recorded_too(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.saran)
    client.post(reverse("desk:card"), {"staff": cast.bataar.id})
    kept = AccountAct.objects.get()
    assert (kept.act, kept.about, kept.by) == (AccountAct.CARD, cast.bataar.staff, cast.saran.staff)


def test_keys_of_other_programs_are_offered_where_the_site_lets_them_in(
    cast: Cast, signed_in: SignedIn, settings: object
) -> None:
    for opened in (False, True):
        settings.GATEWAYS = opened  # type: ignore[attr-defined]
        page = signed_in(cast.saran).get(reverse("desk:account")).content.decode()
        assert (reverse("gateways:keys") in page) == opened
