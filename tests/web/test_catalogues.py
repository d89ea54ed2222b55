"""Compiling the words of an app."""

from pathlib import Path

from urtuu.web.catalogues import compile_all, missing_words, untranslated

WORDS = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def app_with(folder: Path, words: str) -> Path:
    place = folder / "locale" / "zh_Hans" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(WORDS + words, "utf-8")
    return place / "django.po"


def test_a_catalogue_is_compiled_once(tmp_path: Path) -> None:
    source = app_with(tmp_path, 'msgid "Save"\nmsgstr "保存"\n')
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert compile_all(tmp_path) == []


def test_what_an_interrupted_setup_left_empty_is_compiled_again(tmp_path: Path) -> None:
    source = app_with(tmp_path, 'msgid "Save"\nmsgstr "保存"\n')
    source.with_suffix(".mo").touch()
    assert compile_all(tmp_path) == [source.with_suffix(".mo")]
    assert [one.name for one in source.parent.iterdir() if one.suffix != ".po"] == ["django.mo"]


def test_what_is_asked_for_and_not_worded_is_named(tmp_path: Path) -> None:
    source = app_with(tmp_path, 'msgid "Save"\nmsgstr "保存"\n\nmsgid "Later"\nmsgstr ""\n')
    (tmp_path / "views.py").write_text('from x import gettext as _\n_("Save")\n_("Later")\n', "utf-8")
    (tmp_path / "page.html").write_text('{% load i18n %}{% translate "Send" %}', "utf-8")
    assert missing_words(tmp_path) == ["Later", "Send"]
    assert untranslated(source) == ["Later"]
