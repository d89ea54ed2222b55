"""The tutorial does what it says: its files are written as they stand, served, and used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cast import GACHA
from sited import SitedAt
from urtuu.kinds import registry
from urtuu.kinds.checking import faults

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
FENCED = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PASSWORD = "a-password-of-the-tutorial"
REPORT = {"animal": "花脸绵羊", "head": "12", "seen_at__gacha": GACHA, "herder": "宝音", "grid": "near"}
STATION = f"""
from urtuu.places.models import Staff
for one in Staff.objects.all():
    one.set_password({PASSWORD!r}); one.save()
"""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def kinds(tmp_path: Path) -> Iterator[Path]:
    """A folder in which somebody did what the page says, and of which this process knows."""
    folder = tmp_path / "kinds"
    for name, text in FENCED.findall(PAGE.read_text(encoding="utf-8")):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    registry.use(registry.read_shelf(folder))
    yield folder
    registry.use(None)


class Browser:
    """Somebody signed in by the form, in Chinese."""

    def __init__(self, url: str, name: str) -> None:
        self.client = httpx.Client(
            base_url=url, headers={"accept-language": "zh-CN"}, follow_redirects=True, timeout=60
        )
        self.post("/sign-in/", {"username": name, "password": PASSWORD})

    def post(self, path: str, said: dict[str, str]) -> httpx.Response:
        token = TOKEN.search(self.client.get(path).text)
        assert token, path
        return self.client.post(path, data={**said, "csrfmiddlewaretoken": token[1]})

    def read(self, path: str) -> str:
        return self.client.get(path).text


def test_its_table_has_no_fault(kinds: Path) -> None:
    assert sorted(str(file.relative_to(kinds)) for file in kinds.rglob("*.*")) == [
        "stray/kind.py", "stray/words/en.toml", "stray/words/zh-hans.toml",
    ]  # fmt: skip
    assert faults(registry.shelf()) == []


def test_what_the_page_promises_happens(kinds: Path, tmp_path: Path) -> None:
    site = SitedAt(tmp_path / "site", URTUU_KINDS=str(kinds))
    site.people()
    site.tell(f"exec({STATION!r})")
    with site.served() as url:
        officer, chief = Browser(url, "bataar"), Browser(url, "saran")
        assert "走失牲畜" in chief.read("/records/stray/")
        begin = "/records/stray/new/report/"
        refused = officer.post(begin, {**REPORT, "animal": ""})
        assert refused.status_code == 422
        assert "花脸绵羊" not in refused.text
        made = officer.post(begin, REPORT)
        assert made.status_code == 200
        assert all(words in made.text for words in ("花脸绵羊", "在找", "有人看见", "找到", "找寻期限"))
        assert "不再找" not in made.text
        assert "不再找" in chief.read(made.url.path)
        assert "花脸绵羊" in chief.read("/records/stray/?q=花脸")
        assert "找寻期限" in chief.read("/clocks/?kind=stray&which=all")
        phone = site.phone("bataar", url, tmp_path / "phone")
        phone.sync()
        fields = {"animal": "花牛", "head": 2, "seen_at": {"gacha": GACHA}}
        written = phone.record("stray", "report", fields, grid="near", station="shuangsheng")
        phone.sync()
        assert phone.status(written.seq) == "taken"
        phone.close()
        assert "花牛" in chief.read("/records/stray/")
    for check in ("replay", "verify"):
        assert site.run(check).returncode == 0, check
