"""A real phone: the built app in a real Chromium, over a road that can be cut, against a real site."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from cast import Cast, Person, build_cast
from field.roads import Road
from urtuu.places.services import make_card

CHROMIUM = Path("/usr/bin/chromium")
BUILT = Path(__file__).parents[2] / "src/urtuu/interfaces/field/built/field/index.html"
SEEN = Path(__file__).parents[2] / "test-results" / "field"
ENGINES = Path(__file__).parents[2] / ".venv" / "engines"
OLD = {"": [], "92": ["--disable-dev-shm-usage"], "114": ["--disable-dev-shm-usage"]}
PIN = "274951"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Everybody, in a database that other threads see."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    return build_cast()


@pytest.fixture
def road(live_server: Any) -> Iterator[Road]:
    """The only way from the phone to the site."""
    if not BUILT.exists():
        pytest.skip("the field app has not been built: run make setup")
    road = Road(live_server.thread.host, live_server.thread.port)
    yield road
    road.close()


@pytest.fixture
def playwright() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def figures() -> Callable[[str], None]:
    """Writes down what was measured, beside the screenshots."""
    SEEN.mkdir(parents=True, exist_ok=True)

    def told(line: str) -> None:
        with (SEEN / "figures.txt").open("a", encoding="utf-8") as out:
            out.write(f"{line}\n")

    return told


@pytest.fixture
def album() -> Path:
    """Where screenshots are kept as artefacts of the run."""
    SEEN.mkdir(parents=True, exist_ok=True)
    return SEEN


class Handset:
    """A browser with a profile of its own: it can be put away, killed and taken out again."""

    def __init__(self, playwright: Any, road: Road, engine: str = "", **more: Any) -> None:
        self.playwright, self.road, self.engine = playwright, road, engine
        self.folder = Path(tempfile.mkdtemp(prefix="urtuu-handset-"))
        usual = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "locale": "zh-CN"}
        self.options = {**usual, **more}
        self.executable = str(ENGINES / engine / "chromium" if engine else CHROMIUM)
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.context: Any = None
        self.page: Any = None
        self.start()

    @property
    def address(self) -> str:
        return f"{self.road.url}/field/"

    def start(self) -> Any:
        """Take it out: the same profile, a new browser."""
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=self.executable,
            args=[*FLAGS, *OLD[self.engine]],
            **self.options,
        )
        self.context.on("request", self._watch)
        self.page = self.context.pages[0] if self.context.pages else self.context.new_page()
        self._listen(self.page)
        return self.page

    def _listen(self, page: Any) -> None:
        page.set_default_timeout(15_000)
        if self.engine == "92":
            lend_visibility(self.context, page)
        page.on("console", lambda said: self._hear(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error(e.violatedDirective))"
        )

    def _hear(self, text: str) -> None:
        # Being without signal is no fault of the app: the browser notes each request that found no road.
        if not re.search(r"net::ERR_|Failed to load resource", text):
            self.complaints.append(text)

    def _watch(self, request: Any) -> None:
        url = request.url
        if not url.startswith((self.road.url, "data:", "blob:", "about:", "chrome")):
            self.foreign.append(url)

    def stop(self) -> None:
        """Put it away."""
        if self.context:
            self.context.close()
        self.context = None

    def restart(self) -> Any:
        """The battery was changed."""
        self.stop()
        self.start()
        self.page.goto(self.address)
        return self.page

    def start_over_with_a_fast_clock(self) -> None:
        """Like `restart`, with a clock that a test can move."""
        self.stop()
        self.start()
        self.page.clock.install()
        self.page.goto(self.address)
        self.page.get_by_text("输入密码").first.wait_for()

    def gone(self) -> None:
        """For good."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    # -- what an officer does

    def tap(self, where: Any) -> None:
        """A touch; by script on the oldest engine, which this driver cannot click in."""
        if self.engine == "92":
            where.first.wait_for(state="attached")
            where.first.evaluate("(one) => one.click()")
        else:
            where.first.click()

    def type(self, label: str, text: str) -> None:
        """Into a labelled control, stroke by stroke as the page hears it."""
        control = self.page.get_by_label(label).first
        if self.engine == "92":
            control.evaluate(
                "(one, text) => { one.value = text; one.dispatchEvent(new Event('input')); }", text
            )
        else:
            control.fill(text)

    def home(self) -> Any:
        """Waits for the four verbs."""
        self.page.get_by_role("link", name="记纠纷").first.wait_for(state="attached")
        return self.page

    def enrol(self, person: Person, pin: str = PIN) -> Any:
        """By the card whose picture the desk shows."""
        code = make_card(person.staff, person.staff, timezone.now())
        self.page.goto(f"{self.address}#card={code}")
        self.page.get_by_label("设六位密码").wait_for(state="attached")
        self.type("设六位密码", pin)
        self.type("再输一次", pin)
        self.tap(self.page.get_by_role("button", name="领用"))
        self.home()
        self.page.get_by_text("已连站").first.wait_for(state="attached")  # tables and doors have come
        # From now on the app is on the phone.
        self.page.evaluate(
            "() => navigator.serviceWorker.controller ? true : new Promise((done) =>"
            " navigator.serviceWorker.addEventListener('controllerchange', () => done(true), { once: true }))"
        )
        return self.page

    def unlock(self, pin: str = PIN) -> Any:
        """Types the PIN on a locked phone; one that shows something else says what."""
        try:
            self.page.get_by_text("输入密码").first.wait_for(state="attached", timeout=30_000)
        except Exception as late:
            shown = self.page.evaluate("document.body.innerText")
            raise AssertionError(f"no PIN is asked; the page shows: {shown!r}") from late
        self.typed_pin(pin)
        return self.home()

    def typed_pin(self, pin: str) -> None:
        """Six touches on the pad."""
        for digit in pin:
            self.tap(self.page.get_by_role("button", name=digit, exact=True))

    def go(self, address: str) -> Any:
        """To a screen of the app."""
        self.page.evaluate("(to) => { location.hash = to; }", address)
        return self.page

    def form(self, kind: str, act: str, first: str) -> None:
        """From the home page to the form of an act that begins a record."""
        self.go("/")
        self.home()
        self.go(f"/do/{kind}/new/{act}")
        self.page.get_by_label(first).first.wait_for(state="attached")

    def choose(self, label: str) -> None:
        """A chip of the form."""
        self.tap(
            self.page.locator("label.form-chip, label.form-big").filter(has_text=re.compile(f"^{label}$"))
        )

    def visit(self, door: str) -> None:
        """Somebody was met, the card was left."""
        self.form("visit", "make", "哪一户")
        self.choose("见到本人")
        self.choose("是")
        self.type("哪一户", door)
        self.save()

    def save(self) -> None:
        """The form's button; then the page says that it is safe here."""
        self.tap(self.page.get_by_role("button", name="保存", exact=True))
        self.page.get_by_text("已加密存在这部手机上").wait_for(state="attached")

    def synced(self) -> None:
        """Asks for it and waits until the page says that everything has its receipt."""
        self.go("/sync")
        self.tap(self.page.get_by_role("button", name="立即同步"))
        self.page.get_by_text("都已上传").first.wait_for(state="attached")


