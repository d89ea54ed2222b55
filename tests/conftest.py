"""What every test may use, and which tests meet a database."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import urtuu
from urtuu.web import catalogues

if TYPE_CHECKING:
    from cast import Cast

ONE_ENGINE = {"desk", "kiosk", "demo"}
"""Folders of tests that show pages or play the demonstration; what they ask of a database is tested below."""
NEED_A_DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}


def pytest_configure(config: pytest.Config) -> None:
    """`make test` runs the tests so marked on PostgreSQL as well."""
    config.addinivalue_line("markers", "database: meets a database; set by itself")


@pytest.hookimpl(tryfirst=True)  # before pytest picks by mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Nobody has to remember the mark: whoever asks for the database gets it."""
    for item in items:
        asked = NEED_A_DATABASE & set(getattr(item, "fixturenames", ()))
        if asked or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.path.parent.name in ONE_ENGINE:
            item.add_marker("one_engine")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind; only the run that started the others clears up."""
    if not hasattr(config, "workerinput") and (folder := os.environ.pop("URTUU_TESTS_VAR", "")):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _words() -> None:
    """The Chinese words must be compiled before a page is asked for in Chinese."""
    catalogues.compile_all(Path(next(iter(urtuu.__path__))))


@pytest.fixture
def cast(db: None) -> Cast:
    """Everybody, in the test database."""
    from cast import build_cast  # its tables can be named once the settings are read

    return build_cast(db)
