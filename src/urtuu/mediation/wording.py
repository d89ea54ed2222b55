"""The words of the papers: titles, labels, fixed paragraphs, and values as an office writes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from urtuu.kinds import words

HERE = Path(__file__).parent / "words"
LOCAL = ZoneInfo("Asia/Shanghai")
KIND = "dispute"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@cache
def book(lang: str) -> Mapping[str, Any]:
    """One language; Mongolian has no attested words yet and reads as Chinese."""
    name = "en" if lang == "en" else "zh-hans"
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def title(lang: str, code: str) -> str:
    """The title of a form."""
    return str(book(lang)["titles"][code])


def label(lang: str, name: str) -> str:
    """The label of a blank, a column or a heading."""
    return str(book(lang)["labels"][name])


def paragraphs(lang: str, key: str) -> tuple[str, ...]:
    """Fixed paragraphs."""
    return tuple(book(lang)["notices"][key])


def chosen(lang: str, field: str, option: Any) -> str:
    """An option of a field of disputes, worded; nothing for nothing."""
    return words.choice(_kinds(lang), KIND, field, str(option)) if option else ""


def yes_no(lang: str, value: Any) -> str:
    """A truth value, worded; nothing where it was not said."""
    return "" if value is None else words.yes_or_no(_kinds(lang), bool(value))


def day(lang: str, value: date | str | None) -> str:
    """A day as an office writes it: 2026年11月26日, 26 November 2026."""
    if not value:
        return ""
    on = date.fromisoformat(value) if isinstance(value, str) else value
    if lang == "en":
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"
    return f"{on.year}年{on.month}月{on.day}日"


def moment(lang: str, at: datetime) -> str:
    """A day with its hour."""
    here = at.astimezone(LOCAL)
    return f"{day(lang, here.date())}{' ' if lang == 'en' else ''}{here:%H:%M}"


def _kinds(lang: str) -> str:
    return "en" if lang == "en" else "zh-hans"
