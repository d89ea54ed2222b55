"""Every sentence said here has words in both languages, with the same blanks."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from urtuu import places
from urtuu.base.sentences import say
from urtuu.kinds.roles import Role
from urtuu.kinds.words import sentence, sentences
from urtuu.places.role_table import PAGES, TABLE, Extent

SAID = re.compile(r'(?:say|word|worded)\(\s*"([a-z_]+)"')


def blanks(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def names() -> set[str]:
    """Every name that the package says in so many words, and those it builds from the table."""
    source = "\n".join(path.read_text() for path in Path(places.__path__[0]).rglob("*.py"))
    built = {f"role_{role}" for role in Role} | {f"page_{page}" for page in PAGES}
    built |= {f"extent_{extent}" for extent in Extent}
    return set(SAID.findall(source)) | built


@pytest.mark.parametrize("lang", ["en", "zh-hans"])
def test_every_name_has_words(lang: str) -> None:
    assert len(names()) > 60
    assert {name for name in names() if name not in sentences(lang)} == set()


def test_both_languages_fill_the_same_blanks() -> None:
    english, chinese = sentences("en"), sentences("zh-hans")
    ours = names() & set(english) & set(chinese)
    assert {name for name in ours if blanks(english[name]) != blanks(chinese[name])} == set()


def test_names_of_roles_and_pages_are_said_in_words() -> None:
    refused = say("page_closed", page="devices", role="chief, admin")
    assert sentence("en", refused) == "The page “devices” is for station chief, administrator."
    assert sentence("zh-hans", refused) == "“设备”页面供所长、系统管理员使用。"
    assert sentence("en", say("post_ended", role="officer")) == "Your post as grid officer ended on ."


def test_the_table_and_its_words_agree_on_roles() -> None:
    assert {f"role_{role}" for role in TABLE} <= set(sentences("en"))
