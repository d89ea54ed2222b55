"""A phone believes its server only as far as it can check: holes, roots, signatures, receipts, history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from cast import Cast
from phone.carrying import Carried
from urtuu.interfaces.phone.client import Sent, Unreachable
from urtuu.interfaces.phone.phone import Phone
from urtuu.journal.models import FeedRoot

VISIT = {"met": "met", "card_left": True, "label": "第三家"}


class Tampering:
    """Carries requests; `change` rewrites the next answers: header and lines."""

    def __init__(self, carried: Carried) -> None:
        self.carried = carried
        self.change: Callable[[dict[str, Any], list[bytes]], None] | None = None

    def __call__(self, path: str, body: bytes, headers: Any) -> Sent:
        sent = self.carried(path, body, headers)
        if self.change is None or path != "/sync":
            return sent
        first, *lines = sent.content[:-1].split(b"\n")
        head = msgspec.json.decode(first)
        self.change(head, lines)
        return Sent(200, b"\n".join([msgspec.json.encode(head), *lines]) + b"\n")


@pytest.fixture
def road(carried: Carried) -> Tampering:
    return Tampering(carried)


@pytest.fixture
def bataar(cast: Cast, phone: Callable[..., Phone], road: Tampering) -> Phone:
    """A phone that follows its grid from the first line on, with two visits not yet sent."""
    made = phone(cast.bataar, send=road)
    made.sync()
    for _ in range(2):
        made.record("visit", "make", VISIT)
    return made


def told(phone: Phone) -> list[str]:
    return [message.sentence.name for message in phone.inbox() if message.sentence]


def near(phone: Phone) -> int:
    return phone.store.feeds()["grid:near"].pos


def drop_a_line(head: dict[str, Any], lines: list[bytes]) -> None:
    head["feeds"]["grid:near"]["lines"] -= 1
    del lines[0]


def swap_lines(_head: dict[str, Any], lines: list[bytes]) -> None:
    lines[0], lines[1] = lines[1], lines[0]


def alter_a_line(_head: dict[str, Any], lines: list[bytes]) -> None:
    lines[0] = lines[0].replace(b'"met":"met"', b'"met":"not_home"')


def forge_the_root(head: dict[str, Any], _lines: list[bytes]) -> None:
    head["feeds"]["grid:near"]["root"] = "00" * 32


def forge_the_signature(head: dict[str, Any], _lines: list[bytes]) -> None:
    head["feeds"]["grid:near"]["sig"] = "AAAA"


def begin_elsewhere(head: dict[str, Any], _lines: list[bytes]) -> None:
    head["feeds"]["grid:near"]["from"] += 1


def open_over_our_heads(head: dict[str, Any], lines: list[bytes]) -> None:
    head["opened"] = ["grid:near"]
    head["feeds"]["grid:near"] |= {"from": 2, "lines": 0}
    del lines[:2]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (drop_a_line, "feed_hole"),
        (begin_elsewhere, "feed_hole"),
        (open_over_our_heads, "feed_hole"),
        (swap_lines, "root_differs"),
        (alter_a_line, "root_differs"),
        (forge_the_root, "root_not_signed"),
        (forge_the_signature, "root_not_signed"),
    ],
)
def test_a_feed_that_is_not_what_it_claims(
    bataar: Phone, road: Tampering, change: Callable[..., None], sentence: str
) -> None:
    road.change = change
    synced = bataar.sync()
    assert [problem.name for problem in synced.problems] == [sentence]
    assert told(bataar) == [sentence]
    assert near(bataar) == 0
    assert bataar.status(1) == "taken"  # the receipts are another matter
    road.change = None
    assert bataar.sync().problems == []
    assert near(bataar) == 2


def test_an_answer_with_lines_missing_or_left_over(bataar: Phone, road: Tampering) -> None:
    for change in (lambda _, lines: lines.pop(), lambda _, lines: lines.append(b"{}")):
        road.change = change
        with pytest.raises(Unreachable) as torn:
            bataar.sync()
        assert torn.value.sentence.name == "answer_torn"
        assert bataar.status(1) == "pending"


def test_a_receipt_for_something_else(bataar: Phone, road: Tampering) -> None:
    def another(head: dict[str, Any], _lines: list[bytes]) -> None:
        head["receipts"][0]["id"] = "01900000-0000-7000-8000-000000000001"
        head["receipts"].append({"seq": 99, "id": "x", "answer": "taken"})

    road.change = another
    with pytest.raises(Exception, match="nothing_moves"):
        bataar.sync()
    assert [bataar.status(1), bataar.status(2)] == ["pending", "taken"]
    road.change = None
    bataar.sync()
    assert bataar.status(1) == "taken"


def test_history_rewritten_on_the_server_is_told(bataar: Phone) -> None:
    bataar.sync()
    FeedRoot.objects.filter(feed="grid:near", pos=2).update(root="00" * 32)
    bataar.sync()
    assert told(bataar) == ["feed_rewritten"]


def test_a_login_page_in_between(bataar: Phone, road: Tampering) -> None:
    road.carried = lambda *_: Sent(200, b"<html>sign in</html>")  # type: ignore[assignment]
    with pytest.raises(Unreachable) as torn:
        bataar.sync()
    assert torn.value.sentence.name == "answer_torn"
    road.carried = lambda *_: Sent(502, b"<html>bad gateway</html>")  # type: ignore[assignment]
    with pytest.raises(Unreachable) as other:
        bataar.sync()
    assert other.value.sentence.name == "server_answered_otherwise"
    assert bataar.status(1) == "pending"
