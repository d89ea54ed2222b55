"""Every word of the week is there in Chinese."""

from pathlib import Path

import urtuu.rounds
from urtuu.interfaces import desk
from urtuu.web.catalogues import missing_words, read_catalogue, texts_of

ROOM, DESK = Path(urtuu.rounds.__file__).parent, Path(desk.__file__).parent
PAGES = ("board.py", "board_forms.py", "attendance.py", "plan.py")


def test_the_room_words_everything_it_says() -> None:
    assert missing_words(ROOM) == []


def test_the_pages_of_the_week_are_worded_here(tmp_path: Path) -> None:
    templates = [
        *(DESK / "templates/desk/board").glob("*.html"),
        *(DESK / "templates/desk/plan").glob("*.html"),
    ]
    for page in [DESK / name for name in PAGES] + templates:
        (tmp_path / page.name).write_text(page.read_text("utf-8"), "utf-8")
    catalogue = read_catalogue(ROOM / "locale/zh_Hans/LC_MESSAGES/django.po")
    worded = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.string}
    asked = {text if isinstance(text, str) else text[0] for _, text in texts_of(tmp_path)}
    assert sorted(asked - worded) == []
