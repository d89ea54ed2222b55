"""The log is read by administrators: one JSON object a line, and nothing of any person in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from cast import GACHA, Cast
from urtuu.config.logs import LOGGING, PlainLine
from urtuu.interfaces.desk import doing

NAME, LABEL, WORDS, NUMBER = "乌仁其木格", "西头红砖房", "她说丈夫又动了手", "13987654321"
PLANTED = (NAME, LABEL, WORDS, NUMBER, "a-secret-of-hers", "urtuu.evil.example")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the site would write, from every logger that it listens to."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PlainLine())
    told = [logging.getLogger(name) for name in ("", *LOGGING["loggers"])]
    for one in told:
        one.addHandler(handler)
    yield written
    for one in told:
        one.removeHandler(handler)


@pytest.fixture
def desk(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(cast.bataar.staff)
    return client


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    """Every line, after looking for what must not be there."""
    text = log.getvalue()
    for word in PLANTED:
        assert word not in text
        assert word.encode("unicode_escape").decode() not in text
    return [json.loads(line) for line in text.splitlines()]


def test_addresses_queries_and_forms_leave_no_word(cast: Cast, desk: Client, log: io.StringIO) -> None:
    desk.get(f"/records/need/{NAME}/", {"q": WORDS})
    desk.get(f"/no/such/{LABEL}/")
    desk.post(reverse("desk:begin", args=["need", "hear"]), {"grid": "near", "said": WORDS, "heading": LABEL})
    desk.put(reverse("desk:sign_in"), {"username": NAME})
    Client().post(reverse("desk:sign_in"), {"username": NUMBER, "password": "a-secret-of-hers"})
    found = lines(log)
    assert {line["status"] for line in found} >= {404, 422}
    assert {line["said"] for line in found} >= {"Not Found", "Unprocessable Entity"}


def test_what_django_guards_against_is_not_quoted(cast: Cast, log: io.StringIO) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post(f"/records/need/new/hear/?who={NAME}", {"said": WORDS})
    strict.get("/", headers={"host": "urtuu.evil.example"})
    found = lines(log)
    assert {line["status"] for line in found} == {400, 403}
    assert "DisallowedHost" in {line.get("error") for line in found}


def test_an_error_keeps_its_place_in_the_code_and_not_its_words(
    desk: Client, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        try:
            raise ValueError(f"{NAME} {WORDS}")
        except ValueError as error:
            raise IntegrityError(f"DETAIL: Key (name, phone)=({NAME}, {NUMBER}) already exists.") from error

    monkeypatch.setattr(doing, "submit", fails)
    sent = {
        "grid": "near", "topic": "water", "heading": LABEL, "said": WORDS, "place__gacha": GACHA,
    }  # fmt: skip
    assert desk.post(reverse("desk:begin", args=["need", "hear"]), sent).status_code == 500
    line = next(line for line in lines(log) if line.get("error"))
    assert (line["level"], line["error"], line["status"]) == ("error", "IntegrityError", 500)
    assert any("test_logs.py" in place and "fails" in place for place in line["code"])
    assert line["route"] == "records/<slug:kind>/new/<slug:act>/"


def test_phones_leave_no_word_either(cast: Cast, client: Client, log: io.StringIO) -> None:
    client.post("/sync", f'{{"device": "{NAME}"}}'.encode(), content_type="application/x-ndjson")
    client.post(
        "/sync/enrol", {"code": LABEL, "public_key": "", "alg": NUMBER}, content_type="application/json"
    )
    client.patch(f"/sync/blob/{LABEL}", WORDS.encode(), content_type="application/octet-stream")
    assert lines(log)


def test_only_our_own_messages_are_filled_in() -> None:
    strange = logging.LogRecord("somebody", logging.WARNING, "", 0, "cannot read %s", (NAME,), None)
    ours = logging.LogRecord("urtuu.rounds", logging.WARNING, "", 0, "waypoint %s", ("W-1",), None)
    assert json.loads(PlainLine().format(strange))["said"] == "cannot read %s"
    assert json.loads(PlainLine().format(ours))["said"] == "waypoint W-1"
