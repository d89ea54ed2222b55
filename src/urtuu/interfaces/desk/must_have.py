"""What comes before anything else: a password of one's own, and a second factor where the site asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.places.models import Staff
from urtuu.places.permissions import must_prove_twice
from urtuu.web import full_disk

_OPEN = {"sign_in", "sign_out", "second_step", "passkey_ask", "passkey_enter", "account", "new_password"}
"""What is needed to sign in, to set a password of one's own, and to leave again."""
_SETTING_UP = {"set_up_app", "passkey_begin", "passkey_add", "recovery_codes"}
"""What is needed to set up a second factor; not with a password that somebody else has seen."""


class FirstOfAllMiddleware:
    """Leads to one's own account until it is as it must be. Who is asking is known to each page anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to add on the way."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """To the page of one's account, or nowhere."""
        try:
            return self._led(request)
        except DatabaseError as error:  # what is asked here no view asks first
            response = full_disk.passing(request, error)
            if response is None:
                raise
            return response

    def _led(self, request: HttpRequest) -> HttpResponse | None:
        if _is_one_of(request, _OPEN) or not request.user.is_authenticated:
            return None
        if request.user.password_drawn:
            messages.warning(request, _("Somebody else has seen this password. Set your own first."))
            return redirect("desk:account")
        if settings.SECOND_FACTOR == "off" or _is_one_of(request, _SETTING_UP):
            return None
        return _second_factor(request)


def _second_factor(request: HttpRequest) -> HttpResponse | None:
    """To set one up, until there is one in this session."""
    if request.session.get(factors.MARK) or not must_prove_twice(asking(request), today_of(request)):
        return None
    if factors.held(Staff.objects.get(pk=str(request.user.pk))).any:
        logout(request)  # this session began before there was one: it is asked for now
        return redirect("desk:sign_in")
    messages.warning(request, _("Your role reads sealed parts. Set up a second step first."))
    return redirect("desk:account")


def _is_one_of(request: HttpRequest, names: set[str]) -> bool:
    """Whether this is one of these pages, or none of the desk's."""
    match = request.resolver_match
    return match is None or "desk" not in match.app_names or match.url_name in names
