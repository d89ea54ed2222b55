"""Second factors of an account: codes of an app, passkeys, recovery codes. allauth does the arithmetic.

A code of an app serves once, in whichever process; a recovery code serves once; a passkey always asks its
owner for a finger, a face or a PIN, so that alone it is two factors.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from urtuu.places import tries
from urtuu.places.models import Staff

APP, PASSKEY, RECOVERY = "app", "passkey", "recovery"
MOST_PASSKEYS = 10
MARK = "factor"
"""In a session: by which second factor it began, or was completed."""
_SETTING_UP = "setting_up_app"
_UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError, IndexError)
"""What the libraries raise at an answer that no browser made."""


@dataclass(frozen=True)
class Held:
    """What a person has: the app's row or nothing, the passkeys, and how many recovery codes are left."""

    app: Authenticator | None
    passkeys: tuple[Authenticator, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether signing in asks for a second step."""
        return self.app is not None or bool(self.passkeys)


def held(staff: Staff) -> Held:
    """One query."""
    rows = list(Authenticator.objects.filter(user=staff).order_by("created_at", "pk"))
    by = {kind: [row for row in rows if row.type == kind] for kind in Authenticator.Type}
    codes = by[Authenticator.Type.RECOVERY_CODES]
    return Held(
        app=next(iter(by[Authenticator.Type.TOTP]), None),
        passkeys=tuple(by[Authenticator.Type.WEBAUTHN]),
        codes_left=len(RecoveryCodes(codes[0]).get_unused_codes()) if codes else 0,
    )


def fresh_secret(request: HttpRequest) -> str:
    """The secret being set up; until a code confirms it, it lies in the session, shut like the others."""
    adapter = get_adapter()
    if _SETTING_UP not in request.session:
        request.session[_SETTING_UP] = adapter.encrypt(generate_totp_secret())
    return str(adapter.decrypt(request.session[_SETTING_UP]))


def link_of(staff: Staff, secret: str) -> str:
    """What the square says to the app."""
    return str(get_adapter().build_totp_url(staff, secret))


def confirm_app(request: HttpRequest, staff: Staff, code: str, now: datetime) -> bool:
    """Whether the app shows the right code; it is then the person's second factor."""
    secret = fresh_secret(request)
    if not validate_totp_code(secret, code) or not _first_use(staff, code, now):
        return False
    with transaction.atomic():
        Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).delete()
        TOTP.activate(staff, secret)
    del request.session[_SETTING_UP]
    request.session[MARK] = APP
    return True


def right_code(staff: Staff, code: str, now: datetime) -> str:
    """By which of a person's factors a code is right: APP, RECOVERY or ''. Being right uses it up."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=staff)}
    app, codes = rows.get(Authenticator.Type.TOTP), rows.get(Authenticator.Type.RECOVERY_CODES)
    if app and validate_totp_code(get_adapter().decrypt(app.data["secret"]), code):
        if not _first_use(staff, code, now):
            return ""
        app.record_usage()
        return APP
    if codes and RecoveryCodes(codes).validate_code(code):
        return RECOVERY
    return ""


def _first_use(staff: Staff, code: str, now: datetime) -> bool:
    """A code looked at over a shoulder serves nobody again, in any process."""
    digits = "".join(letter for letter in code if letter.isdigit())
    lasts = timedelta(seconds=app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1))
    return tries.use_once("app-code", f"{staff.pk}|{digits}", now + lasts, now)


def draw_codes(staff: Staff) -> list[str]:
    """Ten new recovery codes, told once; those before them are void."""
    with transaction.atomic():
        Authenticator.objects.filter(user=staff, type=Authenticator.Type.RECOVERY_CODES).delete()
        return list(RecoveryCodes.activate(staff).generate_codes())


def remove(staff: Staff, number: int) -> bool:
    """Take one factor away; recovery codes go with the last. Whether there was such a one."""
    rows = Authenticator.objects.filter(user=staff).exclude(type=Authenticator.Type.RECOVERY_CODES)
    with transaction.atomic():
        gone = rows.filter(pk=number).delete()[0]
        if not rows.exists():
            Authenticator.objects.filter(user=staff).delete()
    return bool(gone)


def begin_passkey(staff: Staff) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge waits in the session."""
    return dict(webauthn.begin_registration(staff, True))


def add_passkey(request: HttpRequest, staff: Staff, name: str, credential: Any) -> bool:
    """Whether the browser's answer made a passkey of this site, with its owner asked."""
    try:
        webauthn.parse_registration_response(credential)
        verified = webauthn.complete_registration(credential).is_user_verified()
    except _UNREADABLE:
        return False
    finally:
        webauthn.clear_state()
    if verified:
        webauthn.WebAuthn.add(staff, name, credential)
        request.session[MARK] = PASSKEY
    return bool(verified)


def ask_passkey(staff: Staff | None) -> dict[str, Any]:
    """What the browser needs to use a passkey: one of this person's, or any of this site."""
    return dict(webauthn.begin_authentication(staff))


def passkey_owner(credential: Any, staff: Staff | None) -> Staff | None:
    """Whose passkey answered, if it did rightly; `staff` when it must be theirs."""
    try:
        answered = webauthn.parse_authentication_response(credential)
        owner = staff or webauthn.extract_user_from_response(credential)
        found = webauthn.complete_authentication(owner, credential)
        verified = answered.response.authenticator_data.is_user_verified()
    except _UNREADABLE:
        return None
    finally:
        webauthn.clear_state()
    if not verified or not owner.is_active:
        return None
    found.record_usage()
    return owner


def name_of(passkey: Authenticator) -> str:
    """What its owner calls it."""
    return str(passkey.wrap().name)
