"""Setting up and taking away one's own second steps: an app's codes, passkeys, recovery codes.

Each change asks for the password again, so that a browser left open gives nobody a lasting way in.
"""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.account import own, page, secret
from urtuu.interfaces.desk.again import refused_again
from urtuu.interfaces.desk.asking import now_of
from urtuu.interfaces.desk.devices import qr
from urtuu.interfaces.desk.showing import show
from urtuu.places.models import Staff

NAME_LETTERS = 40
_MAY_ADD = "may_add_passkey"
"""In a session: the password was given for the passkey that is being made."""


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def set_up_app(request: HttpRequest) -> HttpResponse:
    """The square for the app, and the code that shows the app has read it."""
    me = own(request)
    if request.method == "GET":
        return _app_page(request, me)
    if refused := refused_again(request, me):
        return _app_page(request, me, 422, password=[refused])
    first = not factors.held(me).any
    if not factors.confirm_app(request, me, request.POST.get("code", ""), now_of(request)):
        wrong = _("This code is not right. Look at the app again: it shows a new one every half minute.")
        return _app_page(request, me, 422, code=[wrong])
    return _done(request, me, first, _("From now on the app's code is asked for when you sign in."))


def _app_page(request: HttpRequest, me: Staff, status: int = 200, **errors: list[str]) -> HttpResponse:
    typed = factors.fresh_secret(request)
    code = {"id": "id_code", "name": "code", "label": _("Code in the app"), "type": "text", "required": True}
    context = {
        "picture": qr(factors.link_of(me, typed), _("QR code for the app")),
        "typed": " ".join(typed[i : i + 4] for i in range(0, len(typed), 4)),
        "fields": [
            {**code, "autocomplete": "one-time-code", "errors": errors.get("code", [])},
            secret("password", _("Your password"), "current-password", errors.get("password", [])),
        ],
    }
    response = show(request, "desk/set_up_app.html", status=status, **context)
    response["Cache-Control"] = "no-store"
    return response


def _done(request: HttpRequest, me: Staff, first: bool, said: str) -> HttpResponse:
    """With the first factor come the recovery codes, shown once."""
    messages.success(request, said)
    return _codes_page(request, me) if first else redirect("desk:account")


def _codes_page(request: HttpRequest, me: Staff) -> HttpResponse:
    codes = [f"{code[:5]} {code[5:]}" for code in factors.draw_codes(me)]
    response = show(request, "desk/recovery_codes.html", me=me, codes=codes)
    response["Cache-Control"] = "no-store"
    return response


@sensitive_post_parameters()
@require_POST
@login_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new ones; those before them are void."""
    me = own(request)
    if refused := refused_again(request, me):
        return page(request, status=422, wrong=refused)
    return _codes_page(request, me) if factors.held(me).any else redirect("desk:account")


@sensitive_post_parameters()
@require_POST
@login_required
def remove_factor(request: HttpRequest, number: int) -> HttpResponse:
    """One step is taken away."""
    me = own(request)
    if refused := refused_again(request, me):
        return page(request, status=422, wrong=refused)
    if factors.remove(me, number):
        if not factors.held(me).any:
            request.session.pop(factors.MARK, None)
        messages.success(request, _("Taken away."))
    return redirect("desk:account")


@sensitive_post_parameters()
@require_POST
@login_required
def passkey_begin(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a passkey, once the password was given."""
    me = own(request)
    if refused := refused_again(request, me):
        return JsonResponse({"sentence": refused}, status=422)
    if len(factors.held(me).passkeys) >= factors.MOST_PASSKEYS:
        return JsonResponse({"sentence": _("You have ten passkeys. Take one away first.")}, status=422)
    request.session[_MAY_ADD] = True
    return JsonResponse(factors.begin_passkey(me))


@require_POST
@login_required
def passkey_add(request: HttpRequest) -> HttpResponse:
    """What the browser made of it, under a name of its owner's."""
    me = own(request)
    first = not factors.held(me).any
    name = request.POST.get("name", "").strip()[:NAME_LETTERS] or _("Passkey")
    try:
        credential = json.loads(request.POST.get("credential", ""))
    except (ValueError, RecursionError):
        credential = None
    allowed = request.session.pop(_MAY_ADD, False)
    if not allowed or not factors.add_passkey(request, me, name, credential):
        return page(request, status=422, wrong=_("No passkey was made. Try once more."))
    return _done(request, me, first, _("From now on you can sign in with this passkey."))
