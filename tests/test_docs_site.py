"""The documentation as a site: no warning, nothing asked of other servers, Chinese words found."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
DOCS, PICTURES = ROOT / "docs", ROOT / "docs" / "img"
CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder."""
    folder = tmp_path_factory.mktemp("docs-site")
    words = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-d", f"{folder}/seen"]
    done = subprocess.run(
        [sys.executable, *words, "-c", str(DOCS / "site"), str(ROOT), f"{folder}/site"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Files, without a line for each."""

    def log_message(self, *_told: object) -> None:
        pass


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Its address."""
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(site))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_page_is_there(site: Path) -> None:
    pages = [page.relative_to(ROOT) for page in DOCS.rglob("*.md")]
    assert [page for page in pages if not (site / page).with_suffix(".html").exists()] == []
    assert "docs/index.html" in (site / "index.html").read_text(encoding="utf-8")


def test_every_picture_is_shown_and_the_script_takes_it() -> None:
    shown = set()
    for page in [*DOCS.rglob("*.md"), ROOT / "README.md"]:
        shown |= set(
            re.findall(r"!\[[^]]*\]\((?:\.\./)*(?:docs/)?img/([\w-]+)\.png\)", page.read_text("utf-8"))
        )
    there = {picture.stem for picture in PICTURES.glob("*.png")}
    script = (ROOT / "tools" / "pictures.py").read_text(encoding="utf-8")
    assert shown == there
    assert [name for name in sorted(there) if f'"{name}"' not in script] == []


@pytest.mark.browser
def test_it_asks_nobody_else_and_finds_what_a_chief_would_look_for(served: str) -> None:
    from playwright.sync_api import sync_playwright  # here: only browser tests need it

    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium on this machine")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{served}/")
        page.wait_for_url("**/docs/index.html")
        assert "所长" in page.inner_text("body")
        assert found(page, served, "派工") > 0
        assert found(page, served, "没有信号") > 0
        assert found(page, served, "threat") > 0
        assert found(page, served, "没有这样的词") == 0
        browser.close()
    assert [url for url in asked if not url.startswith((served, "data:"))] == []


def found(page: Any, served: str, word: str) -> int:
    """How many pages the search names."""
    page.goto(f"{served}/search.html?q={word}")
    page.locator("#search-results h2").wait_for()
    page.locator("#search-results h2", has_text="搜索结果").wait_for()
    page.wait_for_function("() => document.querySelector('.search-summary').innerText")
    return int(page.locator("#search-results ul.search > li").count())
