"""Who asks, when, and in which language: read once a request, here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.dateparse import parse_date

from urtuu.journal import queries as journal
from urtuu.kinds import words
from urtuu.places.permissions import Who
from urtuu.places.queries import who_of

T = TypeVar("T")


def once(request: HttpRequest, name: str, read: Callable[[], T]) -> T:
    """A value kept with the request, read the first time it is asked for."""
    kept: dict[str, Any] = vars(request).setdefault("desk", {})
    if name not in kept:
        kept[name] = read()
    found: T = kept[name]
    return found


def asking(request: HttpRequest) -> Who:
    """The person signed in, with all posts."""
    user = request.user
    return once(request, "who", lambda: who_of(user.pk) if user.is_authenticated else Who("", ""))


def now_of(request: HttpRequest) -> datetime:
    """The moment of the request, the same wherever the page asks."""
    return once(request, "now", timezone.now)


def today_of(request: HttpRequest) -> date:
    """The local day of the request."""
    return journal.today(now_of(request))


def read_day(text: str) -> date | None:
    """A day as a date field sends it; nothing when it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def language() -> str:
    """The language of the words of kinds; traditional Mongolian falls back to Chinese there."""
    return translation.get_language() or words.FIRST


def word(kind: str, group: str, name: str) -> str:
    """A word of a kind where a line begins: with a capital, in languages that have them."""
    said = words.label(language(), kind, group, name)
    return said[:1].upper() + said[1:]
