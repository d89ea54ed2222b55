"""`urtuu phone`: a day on the command line, and a sentence for everything typed wrongly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from django.utils import timezone
from typer.testing import CliRunner

from cast import GACHA, Cast, build_cast
from phone.carrying import card_for
from urtuu.interfaces.cli.cmd_phone import command
from urtuu.interfaces.cli.refusal import Refused
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.words import label as words_label
from urtuu.places.models import Device
from urtuu.places.services import revoke

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("phone.addresses")]
line = typer.Typer()
line.callback()(lambda: None)
line.command("phone")(command)


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return build_cast()


class Terminal:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *words: str, lang: str = "en") -> str:
        found = CliRunner().invoke(line, ["phone", *words, "--folder", str(self.folder), "--lang", lang])
        if found.exception and not isinstance(found.exception, SystemExit):
            raise found.exception
        assert found.exit_code == 0, found.output
        return found.output

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))

    def refused(self, *words: str, lang: str = "en") -> str:
        with pytest.raises(Refused) as refused:
            self.run(*words, lang=lang)
        return str(refused.value)


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "bataar")


def test_a_day(cast: Cast, live_server: Any, terminal: Terminal) -> None:
    assert cast.bataar.name in terminal.run("enrol", live_server.url, card_for(cast.bataar))
    assert terminal.json("sync")["problems"] == []
    words = [
        "met=met",
        "card_left=yes",
        "label=第三家",
        f"place={GACHA}:井旁",
        "minutes=20",
        "next_wished=2026-12-01",
    ]
    done = terminal.json("record", "visit", "make", *words, "--at", "2026-11-24T09:00:00+08:00")
    assert (done["seq"], done["state"], done["answer"]) == (1, "made", "pending")
    assert terminal.json("show", done["record"])[0]["pending"] == 1
    need = {"topic": "water", "heading": "机井不出水", "said": "井干了"}
    heard = terminal.json("record", "need", "hear", json.dumps(need))
    terminal.run("record", "need", "met", "how_met=修好了", "--record", heard["record"])
    assert terminal.json("push")["receipts"] == 3
    terminal.run("pull")
    shown = terminal.json("show", heard["record"])[0]
    assert (shown["state"], shown["pending"], shown["words"]) == ("met", 0, {"said": "井干了"})
    assert words_label("zh-hans", "need", "kind", "one") in terminal.run("show", lang="zh-hans")
    assert "pending: 0" in terminal.run("inbox")
    body = json.loads(StandingRow.objects.get(kind="visit").body)["body"]
    assert body == {
        "met": "met", "card_left": True, "label": "第三家", "minutes": 20, "next_wished": "2026-12-01",
        "place": {"gacha": GACHA, "spot": "井旁"},
    }  # fmt: skip


def test_a_held_entry_is_in_the_inbox_with_its_sentence(
    cast: Cast, live_server: Any, terminal: Terminal
) -> None:
    terminal.run("enrol", live_server.url, card_for(cast.bataar))
    terminal.run("sync")
    terminal.run("record", "visit", "make", "met=met", "card_left=no", "label=x")
    revoke(Device.objects.get(staff=cast.bataar.staff), timezone.now())
    terminal.run("push")
    assert "revoked" in terminal.run("inbox")
    assert EntryRow.objects.get().why == "revoked"


def test_what_is_typed_wrongly_is_told(cast: Cast, live_server: Any, terminal: Terminal) -> None:
    assert "There is no phone in" in terminal.refused("show")
    assert terminal.refused("enrol", live_server.url) == "urtuu phone enrol SERVER CODE --folder FOLDER"
    assert "no card with this code" in terminal.refused("enrol", live_server.url, "0000-0000-0000")
    assert "was not reached" in terminal.refused("enrol", "http://127.0.0.1:9", "0000")
    terminal.run("enrol", live_server.url, card_for(cast.bataar))
    terminal.run("sync")
    visit = ("record", "visit", "make")
    assert "whole number" in terminal.refused(*visit, "minutes=much")
    assert "no field “colour”" in terminal.refused(*visit, "colour=red")
    assert "no field=value" in terminal.refused(*visit, "met")
    assert "no field=value" in terminal.refused(*visit, "{broken")
    assert "no moment" in terminal.refused(*visit, "met=met", "--at", "yesterday")
    assert "no kind of record" in terminal.refused("record", "ghost", "make")
    assert "lacks" in terminal.refused(*visit, "met=met")
    assert "没有" in terminal.refused("record", "visit", "haunt", lang="zh-hans")
    assert "urtuu phone record KIND ACT" in terminal.refused("record", "visit")
    assert "no such record" in terminal.refused("show", "01900000-0000-7000-8000-000000000001").lower()
    assert terminal.json("show") == []
