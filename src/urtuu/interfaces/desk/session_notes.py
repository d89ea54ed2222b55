"""Each session at the desk has a row that its owner can see and end: written here, and nowhere else."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from urtuu.places import sessions
from urtuu.places.models import Staff

log = logging.getLogger(__name__)


def listen() -> None:
    """From now on signing in and out is written down."""
    user_logged_in.connect(_begun, dispatch_uid="urtuu.desk.begun")
    user_logged_out.connect(_ended, dispatch_uid="urtuu.desk.ended")


def _begun(request: HttpRequest, user: Staff, **_more: Any) -> None:
    now = timezone.now()
    # Counted from signing in, not from the last click: a session does not live on by being used.
    request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    request.session.save()
    device = sessions.device_of(request.headers.get("User-Agent", ""))
    sessions.begin(str(request.session.session_key), user, device, now)


def _ended(request: HttpRequest, **_more: Any) -> None:
    if key := request.session.session_key:
        sessions.end_by_key(key)


class SeenMiddleware:
    """Notes roughly when a session was last used. What cannot be noted hides no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then note; a page that never looked at the session is no sign of life."""
        response = self.get_response(request)
        session = request.session
        try:
            if session.accessed and session.session_key and SESSION_KEY in session:
                sessions.seen(session.session_key, timezone.now())
        except DatabaseError:
            log.warning("a session could not be noted as seen")
        return response
