"""A code that many send at the same moment lets one of them in, on both engines."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.db import connection
from django.utils import timezone

from cast import build_cast
from urtuu.interfaces.desk import factors
from urtuu.places.models import Staff

MANY = 8


def let_in(staff: Staff, code: str) -> list[str]:
    def alone(_: int) -> str:
        try:
            return factors.right_code(staff, code, timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return [how for how in pool.map(alone, range(MANY)) if how]


@pytest.mark.django_db(transaction=True)
def test_one_of_many_is_let_in() -> None:
    staff = build_cast().saran.staff
    secret = generate_totp_secret()
    TOTP.activate(staff, secret)
    codes = factors.draw_codes(staff)
    shown = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert let_in(staff, shown) == [factors.APP]
    assert let_in(staff, codes[7]) == [factors.RECOVERY]
    assert factors.held(staff).codes_left == 9
    kept = str(Authenticator.objects.values_list("data", flat=True))
    assert secret not in kept
