"""Every batch sent three times, overlapping, out of order, cut short, by a server that dies: one clean send.

The road of tests/sync/test_rough_roads.py carries a phone that behaves; here the requests themselves are as
bad as a network and a bad app can make them, and the server is killed in the middle of its statements.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from cast import Cast
from faults.mutating import SEED, TIMES
from phone.carrying import Carried, Killed
from phone.raw import NEED, VISIT, Raw, head_of
from urtuu.base.chain import genesis, heads
from urtuu.base.signing import sign
from urtuu.journal import replay, verifying
from urtuu.journal.models import EntryRow, Feed, SealedPart, StandingRow
from urtuu.kinds.entries import SealedBody, write_line

LINES, BATCHES = 9, 3
IN_CI, A_PART = 8, 250
MOST_STATEMENTS = 80
Written = tuple[bytes, list[SealedBody]]


def written_by(raw: Raw, chance: random.Random) -> list[Written]:
    """A device's lines, needs and what becomes of them among them."""
    found: list[Written] = []
    open_needs: list[str] = []
    for number in range(1, LINES + 1):
        if open_needs and chance.random() < 0.3:
            act: tuple[Any, ...] = ("need", "met", {"how_met": "修好了"}, open_needs.pop())
            entry, sealed = raw.entry(*act, saw=1, ahead=number)
        elif chance.random() < 0.5:
            entry, sealed = raw.entry("need", "hear", NEED, ahead=number)
            open_needs.append(entry.record)
        else:
            entry, sealed = raw.entry("visit", "make", VISIT, ahead=number)
        found.append((write_line(entry), list(sealed)))
    return found


@contextmanager
def dies_after(statements: int) -> Iterator[None]:
    """The server is gone at its n-th statement; what it had not committed never was."""
    left = statements

    def counted(execute: Callable[..., Any], *call: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0 and not call[0].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            raise Killed
        return execute(*call)

    with connection.execute_wrapper(counted):
        yield


def send(raw: Raw, lines: list[Written], first: int, last: int, chance: random.Random) -> None:
    """The lines `first` to `last` in one request; it may be cut or mixed up, the server may die over it."""
    chain = [genesis(raw.device), *heads(genesis(raw.device), [line for line, _ in lines])]
    header = {
        "base_seq": first + 1,
        "prev": chain[first].hex(),
        "sig": sign(raw.key, chain[last]),
        "cursors": cursors(raw),
    }
    part = lines[first:last]
    trouble = chance.random()
    if trouble < 0.15:
        part = part[: chance.randrange(len(part))]  # fewer than were signed
    elif trouble < 0.25:
        part = chance.sample(part, len(part))
    beside = [one for _, sealed in part for one in sealed]
    body = [line for line, _ in part]
    if trouble > 0.7:
        try:
            with transaction.atomic(), dies_after(chance.randrange(MOST_STATEMENTS)):
                raw.post(body, beside, **header)
        except Killed:
            return
    else:
        raw.post(body, beside, **header)


def cursors(raw: Raw) -> dict[str, int]:
    """Where the feeds end: nothing is to be pulled here."""
    ends = dict(Feed.objects.values_list("name", "pos"))
    return {name: ends.get(name, 0) for name in ("grid:near", f"officer:{raw.person.id}")}


def schedule(raw: Raw, chance: random.Random) -> list[Written]:
    """Windows over the lines, each three times, overlapping and out of order; then what is lacking."""
    lines = written_by(raw, chance)
    windows = []
    for _ in range(BATCHES):
        first = chance.randrange(LINES)
        windows += [(first, chance.randint(first + 1, LINES))] * 3
    chance.shuffle(windows)
    for first, last in windows:
        send(raw, lines, first, last, chance)
    seq = int(head_of(raw.post([], base_seq=1, cursors=cursors(raw)))["acked"][0])
    if seq < LINES:
        beside = [one for _, sealed in lines[seq:] for one in sealed]
        chain = [genesis(raw.device), *heads(genesis(raw.device), [line for line, _ in lines])]
        last = {"base_seq": seq + 1, "prev": chain[seq].hex(), "sig": sign(raw.key, chain[-1])}
        assert raw.post([line for line, _ in lines[seq:]], beside, **last).status == 200
    return lines


def check_one_clean_send(raw: Raw, lines: list[Written], before: int) -> None:
    """What is stored, where it stands and what it folds to is what one send would have made."""
    rows = list(EntryRow.objects.filter(device=raw.device).order_by("seq"))
    assert [bytes(row.line) for row in rows] == [line for line, _ in lines]
    assert {row.answer for row in rows} == {"taken"}
    assert [row.pos for row in rows] == list(range(before + 1, before + LINES + 1))
    found = {row.record for row in rows}
    assert StandingRow.objects.filter(record__in=found).count() == len(found)
    assert SealedPart.objects.filter(entry__in=[row.id for row in rows]).count() == sum(
        len(sealed) for _, sealed in lines
    )


def many(cast: Cast, carried: Carried, seeds: range) -> None:
    for seed in seeds:
        raw = Raw(cast, cast.bataar, carried)
        before = Feed.objects.filter(name="grid:near").values_list("pos", flat=True).first() or 0
        check_one_clean_send(raw, schedule(raw, random.Random(seed)), before)
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []


def test_seeded_schedules(cast: Cast, carried: Carried) -> None:
    many(cast, carried, range(SEED, SEED + IN_CI))


@pytest.mark.long
@pytest.mark.parametrize("part", range(40 * TIMES))
def test_ten_thousand_schedules(cast: Cast, carried: Carried, part: int) -> None:
    first = SEED + 1000 + part * A_PART
    many(cast, carried, range(first, first + A_PART))


def test_a_server_does_die_in_the_middle(cast: Cast, carried: Carried) -> None:
    """The schedules would prove nothing if every kill came too early or too late."""
    raw = Raw(cast, cast.bataar, carried)
    lines, came = written_by(raw, random.Random(SEED)), []
    for statements in range(MOST_STATEMENTS):
        try:
            with transaction.atomic(), dies_after(statements):
                raw.post([lines[0][0]], lines[0][1])
        except Killed:
            came.append(EntryRow.objects.count())
            continue
        break
    assert len(came) > 5
    assert set(came) == {0}
    assert EntryRow.objects.count() == 1
