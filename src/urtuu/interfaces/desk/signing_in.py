"""Signing in and out. Who tries too often has to wait: under one name from one address, and from an address.

The tries are counted in the database before a secret is looked at, so that all processes count together.
Where they cannot be counted no secret is looked at either.
"""

from __future__ import annotations

import logging
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from urtuu.base.room import ran_out
from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.asking import now_of
from urtuu.interfaces.desk.whence import address_of
from urtuu.places import tries
from urtuu.places.models import Staff
from urtuu.places.tries import Limit

log = logging.getLogger(__name__)
MOST_TRIES = 5
HALF = "half"
"""In a session: who gave the right password, and until when the second step is waited for."""
HALF_SECONDS = 10 * 60
MOST_OF_AN_ADDRESS = 40
"""A station's office shares one address; forty wrong tries in five minutes are no office."""


class SignIn(LoginView):
    """The page of signing in."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """Looks at the password only while there are tries left."""
        if waits := waiting(request, limits_of(request)):
            context = self.get_context_data(form=self.get_form(), waits=waits.sentence)
            return self.render_to_response(context, status=waits.status)
        return super().post(request, *args, **more)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """What was typed stays, the password does not."""
        wrong = _("Name and password do not belong together. Mind capital letters.")
        return self.render_to_response(self.get_context_data(form=form, wrong=wrong), status=422)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Forgets the tries; who has a second factor is not signed in yet."""
        right(limits_of(self.request))
        staff = form.get_user()
        if factors.held(staff).any:
            return half_way(self.request, staff, self.get_success_url())
        return super().form_valid(form)


class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""


def half_way(request: HttpRequest, staff: Staff, then: str) -> HttpResponse:
    """The password was right. It opens nothing: that is noted in the session alone, under a new key."""
    request.session.cycle_key()
    request.session.set_expiry(HALF_SECONDS)
    until = now_of(request).timestamp() + HALF_SECONDS
    told = {"staff": str(staff.pk), "hash": staff.get_session_auth_hash(), "until": until, "next": then}
    request.session[HALF] = told
    return redirect("desk:second_step")


class Waits:
    """Why a secret is not looked at just now."""

    def __init__(self, sentence: str, status: int) -> None:
        self.sentence, self.status = sentence, status


def limits_of(request: HttpRequest) -> list[Limit]:
    """What a try with a password counts against: name and address first, then the address alone."""
    name = request.POST.get("username", "").strip().lower()
    address = address_of(request)
    return [Limit("password", f"{name}|{address}", MOST_TRIES), of_address(request)]


def of_address(request: HttpRequest) -> Limit:
    """The limit of one address, whatever is tried from it."""
    return Limit("address", address_of(request), MOST_OF_AN_ADDRESS)


def waiting(request: HttpRequest, limits: list[Limit], said: str = "") -> Waits | None:
    """Counts a try; nothing when the secret may be looked at. A full disk is answered by its own page."""
    try:
        if tries.take(limits, now_of(request)):
            return None
    except DatabaseError as error:
        if ran_out(error):
            raise
        log.exception("a try could not be counted")
        return Waits(_("Nobody can sign in just now: the server cannot write. Tell the administrator."), 503)
    return Waits(said or _("Too many wrong tries. Wait five minutes, or ask for help at the station."), 429)


def right(limits: list[Limit]) -> None:
    """The secret was right: its own row of tries ends, and this one does not count against the address."""
    tries.forget(limits[0])
    tries.give_back(limits[1:])
