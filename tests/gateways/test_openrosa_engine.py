"""The forms in the unmodified engine of ODK Web Forms: what it shows, lets through, and what then arrives.

Forms, lists and filled instances travel over HTTP as a client's would; the engine runs in a real browser.
"""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring

from cast import GACHA, Cast, Person, build_cast
from gateways.handed import NOW, photograph
from urtuu.interfaces.gateways import keys
from urtuu.journal.models import Blob, EntryRow, StandingRow
from urtuu.kinds.entries import read_entry

CLIENTS = Path(__file__).parent / "clients"
ENGINE = CLIENTS / "node_modules" / "@getodk" / "xforms-engine"
CHROMIUM = Path("/usr/bin/chromium")
LISTED = "{http://openrosa.org/xforms/xformsList}"
BESIDE = "{http://openrosa.org/xforms/xformsManifest}"
FILL = (
    "([xml, lists, answers, lang]) => import('/collect.js').then((it) => it.fill(xml, lists, answers, lang))"
)

pytestmark = pytest.mark.browser

Answers = list[tuple[str, Any]]
VISIT: Answers = [("grid", "near"), ("met", "met"), ("card_left", "yes"), ("label", "井东第三家")]
NEED: Answers = [("grid", "near"), ("topic", "water"), ("heading", "机井不出水"), ("said", "井干了三天")]
TALK: Answers = [
    ("grid", "near"), ("topics", ["fraud", "fire"]), ("people", 12), ("language", "both"),
    ("place_gacha", GACHA),
]  # fmt: skip


