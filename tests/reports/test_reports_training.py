"""Practice leaves no trace in what is counted, listed, printed or exported; the same acts in earnest do."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cast import Cast, Person
from urtuu.journal import desk, lookups, verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.composing import Deed
from urtuu.kinds.registry import shelf
from weeks_of_work import WEEK, Work, at, report

SignedIn = Callable[[Person], Client]
LAST = WEEK.shifted(-1)
"""The year counts finished weeks only."""
KINDS = ("visit", "need", "dispute", "publicity", "task", "week_report", "feedback", "referral")


def pages(cast: Cast) -> list[str]:
    """Every page of the desk that lists or counts, as the chief opens it."""
    week, station = str(LAST), cast.home.pk
    sheets = [f"/sheet/{week}/station/{station}/", f"/sheet/{week}/officer/{cast.bataar.id}/"]
    return [
        "/",
        "/trays/",
        *(f"/trays/?tab={tab}" for tab in ("decide", "wait", "contested")),
        *(f"/records/{kind}/?which=all" for kind in KINDS),
        *(f"/records/{kind}/export.csv?which=all" for kind in KINDS),
        *sheets,
        *(f"{sheet}workbook.xlsx" for sheet in sheets),
        *(f"{sheets[0]}figure/{name}/" for name in ("visits", "disputes_opened", "disputes_pending")),
        f"/week/{week}/{station}/",
        f"/week/{week}/{station}/print/",
        "/year/2026/",
        "/year/2026/workbook.xlsx",
        "/year/2026/figure/visits/",
    ]


def shown(client: Client, urls: list[str]) -> dict[str, str]:
    """What the pages say, without the token of their forms.

    On paper a sheet names the roots of its feeds: they stand for every line, practised ones too.
    """
    found = {}
    for url in urls:
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, url
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = _sheets_of(body) if url.endswith(".xlsx") else body.decode()
        found[url] = re.sub(r'"[A-Za-z0-9]{64}"|<section class="print-only proof">.*?</section>', "", text,
                            flags=re.DOTALL)  # fmt: skip
    return found


def _sheets_of(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        names = [name for name in sorted(packed.namelist()) if name.startswith("xl/")]
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in names)


def a_week_of(work: Work, *, training: bool) -> None:
    """Something of every kind, one entry that two made impossible for each other, one that waits."""
    cast = work.cast

    def do(who: Person, kind: str, act: str, day: int, record: str = "", saw: int = 99, **fields: Any) -> str:
        deed = Deed(kind=kind, act=act, fields=fields, record=record, saw=saw if record else 0,
                    training=training, **work.place("near"))  # fmt: skip
        receipt = desk.submit(who.id, [deed], at(day, week=LAST))[0]
        return str(EntryRow.objects.get(id=receipt.id).record)

    do(cast.bataar, "visit", "make", 2, label="练习家", met="met", card_left=True)
    need = do(cast.bataar, "need", "hear", 2, topic="water", heading="练习的井", said="练习")
    do(cast.bataar, "publicity", "hold_now", 3, topics=["fraud"], people=30, language="mn",
       place={"gacha": "150421102204"})  # fmt: skip
    dispute = do(cast.bataar, "dispute", "report", 2, **report("near"))
    do(cast.saran, "dispute", "refer", 3, dispute, 1, receiver="court", why_referred="练习", sent="练习",
       basis="consent")  # fmt: skip
    do(
        cast.wang,
        "dispute",
        "not_accept",
        3,
        dispute,
        1,
        why_not_accepted="outside_scope",
        remedies_told=True,
    )
    task = do(cast.saran, "task", "propose", 1, what="visit", title="练习走访", source="chief", reason="练习",
              week=str(LAST))  # fmt: skip
    do(cast.saran, "task", "assign", 1, task, officer=cast.bataar.id)
    do(cast.saran, "task", "issue", 1, task)
    do(cast.bataar, "task", "done", 3, task, outcome="done")
    do(cast.saran, "feedback", "thank", 4, about=need, officer=cast.bataar.id, text="练习")
    do(cast.bataar, "week_report", "hand_in", 5, week=str(LAST), level="officer", officer=cast.bataar.id,
       text="练习的一周", visits=99)  # fmt: skip


@pytest.fixture
def earnest(work: Work) -> Work:
    """A real week beneath it, so that no page is empty."""
    work.dispute("near", at(1, week=LAST))
    work.do(work.cast.bataar, "visit", "make", at(2, week=LAST), label="宝音家", met="met", card_left=True)
    work.task("near", at(1, week=LAST), LAST)
    return work


def test_training_is_in_no_list_and_no_figure(earnest: Work, cast: Cast, signed_in: SignedIn) -> None:
    client, urls = signed_in(cast.saran), pages(cast)
    before = shown(client, urls)
    waiting = lookups.waiting_for_person(cast.saran.who, at(5, 16))
    a_week_of(earnest, training=True)
    assert StandingRow.objects.filter(training=True).count() == 7
    assert EntryRow.objects.filter(training=True, answer="held").exists()
    after = shown(client, urls)
    assert [url for url in urls if after[url] != before[url]] == []
    assert lookups.waiting_for_person(cast.saran.who, at(5, 16)) == waiting
    assert list(verifying.faults()) == []


def test_the_same_week_in_earnest_is_seen_everywhere(earnest: Work, cast: Cast, signed_in: SignedIn) -> None:
    client, urls = signed_in(cast.saran), pages(cast)
    before = shown(client, urls)
    a_week_of(earnest, training=False)
    after = shown(client, urls)
    unchanged = [url for url in urls if own(after[url]) == own(before[url])]
    assert [url for url in unchanged if "referral" not in url] == []  # the one kind nothing was done in


def own(page: str) -> str:
    """What a page itself says, without the menu and its counts."""
    return page.partition("<main")[2] or page


def test_training_reaches_nobody_elses_figures(earnest: Work, cast: Cast, signed_in: SignedIn) -> None:
    a_week_of(earnest, training=True)
    for who in (cast.bataar, earnest.coordinator):
        client = signed_in(who)
        for url in ("/sheet/", "/", *(f"/records/{kind}/" for kind in KINDS)):
            assert "练习" not in client.get(url, follow=True).content.decode(), (who.name, url)


def test_every_kind_of_work_is_practised_here() -> None:
    done_here = {"visit", "need", "dispute", "publicity", "task", "week_report", "feedback", "referral"}
    # A route is written by the desk alone; a practised waypoint gives no point (tests/rounds).
    elsewhere = {"route", "waypoint"}
    assert {kind.name for kind in shelf() if not kind.desk_only} - elsewhere == done_here == set(KINDS)
