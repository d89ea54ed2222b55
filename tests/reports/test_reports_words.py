"""Every text of the reports and of their pages has its Chinese, in the catalogue of this app."""

from pathlib import Path

import urtuu.reports
from urtuu.interfaces import desk
from urtuu.web.catalogues import missing_words, read_catalogue, texts_of

ROOM, DESK = Path(urtuu.reports.__file__).parent, Path(desk.__file__).parent


def test_the_reports_word_everything_they_say() -> None:
    assert missing_words(ROOM) == []


def test_the_pages_of_sheet_and_year_are_worded_here(tmp_path: Path) -> None:
    templates = (DESK / "templates/desk/sheet").glob("*.html")
    for page in [*DESK.glob("sheet*.py"), DESK / "year.py", *templates]:
        (tmp_path / page.name).write_text(page.read_text("utf-8"), "utf-8")
    catalogue = read_catalogue(ROOM / "locale/zh_Hans/LC_MESSAGES/django.po")
    worded = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.string}
    asked = {text if isinstance(text, str) else text[0] for _, text in texts_of(tmp_path)}
    assert sorted(asked - worded) == []
