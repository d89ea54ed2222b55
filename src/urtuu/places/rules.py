"""Short names of places, who serves on a day, and what an enrolment card looks like. Pure."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import date, timedelta

BANNER, SUMU, GACHA = "banner", "sumu", "gacha"
LEVELS = (BANNER, SUMU, GACHA)
CODE_DIGITS = {BANNER: 6, SUMU: 9, GACHA: 12}
"""How many digits the national division code of each level has."""

LANGUAGES = ("zh-hans", "mn-mong", "en")
"""What a household or a member of staff may be spoken to in; the first is the default."""

CARD_MINUTES = 15
LEASE_DAYS = 9
"""How long a phone may work without having been heard from."""
SEEN_EVERY = timedelta(minutes=1)
"""So often at most it is written down that a phone was heard from, when it declares nothing new."""

CHECKS = (
    "secure",
    "worker",
    "database",
    "crypto",
    "persisted",
    "quota",
    "camera",
    "locks",
    "gzip",
    "vertical",
    "clock",
)
"""What a phone looks for in its own browser when it is enrolled."""
_RESULT = re.compile(r"(yes|no|unknown)(: [^\x00-\x1f]{1,40})?")
LONGEST_ENGINE = 80


def plain_checks(told: Mapping[str, object]) -> dict[str, str]:
    """What a phone found of its own browser, as it may be kept: known names with short results.

    Anything else a browser could tell of itself would recognise the person who carries it, and is dropped.
    """
    kept = {name: found for name in CHECKS if (found := _result(told.get(name)))}
    engine = told.get("engine")
    if isinstance(engine, str) and engine.isprintable() and engine:
        kept["engine"] = engine[:LONGEST_ENGINE]
    return kept


def _result(value: object) -> str:
    return value if isinstance(value, str) and _RESULT.fullmatch(value) else ""


_ENDINGS = (
    ("嘎查村民委员会", "嘎查"),
    ("嘎查村委会", "嘎查"),
    ("嘎查委员会", "嘎查"),
    ("嘎查居委会", "嘎查"),
    ("嘎查委会", "嘎查"),
    ("嘎查村", "嘎查"),
    ("社区居民委员会", "社区"),
    ("社区村民委员会", "社区"),
    ("社区居委会", "社区"),
    ("社区委员会", "社区"),
    ("村民委员会", "村"),
    ("村委会", "村"),
    ("居民委员会", "居委会"),
)
"""Longest first: the first ending that fits decides."""


def short_name(name: str) -> str:
    """A place as people say it: 永和村民委员会 → 永和村. Only for display; the official form is kept."""
    for ending, said in _ENDINGS:
        stem = name.removesuffix(ending)
        if stem and stem != name:
            return stem if stem.endswith(said) else stem + said
    return name


def level_of(code: str) -> str:
    """The level a division code belongs to, or nothing when it is no code."""
    if not (code.isascii() and code.isdigit()):
        return ""
    return next((level for level, digits in CODE_DIGITS.items() if digits == len(code)), "")


def in_force(from_on: date, until_on: date | None, on: date) -> bool:
    """Whether a post is held on a day; both ends belong to it."""
    return from_on <= on and (until_on is None or on <= until_on)


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def draw_code() -> str:
    """A new card's code: 60 random bits as XXXX-XXXX-XXXX, without letters that are misread by hand."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join(letters[i : i + 4] for i in (0, 4, 8))


def code_hash(code: str) -> str:
    """What is stored of a code: SHA-256 of its letters, however they were typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MISREAD)
    return hashlib.sha256(f"urtuu-card:{letters}".encode()).hexdigest()


def card_lasts(minutes: int = CARD_MINUTES) -> timedelta:
    """How long a card may be used."""
    return timedelta(minutes=minutes)
