"""`urtuu account`: the way back in that is left when the last administrator is locked out."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner, Result

from cast import Cast
from urtuu.interfaces.cli.main import build
from urtuu.interfaces.cli.refusal import Refused
from urtuu.interfaces.desk import factors
from urtuu.places.models import AccountAct, DeskSession


def told(*words: str) -> Result:
    return CliRunner().invoke(build(), ["account", *words])


def test_somebody_locked_out_comes_back_in(cast: Cast) -> None:
    saran = cast.saran.staff
    Authenticator.objects.create(user=saran, type=Authenticator.Type.TOTP, data={"secret": ""})
    factors.draw_codes(saran)
    Client().force_login(saran)
    assert "with a second step" in told("saran").output
    answer = told("saran", "--second-step", "--password")
    drawn = answer.output.partition("New password: ")[2].strip()
    assert "taken away" in answer.output
    assert not Authenticator.objects.exists()
    assert not DeskSession.objects.exists()
    assert "by password alone" in told("saran").output
    there = Client()
    there.post(reverse("desk:sign_in"), {"username": "saran", "password": drawn})
    assert there.get(reverse("desk:account")).status_code == 200
    assert there.get(reverse("desk:devices")).url == reverse("desk:account"), "one's own password first"
    assert told("saran", "--sessions").output == "Sessions ended: 1.\n"
    assert there.get(reverse("desk:account")).status_code == 302
    kept = AccountAct.objects.order_by("id").values_list("act", "by")
    assert list(kept) == [("factors", None), ("password", None), ("sessions", None)]


def test_an_unknown_name_is_said(cast: Cast) -> None:
    with pytest.raises(Refused, match="There is no account nobody"):
        raise told("nobody").exception or AssertionError
