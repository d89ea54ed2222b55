"""A kind added as a folder has its list, page, form, intake, sync and file without an edit anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_doings import SignedIn
from django.urls import reverse
from django.utils import timezone

from cast import GACHA, Cast
from phone.carrying import Carried, phone_of
from urtuu.journal import desk
from urtuu.journal import queries as journal
from urtuu.kinds import registry
from urtuu.kinds.composing import Deed

TABLE = '''
"""A lost animal: reported by a herder, looked for on the round, found or given up. 走失牲畜"""
from urtuu.kinds.fields import Choice, Count, Moment, Many, Place, Words, YesNo
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Clock, Kind

KIND = Kind(
    name="stray",
    title=("animal",),
    columns=("species", "head", "seen_last"),
    clocks=(Clock(name="answer", starts=("report",), stops=("found",), hours=24),),
    ends=("home",),
    acts=(
        Act(name="report", leads_to="missing", needs={
            "animal": Words(max=40), "species": Choice(options=("sheep", "horse")),
            "head": Count(unit="head"), "seen_at": Place(), "seen_last": Moment(), "marked": YesNo(),
            "owners": Many(of={"name": Words(max=40)}, personal=True)}),
        Act(name="found", after=("missing",), leads_to="home", by=(Role.OFFICER, Role.CHIEF),
            needs={"found_by": Words(max=40)}),
    ),
)
'''
WORDS = """
one = "走失牲畜"
many = "走失牲畜"
[states]
missing = "在找"
home = "已找回"
[acts]
report = { label = "报走失", done = "报告走失" }
found = { label = "找到", done = "牲畜已找回" }
[fields]
animal = "牲畜"
species = "畜种"
head = "头数"
[choices.species]
sheep = "绵羊"
horse = "马"
"""


@pytest.fixture
def _stray(tmp_path: Path) -> Iterator[None]:
    folder = tmp_path / "stray"
    (folder / "words").mkdir(parents=True)
    (folder / "kind.py").write_text(TABLE, "utf-8")
    (folder / "words" / "zh-hans.toml").write_text(WORDS, "utf-8")
    registry.use(registry.read_shelf(tmp_path))
    yield
    registry.use(None)


@pytest.mark.usefixtures("_stray")
def test_a_folder_is_all_it_takes(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.bataar, "zh-hans")
    begin = reverse("desk:begin", args=["stray", "report"])
    assert "绵羊" in client.get(begin).content.decode()
    sent = {
        "animal": "花脸绵羊", "species": "sheep", "head": "12", "seen_at__gacha": GACHA, "marked": "yes",
        "seen_last": "2026-11-23T17:30", "owners-0-name": "宝音", "owners-1-name": "",
    }  # fmt: skip
    page = client.post(begin, sent, follow=True).content.decode()
    for words in ("已记入：报告走失", "花脸绵羊", "绵羊", "在找", "宝音"):
        assert words in page, words
    row = journal.standings(cast.bataar.who, "stray", cast.today).get()
    listed = client.get(reverse("desk:records", args=["stray"])).content.decode()
    for words in ("走失牲畜", "花脸绵羊", "12 head", row.number):
        assert words in listed, words
    done = reverse("desk:do", args=["stray", row.record, "found"])
    client.post(done, {"found_by": "邻居", "saw": "1"})
    assert journal.standings(cast.bataar.who, "stray", cast.today).get().state == "home"
    exported = client.get(reverse("desk:export", args=["stray", "csv"]), {"which": "all"}).content.decode(
        "utf-8-sig"
    )
    assert "已找回" in exported
    assert "宝音" not in exported
    foreign = signed_in(cast.dorji, "zh-hans").get(reverse("desk:record", args=["stray", row.record]))
    assert foreign.status_code == 403


@pytest.mark.usefixtures("_stray")
def test_it_travels_to_a_phone_and_back(cast: Cast, tmp_path: Path) -> None:
    phone = phone_of(cast.bataar, tmp_path / "phone", send=Carried())
    phone.sync()
    said = {
        "animal": "花牛", "species": "horse", "head": 2, "seen_at": {"gacha": GACHA}, "marked": True,
        "seen_last": "2026-11-24T08:00:00+08:00", "owners": [{"name": "宝音"}],
    }  # fmt: skip
    made = phone.record("stray", "report", said)
    assert phone.sync().problems == []
    assert phone.status(made.seq) == "taken"
    found = Deed(kind="stray", act="found", record=made.record, fields={"found_by": "萨仁"}, saw=1)
    desk.perform(cast.saran.id, found, timezone.now())
    phone.sync()
    seen = phone.seen(made.record)
    assert seen is not None
    assert seen.state == "home"
