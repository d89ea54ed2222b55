"""From a filled form to an entry: once, whatever becomes of the answers, and with its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.gateways import keys
from urtuu.interfaces.gateways.models import GatewayKey
from urtuu.interfaces.gateways.once import once
from urtuu.interfaces.gateways.openrosa import waiting
from urtuu.interfaces.gateways.openrosa.photos import Picture, drawn_anew
from urtuu.interfaces.gateways.openrosa.reading import Instance, OldForm, Unreadable, read
from urtuu.journal import desk, pictures
from urtuu.journal.push import Receipt
from urtuu.kinds.judging import Answer
from urtuu.places import queries
from urtuu.places.models import Staff

INSTANCE = "xml_submission_file"
NUMBER_OF = 8
"""Characters of a record's id that are told."""


class Refused(Exception):
    """Nothing was kept: the client keeps it and shows the sentence."""

    def __init__(self, sentence: Sentence, status: int) -> None:
        super().__init__(sentence.name)
        self.sentence, self.status = sentence, status


@dataclass(frozen=True)
class Taken:
    """What the person is told."""

    status: int
    sentences: tuple[Sentence, ...]


def hand_in(key: GatewayKey, files: Mapping[str, bytes], *, now: datetime, more: bool) -> Taken:
    """One request. `more`: other pictures of the same instance follow. Raises Refused, and Different."""
    instance, xml = _instance(files)
    person = key.person
    if more:
        for name in {one for names in instance.photos.values() for one in names} & set(files):
            waiting.keep(str(person.pk), instance.id, name, files[name])
        return Taken(202, (say("submission_waits"),))
    drawn, unread = _drawn(person, instance, files)
    told = {name: [one.told() for one in found] for name, found in drawn.items()}
    place = queries.where_of(instance.grid)
    deed = instance.deed(now, told, place.station)
    device, author = keys.device_of(key, now), str(person.pk)
    receipts = once(
        "openrosa", person, instance.id, xml, lambda: desk.submit(author, [deed], now, device), now=now
    )
    for picture in (one for found in drawn.values() for one in found):
        pictures.take_whole(device, picture.digest, picture.body, now)
    waiting.forget(str(person.pk), instance.id)
    return Taken(201, (_told(receipts[0]), *([say("photo_unreadable", count=unread)] if unread else [])))


def _instance(files: Mapping[str, bytes]) -> tuple[Instance, bytes]:
    xml = files.get(INSTANCE)
    if xml is None:
        raise Refused(say("submission_unreadable", problem=f"no {INSTANCE}"), 400)
    try:
        instance = read(xml)
    except OldForm as old:
        raise Refused(say("form_old"), 400) from old
    except Unreadable as bad:
        raise Refused(say("submission_unreadable", problem=str(bad)), 400) from bad
    if instance is None:
        raise Refused(say("form_unknown"), 404)
    return instance, xml


def _drawn(
    person: Staff, instance: Instance, files: Mapping[str, bytes]
) -> tuple[dict[str, list[Picture]], int]:
    """The pictures that can be read, by field, and how many cannot or never came."""
    found: dict[str, list[Picture]] = {}
    unread = 0
    for field, names in instance.photos.items():
        for name in names:
            body = files.get(name) or waiting.kept(str(person.pk), instance.id, name)
            picture = drawn_anew(body) if body else None
            if picture is None:
                unread += 1
            elif picture not in found.setdefault(field, []):
                found[field].append(picture)
    return found, unread


def _told(receipt: Receipt) -> Sentence:
    if receipt.answer in (Answer.TAKEN, Answer.KNOWN):
        return say("submission_taken", number=receipt.id[:NUMBER_OF])
    return say("submission_kept", reason=receipt.sentence or say("not_taken"))