LENT = "Element.prototype.checkVisibility ??= function () { return this.getClientRects().length > 0; };"


def lend_visibility(context: Any, page: Any) -> None:
    """The driver asks elements what Chromium 92 does not know: answered in the driver's own world."""
    session = context.new_cdp_session(page)

    def lend(event: dict[str, Any]) -> None:
        session.send("Runtime.evaluate", {"expression": LENT, "contextId": event["context"]["id"]})

    session.on("Runtime.executionContextCreated", lend)
    session.send("Runtime.enable")


@pytest.fixture
def handset(playwright: Any, road: Road, request: pytest.FixtureRequest) -> Iterator[Callable[..., Handset]]:
    """Makes phones; afterwards none may have complained, or asked anything of another origin."""
    made: list[Handset] = []

    def make(**more: Any) -> Handset:
        made.append(Handset(playwright, road, **more))
        return made[-1]

    yield make
    name = re.sub(r"\W+", "-", request.node.name)
    for one in made:
        if one.page and one.context:
            SEEN.mkdir(parents=True, exist_ok=True)
            one.page.screenshot(path=SEEN / f"last-{name}-{made.index(one)}.png")  # when it ended
        one.gone()
    assert [complaint for one in made for complaint in one.complaints] == []
    assert [url for one in made for url in one.foreign] == []
