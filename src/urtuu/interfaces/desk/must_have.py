"""Where the site says so, whoever reads sealed parts sets up a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.places.models import Staff
from urtuu.places.permissions import must_prove_twice

_OPEN = {
    "sign_in",
    "sign_out",
    "second_step",
    "passkey_ask",
    "passkey_enter",
    "account",
    "set_up_app",
    "passkey_begin",
    "passkey_add",
    "recovery_codes",
    "new_password",
}
"""What is needed to sign in, to set one up, and to leave again."""


class SecondFactorMiddleware:
    """Looks only where the site asks for it: elsewhere it costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to add on the way."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """To the page of one's account, until there is a second factor in this session."""
        if settings.SECOND_FACTOR == "off" or _is_open(request) or not request.user.is_authenticated:
            return None
        if request.session.get(factors.MARK) or not must_prove_twice(asking(request), today_of(request)):
            return None
        if factors.held(Staff.objects.get(pk=str(request.user.pk))).any:
            logout(request)  # this session began before there was one: it is asked for now
            return redirect("desk:sign_in")
        messages.warning(request, _("Your role reads sealed parts. Set up a second step first."))
        return redirect("desk:account")


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or "desk" not in match.app_names or match.url_name in _OPEN
