"""One cell's text as a value, or the sentence why it is none."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.roles import Role
from urtuu.kinds.words import LANGUAGES as WORDED
from urtuu.kinds.words import sentences
from urtuu.places.rules import LANGUAGES

_PHONE = re.compile(r"\+?[0-9][0-9 \-]{2,18}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")
_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_SPOKEN = {
    "zh-hans": ("zh", "chinese", "汉语", "中文", "普通话", "汉"),
    "mn-mong": ("mn", "mvf", "mongolian", "蒙古语", "蒙语", "蒙文", "蒙"),
    "en": ("english", "英语", "英"),
}
_ALSO = {
    "站长": Role.CHIEF,
    "网格员": Role.OFFICER,
    "协助员": Role.ASSISTANT,
    "调解员": Role.MEDIATOR,
    "officer": Role.OFFICER,
    "chief": Role.CHIEF,
}


class Wrong(Exception):
    """The text is no such value; `sentence` says what would be."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.name)
        self.sentence = sentence


def phone(text: str) -> str:
    """A telephone number as it is dialled, or nothing. Raises Wrong."""
    if text and not _PHONE.fullmatch(text):
        raise Wrong(say("import_no_phone", value=text))
    return text


def day(text: str) -> date | None:
    """A calendar day: 2026-11-24, 2026/11/24, 2026年11月24日. Raises Wrong."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else _wrong_day(text)
    except ValueError:
        return _wrong_day(text)


def _wrong_day(text: str) -> date:
    raise Wrong(say("import_no_day", value=text))


def username(text: str) -> str:
    """A user name in small letters. Raises Wrong."""
    if not _USERNAME.fullmatch(text.casefold()):
        raise Wrong(say("import_no_username", value=text))
    return text.casefold()


def slug(text: str) -> str:
    """An id of a station or grid. Raises Wrong."""
    if not _SLUG.fullmatch(text):
        raise Wrong(say("import_no_id", value=text))
    return text


def language(text: str) -> str:
    """A language code; the first language when nothing is said. Raises Wrong."""
    if not text:
        return LANGUAGES[0]
    plain = text.casefold()
    for code, names in _SPOKEN.items():
        if plain == code or plain in names:
            return code
    raise Wrong(say("import_no_language", value=text))


def languages(text: str) -> str:
    """Several languages as codes with commas. Raises Wrong."""
    parts = [part for part in re.split(r"[,;，；、/\s]+", text) if part]
    return ",".join(dict.fromkeys(language(part) for part in parts)) or LANGUAGES[0]


def role(text: str) -> Role:
    """A role by its name in either language. Raises Wrong."""
    found = _roles().get(text.casefold())
    if found is None:
        known = ", ".join(one.value for one in Role if one != Role.HOUSE)
        raise Wrong(say("import_no_role", value=text, role=known))
    return found


@cache
def _roles() -> dict[str, Role]:
    named = {
        name.casefold(): one
        for one in Role
        if one != Role.HOUSE
        for name in (one.value, *(sentences(lang)[f"role_{one.value}"] for lang in WORDED))
    }
    return {**_ALSO, **named}
