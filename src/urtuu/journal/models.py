"""What is stored. Ids are text in their usual spelling, so the same bulk statements serve both databases."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

ID = 36
NAME = 80


class Site(models.Model):
    """This server's one row: its epoch changes when it is restored from a backup."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    epoch = models.CharField(max_length=ID)
    desk_device = models.CharField(max_length=ID)
    began_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="there_is_one_site")]


class Feed(models.Model):
    """A counter and the frontier of its Merkle tree; the row is locked last in a push."""

    name = models.CharField(max_length=NAME, primary_key=True)
    pos = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=b"")


class FeedRoot(models.Model):
    """What the tree of a feed was after a push: a phone that shows an older root can be answered."""

    feed = models.CharField(max_length=NAME)
    pos = models.BigIntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["feed", "pos"], name="one_root_a_position")]


class Chain(models.Model):
    """How far a device's chain reaches; locked first in a push, which serialises the device."""

    device = models.CharField(max_length=ID, primary_key=True)
    seq = models.BigIntegerField(default=0)
    head = models.BinaryField()


class Batch(models.Model):
    """One signed push: which lines, by what signature."""

    device = models.CharField(max_length=ID)
    base_seq = models.BigIntegerField()
    count = models.PositiveIntegerField()
    head = models.BinaryField()
    alg = models.CharField(max_length=12)
    sig = models.CharField(max_length=120)
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "base_seq"], name="a_batch_begins_once")
        ]


class EntryRow(models.Model):
    """Every line ever received, whatever was answered; only taken ones have a position in a feed."""

    id = models.CharField(max_length=ID, primary_key=True)
    device = models.CharField(max_length=ID)
    seq = models.BigIntegerField()
    line = models.BinaryField()
    head = models.BinaryField()
    answer = models.CharField(max_length=8)
    why = models.CharField(max_length=10, default="")
    sentence = models.TextField(default="")
    feed = models.CharField(max_length=NAME, null=True)
    pos = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=40)
    act = models.CharField(max_length=40)
    record = models.CharField(max_length=ID, db_index=True)
    actor = models.CharField(max_length=ID)
    station = models.CharField(max_length=NAME)
    grid = models.CharField(max_length=NAME)
    week = models.CharField(max_length=8)
    occurred_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    training = models.BooleanField(default=False)
    settled_by = models.CharField(max_length=ID, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "seq"], name="a_device_counts_each_line_once"),
            models.UniqueConstraint(fields=["feed", "pos"], name="a_feed_position_is_given_once"),
            models.CheckConstraint(
                condition=Q(answer="taken", feed__isnull=False, pos__isnull=False)
                | Q(~Q(answer="taken"), feed__isnull=True, pos__isnull=True),
                name="taken_means_it_has_a_position",
            ),
            models.CheckConstraint(
                condition=Q(answer__in=["taken", "held", "returned"]), name="an_answer_is_one_of_three"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["station", "week", "kind"], name="entries_of_a_station_week"),
            models.Index(fields=["week", "kind"], name="entries_of_a_week"),
            models.Index(
                fields=["station", "answer"], name="entries_in_the_trays", condition=~Q(answer="taken")
            ),
        ]


class Pointer(models.Model):
    """An entry's place in a feed that is not its home."""

    feed = models.CharField(max_length=NAME)
    pos = models.BigIntegerField()
    entry = models.CharField(max_length=ID)
    record = models.CharField(max_length=ID)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feed", "pos"], name="a_pointer_position_is_given_once")
        ]


class StandingRow(models.Model):
    """What a record is now, with the columns that lists and reports ask for."""

    record = models.CharField(max_length=ID, primary_key=True)
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=16)
    state = models.CharField(max_length=40)
    open = models.BooleanField()
    station = models.CharField(max_length=NAME)
    grid = models.CharField(max_length=NAME)
    gacha = models.CharField(max_length=12)
    holder = models.CharField(max_length=ID)
    author = models.CharField(max_length=ID)
    week = models.CharField(max_length=8)
    title = models.CharField(max_length=120)
    amount = models.BigIntegerField(default=0)
    feed = models.CharField(max_length=NAME)
    version = models.PositiveIntegerField()
    body = models.TextField()
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    """Since when it needs nothing more; empty while it is open."""
    training = models.BooleanField(default=False)
    contested = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(open=True, ended_at__isnull=True) | Q(open=False, ended_at__isnull=False),
                name="what_is_open_has_not_ended",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__gte=F("began_at")), name="it_begins_before_it_changes"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "station", "open", "changed_at"], name="standings_of_a_station"),
            models.Index(fields=["kind", "grid", "changed_at"], name="standings_of_a_grid"),
            models.Index(fields=["station", "week", "kind"], name="standings_of_a_station_week"),
            models.Index(fields=["week", "kind"], name="standings_of_a_week"),
            models.Index(fields=["holder", "open"], name="standings_in_one_hand"),
            models.Index(fields=["feed", "open"], name="standings_of_a_feed"),
            models.Index(fields=["number"], name="standings_by_number"),
        ]


class NamedTo(models.Model):
    """Who has a part in a record beside its holder and its author: read off the standing, for lists."""

    key = models.CharField(max_length=NAME, primary_key=True)
    record = models.CharField(max_length=ID, db_index=True)
    staff = models.CharField(max_length=ID, db_index=True)


class SealKey(models.Model):
    """The key of a party, a case or a compartment, wrapped by the site's key; deleting it erases."""

    name = models.CharField(max_length=120, primary_key=True)
    wrapped = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=True, erased_at__isnull=False)
                | Q(wrapped__isnull=False, erased_at__isnull=True),
                name="a_key_is_there_or_erased",
            )
        ]


class SealedPart(models.Model):
    """A sealed part as it came with its entry: salt and body, under the key's encryption."""

    entry = models.CharField(max_length=ID)
    record = models.CharField(max_length=ID, db_index=True)
    part = models.CharField(max_length=40)
    key = models.CharField(max_length=120, db_index=True)
    cipher = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "part"], name="a_part_comes_once_an_entry")
        ]


class Grant(models.Model):
    """Who may pull a case across the border of a grid; folded from `grant` entries."""

    record = models.CharField(max_length=ID)
    about = models.CharField(max_length=ID)
    staff = models.CharField(max_length=ID)
    feed = models.CharField(max_length=NAME)
    until_on = models.DateField(null=True)
    closed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["staff", "closed"], name="grants_of_a_person")]


class Approval(models.Model):
    """Who may open a restricted part of a record for a time; folded from `grant` entries."""

    record = models.CharField(max_length=ID, primary_key=True)
    about = models.CharField(max_length=ID)
    staff = models.CharField(max_length=ID)
    part = models.CharField(max_length=40)
    until_on = models.DateField()
    closed = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["about", "staff"], name="approvals_for_a_reading")]


class Blob(models.Model):
    """A picture that an entry speaks of: wanted until its bytes have arrived as its digest says."""

    sha256 = models.CharField(max_length=64)
    device = models.CharField(max_length=ID)
    entry = models.CharField(max_length=ID)
    record = models.CharField(max_length=ID, db_index=True)
    mime = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    wanted_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "sha256"], name="an_entry_names_a_picture_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["device", "sha256"], name="pictures_that_are_wanted", condition=Q(arrived_at=None)
            )
        ]


class Strange(models.Model):
    """Bytes that fit no chain: a forked device, say. Kept for a person to look at, never judged."""

    device = models.CharField(max_length=ID)
    reason = models.CharField(max_length=60)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