class Files(http.server.SimpleHTTPRequestHandler):
    """The engine and the driver, without a line for each."""

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def cast(transactional_db: None, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Cast:
    """Everybody, in a database that the served site sees."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running beside the test
    settings.GATEWAYS, settings.BLOBS = True, tmp_path / "blobs"
    return build_cast()


@pytest.fixture
def page() -> Iterator[Any]:
    """A browser's page that may load the engine."""
    if not CHROMIUM.exists() or not ENGINE.exists():
        pytest.skip("needs Chromium, and the clients of tests/gateways/clients")
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    serve = functools.partial(Files, directory=str(CLIENTS))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        opened = browser.new_page(timezone_id="Asia/Shanghai")
        opened.goto(f"http://127.0.0.1:{server.server_port}/package.json")
        yield opened
        browser.close()
        server.shutdown()


class Tablet:
    """A person's tablet with an OpenRosa client."""

    def __init__(self, url: str, person: Person, page: Any, lang: str = "zh-CN") -> None:
        secret = keys.make(person.staff, "平板", NOW)
        self.page, self.root = page, f"{url}/gateways/openrosa"
        auth = (person.staff.username, secret)
        self.http = httpx.Client(auth=auth, headers={"accept-language": lang}, timeout=60)

    def fetched(self, form_id: str) -> tuple[str, dict[str, str]]:
        """A form and the lists beside it, by the addresses that the server names."""
        listed = fromstring(self.http.get(f"{self.root}/formList").content)
        row = next(one for one in listed if one.findtext(f"{LISTED}formID") == form_id)
        form = self.http.get(row.findtext(f"{LISTED}downloadUrl")).text
        manifest = fromstring(self.http.get(row.findtext(f"{LISTED}manifestUrl")).content)
        lists = {
            file.findtext(f"{BESIDE}filename"): self.http.get(file.findtext(f"{BESIDE}downloadUrl")).text
            for file in manifest
        }
        return form, lists

    def fill(self, form_id: str, answers: Answers, lang: str = "zh-Hans") -> dict[str, Any]:
        """What the engine makes of these answers."""
        form, lists = self.fetched(form_id)
        made: dict[str, Any] = self.page.evaluate(FILL, [form, lists, [list(one) for one in answers], lang])
        return made

    def hand_in(self, made: dict[str, Any]) -> httpx.Response:
        """The filled form as the engine wrote it."""
        files = {one["name"]: (one["filename"], bytes(one["bytes"])) for one in made["files"]}
        return self.http.post(f"{self.root}/submission", files=files)


@pytest.fixture
def tablet(cast: Cast, live_server: Any, page: Any) -> Tablet:
    """Bataar's."""
    return Tablet(live_server.url, cast.bataar, page)


@pytest.mark.parametrize(
    ("form_id", "answers", "kind"),
    [
        ("urtuu-visit-make", VISIT, "visit"),
        ("urtuu-need-hear", NEED, "need"),
        ("urtuu-publicity-hold_now", TALK, "publicity"),
    ],
)  # fmt: skip
def test_what_was_filled_becomes_one_entry(tablet: Tablet, form_id: str, answers: Answers, kind: str) -> None:
    made = tablet.fill(form_id, answers)
    assert (made["status"], made["payload"], made["violations"]) == ("success", "ready", [])
    first = tablet.hand_in(made)
    assert (first.status_code, "已收到" in first.text) == (201, True)
    assert tablet.hand_in(made).content == first.content  # the answer was lost
    row = EntryRow.objects.get(kind=kind)
    assert (row.answer, row.grid) == ("taken", "near")
    body = read_entry(bytes(row.line)).body
    if kind == "publicity":
        assert (body["topics"], body["people"], body["place"]) == (["fraud", "fire"], 12, {"gacha": GACHA})


def test_required_and_too_long_are_said_by_the_form(tablet: Tablet) -> None:
    made = tablet.fill("urtuu-need-hear", [("grid", "near"), ("heading", "长" * 61)])
    assert made["payload"] == "pending"
    found = {(one["where"], one["condition"]): one["message"] for one in made["violations"]}
    assert found["/data/topic", "required"] == "“听诉求”还缺少“类别”，请补填。"
    assert "事由" in found["/data/heading", "constraint"]
    assert ("/data/said", "required") in found


def test_it_speaks_both_languages_and_offers_own_doors_only(tablet: Tablet, cast: Cast) -> None:
    for lang, label, option in (("zh-Hans", "见到情况", "见到本人"), ("en", "Met", "met")):
        questions = {one["where"]: one for one in tablet.fill("urtuu-visit-make", VISIT, lang)["questions"]}
        assert questions["/data/met"]["label"] == label
        assert dict(questions["/data/met"]["options"])["met"].lower() == option.lower()
        silent = {where for where, one in questions.items() if not one["label"]}
        assert {where.partition("orx:")[0] for where in silent} == {"/data/when", "/data/"}
    doors = [value for value, _ in questions["/data/household"]["options"]]
    assert sorted(doors) == sorted(str(door.pk) for door in cast.doors[cast.near.pk])


def test_a_door_and_pictures(tablet: Tablet, cast: Cast) -> None:
    picture = {"name": "door.jpg", "bytes": list(photograph())}
    door = str(cast.doors[cast.near.pk][0].pk)
    answers: Answers = [*VISIT[:3], ("household", door), ("photo_1", picture)]
    assert tablet.hand_in(tablet.fill("urtuu-visit-make", answers)).status_code == 201
    blob, standing = Blob.objects.get(), StandingRow.objects.get(kind="visit")
    assert (blob.record, blob.arrived_at is not None) == (standing.record, True)
    assert read_entry(bytes(EntryRow.objects.get(kind="visit").line)).body["household"] == door


def test_a_form_tells_no_more_than_it_asks(tablet: Tablet) -> None:
    made = tablet.fill("urtuu-visit-make", VISIT)
    root = fromstring(bytes(made["files"][0]["bytes"]))
    answered = {one.tag.rpartition("}")[2] for one in root if (one.text or "").strip()}
    assert answered == {"when", "grid", "met", "card_left", "label"}
    meta = next(one for one in root if one.tag.endswith("meta"))
    assert [one.tag.rpartition("}")[2] for one in meta] == ["instanceID"]
