"""The second step of signing in, after the password; and signing in by a passkey, which is two steps in one.

Between the steps nobody is signed in: the session holds who gave the right password, for ten minutes.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.asking import now_of
from urtuu.interfaces.desk.signing_in import HALF, HALF_SECONDS, MOST_TRIES, of_address, right, waiting
from urtuu.places.models import Staff
from urtuu.places.tries import Limit

MOST_A_DAY = 30
"""Codes for one account. A guess stands three chances in a million: five in five minutes, all day long, would
be one chance in two hundred for whoever has the password."""
MOST_QUESTIONS = 200
"""Of one address within five minutes: a whole banner's office may begin its day at once."""


def half_of(request: HttpRequest) -> Staff | None:
    """Who gave the right password in this session and is not in yet; nobody once it changed or is old."""
    half: dict[str, Any] = request.session.get(HALF) or {}
    if not half or half["until"] < now_of(request).timestamp():
        return None
    staff = Staff.objects.filter(pk=UUID(half["staff"]), is_active=True).first()
    if staff is None or not constant_time_compare(half["hash"], staff.get_session_auth_hash()):
        return None
    return staff


@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """A code of the app or a recovery code; a passkey goes by its own address."""
    staff = half_of(request)
    if staff is None:
        return redirect("desk:sign_in")
    if request.method == "GET":
        return _page(request, staff)
    limits = [Limit("second", str(staff.pk), MOST_TRIES), of_address(request)]
    day = Limit("second-day", str(staff.pk), MOST_A_DAY, timedelta(days=1))
    too_many = _("Too many wrong codes today. Use a passkey, or ask the administrator.")
    if waits := waiting(request, limits) or waiting(request, [day], too_many):
        return _page(request, staff, waits.status, waits.sentence)
    how = factors.right_code(staff, request.POST.get("code", ""), now_of(request))
    if not how:
        wrong = _("This code is not right. A code of the app serves once; wait for the next one.")
        return _page(request, staff, 422, wrong)
    right(limits)
    right([day])
    return _enter(request, staff, how)


def _page(request: HttpRequest, staff: Staff, status: int = 200, wrong: str = "") -> HttpResponse:
    context = {"held": factors.held(staff), "wrong": wrong}
    return render(request, "desk/second_step.html", context, status=status)


def _enter(request: HttpRequest, staff: Staff, how: str) -> HttpResponse:
    """Signed in: only now, and by a new key of the session."""
    half: dict[str, Any] = request.session.pop(HALF, {})
    login(request, staff)
    request.session[factors.MARK] = how
    if how == factors.RECOVERY:
        left = factors.held(staff).codes_left
        said = ngettext("%(n)d recovery code is left.", "%(n)d recovery codes are left.", left)
        messages.warning(request, said % {"n": left})
    return redirect(half.get("next") or reverse("desk:home"))


@require_POST
def passkey_ask(request: HttpRequest) -> HttpResponse:
    """What the browser needs to use a passkey. Counted by address: each question makes a session."""
    if waits := waiting(request, [Limit("ask", of_address(request).whom, MOST_QUESTIONS)]):
        return JsonResponse({"sentence": waits.sentence}, status=waits.status)
    if not request.session.session_key:
        request.session.set_expiry(HALF_SECONDS)
    return JsonResponse(factors.ask_passkey(half_of(request)))


@require_POST
def passkey_enter(request: HttpRequest) -> HttpResponse:
    """Signed in by a passkey; after a password it must be that person's."""
    half = half_of(request)
    limits = [Limit("passkey", of_address(request).whom, of_address(request).most), of_address(request)]
    if waits := waiting(request, limits):
        messages.error(request, waits.sentence)
        return redirect("desk:sign_in")
    try:
        credential = json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        credential = None
    owner = factors.passkey_owner(credential, half)
    if owner is None:
        messages.error(request, _("This passkey is not known here. Sign in with your password."))
        return redirect("desk:second_step" if half else "desk:sign_in")
    right(limits)
    return _enter(request, owner, factors.PASSKEY)
