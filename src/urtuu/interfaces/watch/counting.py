"""How many requests each view answered, with which status, and how long it took.

Labels are names out of the program: the view and the status. An address is none: it may name a record.
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from prometheus_client import Counter, Histogram

OFF = "off"
SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
ANSWERED = Counter("urtuu_requests", "Requests answered.", ("view", "status"))
LASTED = Histogram("urtuu_request_seconds", "How long a request took.", ("view",), buckets=SECONDS)


class CountingMiddleware:
    """Counts what passes; left out altogether where nobody asked for metrics."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.METRICS == OFF:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, counted."""
        began = perf_counter()
        response = self.get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else "none"
        ANSWERED.labels(view, response.status_code).inc()
        LASTED.labels(view).observe(perf_counter() - began)
        return response
