"""Second factors in a real browser: set up, signed in with, lost; three scripts, two sizes, read by axe."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from desk_https import https_before
from django.conf import settings
from django.urls import reverse

from cast import Cast, Person, build_cast, person, post_place
from desk_walk import Desk
from urtuu.kinds.roles import Role

pytestmark = pytest.mark.browser
CHROMIUM = Path("/usr/bin/chromium")
SEEN = Path(__file__).parents[2] / "test-results" / "second-factors"
PASSWORD, HOST = "131-a-long-one", "urtuu.banner.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    found = build_cast()
    for one in (found.saran, found.nasan):
        one.staff.set_password(PASSWORD)
        one.staff.save()
    return found


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    SEEN.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


def out(browser: Any, site: str, who: Person) -> Desk:
    """A browser in which nobody is signed in yet."""
    desk = Desk(browser, site, who, SEEN)
    desk.context.clear_cookies()
    desk.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": "zh-hans", "url": site}])
    return desk


def password(desk: Desk) -> None:
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.open("/sign-in/")
    desk.page.fill("#id_username", desk.who.staff.username)
    desk.page.fill("#id_password", PASSWORD)
    desk.press("登录")


def code_of(secret: str, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30 + later))


def is_in(desk: Desk) -> bool:
    desk.open("/records/dispute/")
    return "/sign-in/" not in desk.page.url


def typed_code(desk: Desk, code: str) -> None:
    desk.page.fill("#id_code", code)
    desk.press("登录")


def test_codes_of_an_app_from_setting_up_to_the_last_recovery(
    cast: Cast, browser: Any, live_server: Any
) -> None:
    desk = out(browser, live_server.url, cast.saran)
    desk.open("/sign-in/")
    desk.look("sign-in")
    password(desk)
    desk.open("/account/")
    desk.look("account-before")
    desk.open("/account/app/")
    desk.look("set-up")
    desk.open("/account/app/")
    secret = desk.page.inner_text("code")
    assert desk.page.locator('svg[role="img"]').count() == 1
    desk.page.fill("#id_password", PASSWORD)
    desk.page.fill("#id_code", code_of(secret))
    desk.page.get_by_role("button", name="设置").click()
    desk.page.wait_for_selector("ol code")
    codes = desk.page.locator("ol code").all_inner_texts()
    assert len(codes) == 10
    desk.look_here("recovery-codes")
    desk.open("/account/")
    desk.look("account-with")

    password(desk)
    assert not is_in(desk), "the password alone opens nothing"
    password(desk)
    assert desk.page.url.endswith(reverse("desk:second_step"))
    desk.look("second-step")
    typed_code(desk, "12345")
    assert "验证码不正确" in desk.page.inner_text("main")
    desk.look_here("second-step-wrong")
    assert not is_in(desk), "a wrong code is kept out"
    password(desk)
    typed_code(desk, code_of(secret, 1))
    assert is_in(desk)

    password(desk)
    typed_code(desk, codes[0])
    assert "恢复码还剩 9 个" in desk.text
    password(desk)
    typed_code(desk, codes[0])
    assert "验证码不正确" in desk.page.inner_text("main")
    assert (desk.faults, desk.complaints) == ([], [])


def test_a_passkey_is_made_named_used_and_taken_away(cast: Cast, browser: Any, live_server: Any) -> None:
    desk = out(browser, live_server.url, cast.nasan)
    wire = desk.context.new_cdp_session(desk.page)
    wire.send("WebAuthn.enable")
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    password(desk)
    desk.open("/account/")
    desk.page.get_by_text("添加通行密钥").click()
    desk.page.fill("#id_passkey_name", "办公电脑")
    desk.page.fill("#id_passkey_password", "wrong")
    desk.page.get_by_role("button", name="创建通行密钥").click()
    desk.page.get_by_text("密码不正确").wait_for()
    desk.page.fill("#id_passkey_password", PASSWORD)
    desk.page.get_by_role("button", name="创建通行密钥").click()
    desk.page.wait_for_selector("ol code")
    desk.open("/account/")
    assert "办公电脑" in desk.text
    desk.look("account-passkey")

    password(desk)
    assert not is_in(desk)
    password(desk)
    desk.look("second-step-passkey")
    desk.page.get_by_role("button", name="使用通行密钥").click()
    desk.page.wait_for_url(re.compile("^(?!.*sign-in)"))
    assert is_in(desk)

    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.open("/sign-in/")
    desk.page.get_by_role("button", name="用通行密钥登录").click()
    desk.page.wait_for_url(re.compile("^(?!.*sign-in)"))
    assert is_in(desk), "the passkey alone is two steps"

    desk.open("/account/")
    desk.page.get_by_text("撤销").first.click()
    row = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    desk.page.fill(f"#id_remove_{row}", PASSWORD)
    desk.press("撤销")
    assert not Authenticator.objects.exists()
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.open("/sign-in/")
    desk.page.get_by_role("button", name="用通行密钥登录").click()
    desk.page.get_by_text("本系统未登记此通行密钥").wait_for()
    assert not is_in(desk), "a passkey that was taken away opens nothing"
    assert (desk.faults, desk.complaints) == ([], [])


def test_a_passkey_without_its_owner_asked_signs_nobody_in(
    cast: Cast, browser: Any, live_server: Any
) -> None:
    desk = out(browser, live_server.url, cast.nasan)
    wire = desk.context.new_cdp_session(desk.page)
    wire.send("WebAuthn.enable")
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    password(desk)
    desk.open("/account/")
    desk.page.get_by_text("添加通行密钥").click()
    desk.page.fill("#id_passkey_password", PASSWORD)
    desk.page.get_by_role("button", name="创建通行密钥").click()
    desk.page.wait_for_selector("ol code")
    told = {"authenticatorId": made["authenticatorId"], "isUserVerified": False}
    wire.send("WebAuthn.setUserVerified", told)
    desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    desk.open("/sign-in/")
    desk.page.get_by_role("button", name="用通行密钥登录").click()
    desk.page.get_by_text("通行密钥没有响应").wait_for()
    assert not is_in(desk)


def test_a_passkey_of_the_sites_own_name_over_https(
    cast: Cast, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    settings.HTTPS, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE = True, True, True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = [HOST]
    args = ["--no-sandbox", f"--host-resolver-rules=MAP {HOST} 127.0.0.1", "--ignore-certificate-errors"]
    with https_before(live_server.url, HOST, tmp_path) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=args)
        desk = out(browser, site, cast.nasan)
        wire = desk.context.new_cdp_session(desk.page)
        wire.send("WebAuthn.enable")
        wire.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        password(desk)
        desk.open("/account/")
        desk.page.get_by_text("添加通行密钥").click()
        desk.page.fill("#id_passkey_password", PASSWORD)
        desk.page.get_by_role("button", name="创建通行密钥").click()
        desk.page.wait_for_selector("ol code")
        desk.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        assert not is_in(desk)
        desk.page.get_by_role("button", name="用通行密钥登录").click()
        desk.page.wait_for_url(re.compile("^(?!.*sign-in)"))
        assert is_in(desk)
        browser.close()
    assert (desk.faults, desk.complaints) == ([], [])


def test_by_a_bare_number_no_passkey_is_offered_and_it_is_said_why(
    cast: Cast, browser: Any, live_server: Any
) -> None:
    desk = out(browser, live_server.url.replace("localhost", "127.0.0.1"), cast.saran)
    password(desk)
    desk.open("/account/")
    assert "http://localhost" in desk.text
    assert not desk.page.get_by_text("添加通行密钥").is_visible()
    assert (desk.faults, desk.complaints) == ([], [])


def test_the_pages_of_colleagues_accounts(cast: Cast, browser: Any, live_server: Any) -> None:
    admin = person("admin", "管理员-某", Role.ADMIN, post_place(cast, Role.ADMIN))
    auditor = person("auditor", "审计员-某", Role.AUDITOR, post_place(cast, Role.AUDITOR))
    out(browser, live_server.url, cast.saran)
    desk = Desk(browser, live_server.url, admin, SEEN)
    desk.open("/accounts/")
    desk.look("accounts")
    desk.page.get_by_role("button", name="新密码 · 萨仁").click()
    desk.page.get_by_role("button", name="生成").click()
    desk.page.wait_for_selector("p.page-title")
    desk.look_here("drawn-password")
    reader = Desk(browser, live_server.url, auditor, SEEN)
    reader.open("/audit/accounts/")
    assert "重设密码" in reader.text
    reader.look("account-acts")
    for one in (desk, reader):
        assert (one.faults, one.complaints) == ([], [])
