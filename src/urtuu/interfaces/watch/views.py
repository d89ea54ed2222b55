"""The page that monitoring reads, for whoever has the token or sits at the machine itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hmac import compare_digest
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from urtuu.base.room import free_bytes
from urtuu.interfaces.watch import last_backup
from urtuu.interfaces.watch.counting import OFF
from urtuu.journal import queries, recent
from urtuu.rounds.weekplan import jobs

LOOPBACK = "loopback"
_PASSED_ON = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and durations in the text format of Prometheus. Nobody else learns that the page exists."""
    if not _may_read(request):
        raise Http404
    counted = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        body = generate_latest(counted)
    else:
        body = generate_latest(REGISTRY)
    now = CollectorRegistry()
    now.register(_Now())
    response = HttpResponse(body + generate_latest(now), content_type=CONTENT_TYPE_LATEST)
    response["Cache-Control"] = "no-store"
    return response


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS == OFF:
        return False
    if settings.METRICS == LOOPBACK:
        return _at_the_machine(request)
    return compare_digest(
        request.headers.get("Authorization", "").encode(), f"Bearer {settings.METRICS}".encode()
    )


def _at_the_machine(request: HttpRequest) -> bool:
    """Whether nobody stands between: behind a web server every request comes from this machine."""
    if settings.HTTPS or any(name in request.headers for name in _PASSED_ON):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class _Now(Collector):
    """What is counted at the moment of asking: the same whichever process answers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Five figures, each by one cheap query at most."""
        yield _gauge("urtuu_lines_received", "Lines of all chains since the site began.", recent.lines())
        yield _gauge("urtuu_held_entries", "Entries that wait for a person.", queries.held_waiting())
        yield _gauge("urtuu_plans_waiting", "Plans in the queue.", jobs.waiting())
        yield _gauge("urtuu_disk_free_bytes", "Room for the data folder.", free_bytes(settings.VAR))
        if made := last_backup.when():
            yield _gauge(
                "urtuu_last_backup_timestamp_seconds", "When it was last backed up.", made.timestamp()
            )


def _gauge(name: str, says: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, value=value)
