"""Who reads the metrics, and that they tell of no person."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from cast import Cast
from operations.some_work import NEED, some_work

TOKEN = "a-token-of-monitoring"
PATH = "/metrics"


@pytest.fixture
def monitoring(settings: object, db: None) -> Client:
    settings.METRICS = TOKEN  # type: ignore[attr-defined]
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def test_nobody_reads_what_nobody_asked_for(client: Client, db: None) -> None:
    assert client.get(PATH).status_code == 404
    assert Client(headers={"authorization": "Bearer off"}).get(PATH).status_code == 404


def test_only_the_token_opens_the_page(monitoring: Client, client: Client) -> None:
    assert monitoring.get(PATH).status_code == 200
    for said in ("", "Bearer ", f"bearer {TOKEN}", TOKEN, f"Bearer {TOKEN[:-1]}", "Bearer loopback"):
        assert Client(headers={"authorization": said}).get(PATH).status_code == 404
    assert client.get(PATH).status_code == 404
    assert monitoring.post(PATH).status_code == 405


def test_loopback_means_that_nobody_stands_between(client: Client, db: None, settings: object) -> None:
    settings.METRICS = "loopback"  # type: ignore[attr-defined]
    assert client.get(PATH).status_code == 200
    assert client.get(PATH, REMOTE_ADDR="10.1.1.9").status_code == 404
    assert client.get(PATH, REMOTE_ADDR="").status_code == 404
    assert client.get(PATH, headers={"x-forwarded-for": "10.1.1.9"}).status_code == 404
    settings.HTTPS = True  # type: ignore[attr-defined]
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize("records", [1, 3])
def test_figures_cost_the_same_however_much_there_is(
    cast: Cast, monitoring: Client, records: int, django_assert_num_queries: object
) -> None:
    for _ in range(records):
        some_work(cast)
    with django_assert_num_queries(3):  # type: ignore[operator]
        told = monitoring.get(PATH).content.decode()
    assert f"urtuu_lines_received {records * 7}.0" in told
    assert "urtuu_held_entries 0.0" in told
    assert re.search(r"urtuu_disk_free_bytes \d", told)


def test_requests_are_counted_by_view_and_status_and_tell_of_nobody(cast: Cast, monitoring: Client) -> None:
    some_work(cast)
    visitor = Client()
    visitor.force_login(cast.bataar.staff)
    before = _count(monitoring, "desk:records", 200)
    page = visitor.get(reverse("desk:records", args=["need"]), {"q": NEED["heading"]}).content.decode()
    record = re.search(r"/records/need/([0-9a-f-]{36})/", page)
    assert record
    visitor.get(reverse("desk:record", args=["need", record[1]]))
    told = monitoring.get(PATH).content.decode()
    assert _count(monitoring, "desk:records", 200) == before + 1
    assert 'urtuu_request_seconds_bucket{le="1.0",view="desk:record"}' in told
    for person in (cast.bataar, cast.saran):
        for word in (person.name, person.id, person.staff.username):
            assert word not in told
    for word in (record[1], *NEED.values(), "near", "shuangsheng"):
        assert word not in told


def _count(monitoring: Client, view: str, status: int) -> float:
    told = monitoring.get(PATH).content.decode()
    found = re.search(rf'urtuu_requests_total{{status="{status}",view="{view}"}} (\S+)', told)
    return float(found[1]) if found else 0.0
