"""My account: in which browsers I am signed in, and my password. Everybody signed in has this page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk import factors
from urtuu.interfaces.desk.again import refused_again
from urtuu.interfaces.desk.asking import now_of
from urtuu.interfaces.desk.showing import show
from urtuu.places import sessions
from urtuu.places.models import DeskSession, Staff


@dataclass(frozen=True)
class Browser:
    """A session in words."""

    number: int
    device: str
    begun_at: datetime
    seen_at: datetime
    here: bool


@require_safe
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """The page."""
    return page(request)


def page(request: HttpRequest, *, status: int = 200, **errors: Any) -> HttpResponse:
    """The page, with what went wrong beside the fields it belongs to."""
    me = own(request)
    found = [_browser(one, request) for one in sessions.living(me, now_of(request))]
    context = {"browsers": found, "others": sum(not one.here for one in found), "fields": _fields(errors)}
    # By name: the ways in are strangers, and a site may have no gateways.
    context |= {"keys_url": reverse("gateways:keys") if settings.GATEWAYS else ""}
    context |= {"steps": _steps(me), "wrong": errors.get("wrong", ""), "making": _making()}
    response = show(request, "desk/account.html", status=status, me=me, **context)
    response["Cache-Control"] = "no-store"
    return response


def own(request: HttpRequest) -> Staff:
    """The account of the person who asks."""
    return Staff.objects.get(pk=str(request.user.pk))


def _steps(me: Staff) -> dict[str, Any]:
    """The second steps of a person, each with the field for the password that takes it away."""
    found = factors.held(me)
    rows = [found.app, *found.passkeys] if found.app else list(found.passkeys)
    return {
        "any": found.any,
        "app": found.app is not None,
        "codes_left": found.codes_left,
        "rows": [_step(one, one is found.app) for one in rows],
        "again": secret("password", _("Your password"), "current-password", [], "draw_password"),
    }


def _step(one: Any, is_app: bool) -> dict[str, Any]:
    return {
        "number": one.pk,
        "name": _("Codes of an app") if is_app else factors.name_of(one),
        "icon": "phone" if is_app else "lock",
        "added_at": one.created_at,
        "used_at": one.last_used_at,
        "again": secret("password", _("Your password"), "current-password", [], f"remove_{one.pk}"),
    }


def _making() -> list[dict[str, Any]]:
    """What is asked for before a passkey is made."""
    name = {"id": "id_passkey_name", "name": "name", "label": _("A name for it"), "type": "text"}
    name |= {"hint": _("Such as “office computer” or “key on my ring”.")}
    return [name, secret("password", _("Your password"), "current-password", [], "passkey_password")]


def _browser(one: DeskSession, request: HttpRequest) -> Browser:
    here = one.session == request.session.session_key
    return Browser(one.pk, device_words(one.device), one.begun_at, one.seen_at, here)


def device_words(told: str) -> str:
    """`computer/chrome` as a person says it."""
    kind, _slash, browser = told.partition("/")
    kinds = {"computer": _("computer"), "phone": _("mobile phone"), "tablet": _("tablet")}
    browsers = {
        "edge": "Edge",
        "opera": "Opera",
        "firefox": "Firefox",
        "chrome": "Chrome",
        "safari": "Safari",
        "wechat": _("WeChat"),
    }
    said = [kinds.get(kind, _("unknown device")), browsers.get(browser, "")]
    return " · ".join(part for part in said if part)


def secret(name: str, label: str, autocomplete: str, errors: list[str], ident: str = "") -> dict[str, Any]:
    """A field that hides what is typed."""
    return {
        "id": f"id_{ident or name}",
        "name": name,
        "label": label,
        "type": "password",
        "autocomplete": autocomplete,
        "required": True,
        "errors": errors,
    }


def _fields(errors: dict[str, Any]) -> list[dict[str, Any]]:
    new = secret("new", _("New password"), "new-password", errors.get("new", []))
    new["hint"] = _("At least ten characters, and none of the common ones.")
    return [
        secret("password", _("Password until now"), "current-password", errors.get("password", [])),
        new,
        secret("again", _("New password again"), "new-password", errors.get("again", [])),
    ]


@sensitive_post_parameters()
@require_POST
@login_required
def new_password(request: HttpRequest) -> HttpResponse:
    """A new password; every other session ends with the old one."""
    me = own(request)
    new = request.POST.get("new", "")
    if refused := refused_again(request, me):
        return page(request, status=422, password=[refused])
    if new != request.POST.get("again", ""):
        return page(request, status=422, again=[_("The two new passwords differ.")])
    if me.check_password(new):
        return page(request, status=422, new=[_("This is the password until now.")])
    try:
        validate_password(new, me)
    except ValidationError as bad:
        return page(request, status=422, new=list(bad.messages))
    _change(request, me, new)
    messages.success(request, _("The password is changed. You are signed out everywhere else."))
    return redirect("desk:account")


def _change(request: HttpRequest, me: Staff, new: str) -> None:
    before = str(request.session.session_key)
    with transaction.atomic():
        me.set_password(new)
        me.password_drawn = False
        me.save(update_fields=["password", "password_drawn"])
        sessions.end_all(me, but=before)
        update_session_auth_hash(request, me)
        sessions.renamed(before, str(request.session.session_key))


@require_POST
@login_required
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """One browser is signed out, wherever it is."""
    if sessions.end_one(own(request), number):
        messages.success(request, _("That browser is signed out."))
    return redirect("desk:account")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Every browser but this one is signed out."""
    gone = sessions.end_all(own(request), but=str(request.session.session_key))
    said = ngettext("%(n)d browser is signed out.", "%(n)d browsers are signed out.", gone)
    messages.success(request, said % {"n": gone})
    return redirect("desk:account")
