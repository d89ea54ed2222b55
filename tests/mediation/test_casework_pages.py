"""The pages of casework, in three scripts and two sizes: read by axe, nothing runs over, nothing Cyrillic."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from casework import Casework, everyone_of
from cast import Cast, build_cast
from desk_walk import Desk
from urtuu.kinds.roles import Role
from urtuu.mediation.models import Issued

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody, in a database that other threads see."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    return build_cast()


@pytest.fixture
def work(cast: Cast) -> Casework:
    """Two hours ago: the site that is walked through has the clock of this machine."""
    return Casework(cast, everyone_of(cast), timezone.localtime() - timedelta(hours=2))


@pytest.fixture
def desks(live_server: Any, work: Casework) -> Iterator[Callable[[Role], Desk]]:
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    album = Path(__file__).parents[2] / "test-results" / "casework"
    album.mkdir(parents=True, exist_ok=True)
    made: list[Desk] = []
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=flags)

        def make(role: Role) -> Desk:
            made.append(Desk(browser, live_server.url, work.people[role], album))
            return made[-1]

        yield make
        browser.close()
    assert [fault for one in made for fault in one.faults] == []
    assert [complaint for one in made for complaint in one.complaints] == []


def seen(desk: Desk, path: str, name: str) -> None:
    """Opened and looked at."""
    desk.open(path)
    desk.look(name)


def issued(desk: Desk, code: str) -> bytes:
    """What the button of a paper brings: sent as the page would, for the viewer keeps what it is given."""
    button = desk.page.locator(f"button[formaction*='/{code}/issue']").first
    token = desk.page.locator("#issue input[name=csrfmiddlewaretoken]").input_value()
    answer = desk.context.request.post(
        f"{desk.site}{button.get_attribute('formaction')}",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": desk.page.url},
    )
    assert answer.headers["content-type"] == "application/pdf"
    return bytes(answer.body())


def test_a_paper_is_issued_and_anybody_with_its_code_learns_that_it_is_genuine(
    desks: Callable[[Role], Desk], work: Casework, tmp_path: Path
) -> None:
    days = [str(timezone.localdate() + timedelta(days=days)) for days in (20, 40)]
    work.agreed(*days)
    today = str(timezone.localdate())
    work.does(Role.REGISTRAR, "seal", signed_on=today, sealed_on=today)
    mediator = desks(Role.MEDIATOR)
    seen(mediator, f"/records/dispute/{work.record}/papers/", "papers")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(issued(mediator, "M10"))
    text = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], capture_output=True, check=True, text=True
    )
    assert "人民调解协议书" in text.stdout.replace(" ", "")
    digest = Issued.objects.get().digest
    seen(mediator, f"/kiosk/verify/{digest}/", "verify")
    assert "宝音" not in mediator.page.inner_text("body")
    mediator.open(f"/kiosk/verify/{'0' * len(digest)}/")
    mediator.look("verify-unknown")
    for role, name in ((Role.CHIEF, "chief"), (Role.CHAIR, "chair"), (Role.JUDICIAL, "judicial")):
        seen(desks(role), f"/records/dispute/{work.record}/", f"case-{name}")


def test_the_other_pages_around_a_case(desks: Callable[[Role], Desk], work: Casework) -> None:
    work.at -= timedelta(days=60)
    work.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    work.does(Role.OFFICER, "refuse", refused_by="B1", willing_side_told=True)
    work.does(Role.CHAIR, "close_out", outcome="not_accepted", notice_given=True)
    work.at += timedelta(days=35)
    work.reported()
    registrar = desks(Role.REGISTRAR)
    seen(registrar, "/search/", "search")
    registrar.page.fill("input[name=name]", "宝音")
    registrar.page.fill("input[name=purpose]", "当事人来窗口询问进展")
    registrar.press("查找")
    assert registrar.page.locator(".rows .row").count() == 2
    registrar.look_here("search-found")
    registrar.open(f"/records/dispute/{work.record}/")
    registrar.press("这两方半年内是否来过")
    assert registrar.page.locator(".rows .row").count() == 1
    registrar.look_here("same-sides")
    month = f"/year/official/{timezone.localdate().year}/{timezone.localdate().month}/"
    seen(desks(Role.CHIEF), month, "official")
    seen(desks(Role.CHIEF), "/clocks/?when=all", "clocks")
    seen(desks(Role.STATISTICIAN), "/year/", "year-counts")
    privacy = desks(Role.PRIVACY)
    seen(privacy, "/audit/", "audit")
    seen(privacy, "/retention/", "retention")
    privacy.page.get_by_role("button", name="销毁所选").click()
    with privacy.page.expect_response(lambda answer: answer.request.method == "POST"):
        privacy.page.locator("dialog[open] button[value=yes]").click()
    privacy.page.get_by_text("没有保存期满的内容").wait_for()
    privacy.look("retention-empty")
