"""The languages of the interface, how each is written, and which one a visitor gets.

Chinese comes first. Traditional Mongolian is Django's `mvf` (ISO 639-3, Peripheral Mongolian) and `mn-Mong`
in HTML: the code `mn-mong` would silently give Cyrillic. What has no Mongolian wording is shown in Chinese,
as Django falls back to LANGUAGE_CODE, here `zh-hans`. The catalogue of `mvf` may therefore stay short.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf.locale import LANG_INFO

FIRST_LANGUAGE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English"), ("mvf", "ᠮᠣᠩᠭᠣᠯ")]


@dataclass(frozen=True)
class Script:
    """How a language stands on the page; `short` is its label in the language switch."""

    code: str
    html_lang: str
    name: str
    short: str
    direction: str = "ltr"
    vertical: bool = False


SCRIPTS = (
    Script("zh-hans", "zh-Hans", "简体中文", "中"),
    Script("en", "en", "English", "EN"),
    Script("mvf", "mn-Mong", "ᠮᠣᠩᠭᠣᠯ", "ᠮᠣᠩᠭᠣᠯ", vertical=True),
)
_BY_CODE = {script.code: script for script in SCRIPTS}


def make_known() -> None:
    """Add traditional Mongolian to Django's table of languages."""
    LANG_INFO["mvf"] = {
        "bidi": False,
        "code": "mvf",
        "name": "Mongolian (traditional)",
        "name_local": "ᠮᠣᠩᠭᠣᠯ",
    }


def script_of(code: str | None) -> Script:
    """The script of a Django language code; Chinese when it is none of ours."""
    return _BY_CODE.get(code or "", _BY_CODE[FIRST_LANGUAGE])


def language_for(cookie: str | None, accept_language: str) -> str:
    """The language a visitor gets: the one chosen here, else the one the browser asks for.

    English counts only where the header names neither Chinese nor Mongolian: most machines of the banner were
    installed in English and their users read Chinese.
    """
    if cookie in _BY_CODE:
        return str(cookie)
    asked = [known for known in map(_known, _by_weight(accept_language)) if known]
    local = [code for code in asked if code != "en"]
    return (local or asked or [FIRST_LANGUAGE])[0]


def _known(tag: str) -> str:
    tag = tag.lower()
    if tag == "mvf" or tag.startswith("mn-mong") or tag == "mn-cn":
        return "mvf"
    base = tag.split("-")[0]
    return {"zh": "zh-hans", "en": "en"}.get(base, "")


def _by_weight(header: str) -> list[str]:
    """The tags of an Accept-Language header, the most wanted first; the unwanted (q=0) left out."""
    weighed = []
    for part in header[:400].split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight or 1)
        except ValueError:
            value = 0.0
        if tag and value > 0:
            weighed.append((value, tag.strip()))
    return [tag for _, tag in sorted(weighed, key=lambda pair: -pair[0])]
