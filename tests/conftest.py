"""What every test may use, and which tests meet a database."""

import os
import shutil

import pytest

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
