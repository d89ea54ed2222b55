"""Where the work is done and who does it: plain tables, because nothing here is an act of casework."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, Length
from django.db.models.lookups import Exact

from urtuu.base.signing import ALGORITHMS
from urtuu.base.weeks import ONE_THREE_ONE
from urtuu.kinds.roles import Role
from urtuu.places import rules
from urtuu.places.account_rows import AccountAct as AccountAct  # noqa: PLC0414 -- handed on
from urtuu.places.account_rows import DeskSession as DeskSession  # noqa: PLC0414 -- handed on
from urtuu.places.account_rows import Tries as Tries  # noqa: PLC0414 -- handed on
from urtuu.places.permissions import ROLES_AT, Level
from urtuu.places.ways import LegTime as LegTime  # noqa: PLC0414 -- handed on
from urtuu.places.ways import PlacePoint as PlacePoint  # noqa: PLC0414 -- handed on
from urtuu.places.ways import RoadSeason as RoadSeason  # noqa: PLC0414 -- handed on


def _digits(level: str) -> Q:
    return Q(level=level) & Q(Exact(Length("code"), rules.CODE_DIGITS[level]))


class Region(models.Model):
    """A banner, a sumu or town, a gacha or village: its national code and official name."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=6, choices=[(level, level) for level in rules.LEVELS])
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    map_x = models.PositiveSmallIntegerField(null=True, blank=True)
    map_y = models.PositiveSmallIntegerField(null=True, blank=True)
    """A schematic layout, never coordinates."""

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="region_code_has_the_digits_of_its_level",
                condition=_digits(rules.BANNER) | _digits(rules.SUMU) | _digits(rules.GACHA),
            ),
            models.CheckConstraint(
                name="region_below_a_banner_has_a_parent",
                condition=Q(level=rules.BANNER, parent=None)
                | (~Q(level=rules.BANNER) & Q(parent__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def short_name(self) -> str:
        """The name as people say it."""
        return rules.short_name(self.name)


class Station(models.Model):
    """A police station that runs the week of its grids. 派出所"""

    id = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    banner = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="stations")
    phone = models.CharField(max_length=20, blank=True)
    supervision_phone = models.CharField(max_length=20, blank=True)
    week_pattern = models.CharField(max_length=7, default=ONE_THREE_ONE)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="station_week_has_seven_days", condition=Exact(Length("week_pattern"), 7)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Grid(models.Model):
    """The gachas one officer serves. 网格"""

    id = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(max_length=80)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="grids")
    gachas = models.ManyToManyField(Region, related_name="grids", blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """A door, not a dossier: where to knock, in which language, and what the household asked to be kept.

    Nothing about the people behind it is stored, and the last visit comes from the visits' standings.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    label = models.CharField(max_length=60)
    gacha = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="households")
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, related_name="households")
    group_name = models.CharField(max_length=60, blank=True)
    landmark = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(
        max_length=8, choices=[(code, code) for code in rules.LANGUAGES], default=rules.LANGUAGES[0]
    )
    access_needs = models.CharField(max_length=200, blank=True)
    active = models.BooleanField(default=True)
    invented = models.BooleanField(default=False)
    """Made for a demonstration; stands for no real door."""

    class Meta:
        ordering: ClassVar = ["gacha", "group_name", "label"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="one_household_of_a_label_in_a_group", fields=["gacha", "group_name", "label"]
            ),
            models.CheckConstraint(name="household_has_a_label", condition=~Q(label="")),
        ]

    def __str__(self) -> str:
        return self.label


class StaffManager(BaseUserManager["Staff"]):
    """Makes accounts; there is no superuser."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Staff:
        """A member of staff. Without a password nobody can sign in as them."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Staff(AbstractBaseUser):
    """A person who works here. What they may do comes from their posts alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    languages = models.CharField(max_length=40, default=rules.LANGUAGES[0])
    """Codes separated by commas."""
    password_drawn = models.BooleanField(default=False)
    """Somebody else drew the password and has seen it: it serves only to set one's own."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        ordering: ClassVar = ["username"]
        verbose_name_plural = "staff"

    def __str__(self) -> str:
        return self.name


def _stands_at(level: Level) -> Q:
    given = {f"{other.value}__isnull": other != level for other in (Level.BANNER, Level.STATION, Level.GRID)}
    return Q(role__in=[role.value for role in ROLES_AT[level]], **given)


class Post(models.Model):
    """A dated appointment: this role, here, from a day until a day (both included)."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=12, choices=[(role.value, role.value) for role in Role])
    banner = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    grid = models.ForeignKey(Grid, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["from_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="post_is_at_the_level_of_its_role",
                condition=_stands_at(Level.GRID) | _stands_at(Level.STATION) | _stands_at(Level.BANNER),
            ),
            models.UniqueConstraint(
                "staff",
                "role",
                "from_on",
                Coalesce("grid", Value("")),
                Coalesce("station", Value("")),
                Coalesce("banner", Value("")),
                name="one_post_of_a_role_at_a_place_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.grid_id or self.station_id or self.banner_id}"


class Device(models.Model):
    """What signs entries: a person's phone, or the house's desk."""

    PHONE, DESK = "phone", "desk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="devices")
    station = models.ForeignKey(
        Station, on_delete=models.PROTECT, null=True, blank=True, related_name="devices"
    )
    label = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=5, choices=[(PHONE, PHONE), (DESK, DESK)], default=PHONE)
    alg = models.CharField(max_length=8, choices=[(alg, alg) for alg in ALGORITHMS])
    public_key = models.TextField()
    enrolled_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    queue_len = models.PositiveIntegerField(default=0)
    """What the phone says still waits on it; a declaration, not a count of ours."""
    clock_skew_seconds = models.IntegerField(default=0)
    """The phone's clock minus ours; shown, never a reason to refuse."""
    app_version = models.CharField(max_length=40, blank=True)
    checks = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["enrolled_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="device_phone_has_a_person",
                condition=Q(kind="phone", staff__isnull=False) | Q(kind="desk", staff__isnull=True),
            ),
            models.CheckConstraint(
                name="device_signs_with_a_known_algorithm", condition=Q(alg__in=ALGORITHMS)
            ),
            models.UniqueConstraint(name="one_device_of_a_key", fields=["public_key"]),
        ]

    def __str__(self) -> str:
        return self.label or str(self.id)


class EnrolmentCard(models.Model):
    """A one-time card that makes a phone a person's phone. Only the hash of its code is kept."""

    code_hash = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="cards")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="cards_made")

    class Meta:
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="card_expires_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"card of {self.staff_id}"
