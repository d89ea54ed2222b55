"""A document of another program is taken once, whatever becomes of the answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from cast import Cast, build_cast
from threads import at_once
from urtuu.interfaces.gateways.models import Delivery
from urtuu.interfaces.gateways.once import Different, once
from urtuu.journal import desk, replay, verifying
from urtuu.journal.push import Receipt
from urtuu.kinds.composing import Deed
from urtuu.kinds.judging import Answer

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
VISIT = {"met": "met", "card_left": True, "label": "第三家"}


def visit(cast: Cast) -> Deed:
    return Deed(
        kind="visit",
        act="make",
        grid=str(cast.near.pk),
        fields={"met": "met", "card_left": True, "label": "第三家"},
    )


def deliver(cast: Cast, content: bytes = b"<visit/>", *deeds: Deed) -> list[Receipt]:
    said = deeds or (visit(cast),)
    return once(
        "test", cast.bataar.staff, "uuid:1", content, lambda: desk.submit(cast.bataar.id, said, NOW), now=NOW
    )


def test_the_same_again_is_answered_as_the_first_time(cast: Cast) -> None:
    first = deliver(cast)
    assert first[0].answer is Answer.TAKEN
    assert deliver(cast) == first
    assert Delivery.objects.count() == 1
    assert list(verifying.faults()) == []


def test_a_refusal_is_remembered_too(cast: Cast) -> None:
    refused = Deed(kind="visit", act="make", grid=str(cast.near.pk), fields={"met": "perhaps"})
    first = deliver(cast, b"<visit/>", refused)
    assert first[0].answer is Answer.RETURNED
    assert first[0].sentence is not None
    assert deliver(cast, b"<visit/>", refused) == first


def test_another_content_under_the_same_name_is_told_so(cast: Cast) -> None:
    first = deliver(cast)
    with pytest.raises(Different):
        deliver(cast, b"<visit>other</visit>")
    assert deliver(cast) == first


def test_what_failed_was_not_delivered(cast: Cast) -> None:
    def fails() -> list[Receipt]:
        desk.submit(cast.bataar.id, [visit(cast)], NOW)
        raise OSError("the disk")

    with pytest.raises(OSError, match="disk"):
        once("test", cast.bataar.staff, "uuid:1", b"x", fails, now=NOW)
    assert not Delivery.objects.exists()
    assert deliver(cast, b"x")[0].answer is Answer.TAKEN


def test_a_clash_within_the_work_is_the_works_own(cast: Cast) -> None:
    def clashes() -> list[Receipt]:
        raise IntegrityError("two of something")

    with pytest.raises(IntegrityError):
        once("test", cast.bataar.staff, "uuid:1", b"x", clashes, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_do_it_once() -> None:
    cast = build_cast()

    found = at_once(*[lambda: deliver(cast) for _ in range(8)])
    assert len({one[0].id for one in found}) == 1
    assert all(one == found[0] for one in found)
    assert list(verifying.faults()) == []
    assert list(replay.differences()) == []
