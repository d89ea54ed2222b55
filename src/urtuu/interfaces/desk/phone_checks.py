"""What a phone found lacking in its own browser, in words, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Lack:
    """One thing the browser cannot do. `found` is a figure the phone gave along, shown as it is."""

    name: Words
    remedy: Words
    found: str = ""


# One row a check, in the order in which the phone makes them: what it is for, and the remedy.
SAID: Mapping[str, tuple[Words, Words]] = {
    "secure": (_("secure connection"), _("Open the app by an address that begins with https.")),
    "worker": (
        _("starting offline"),
        _("Use the phone's own browser or Chrome, and not in private mode."),
    ),
    "database": (_("storage"), _("Leave private mode and allow this site to store data.")),
    "crypto": (_("encryption and signature"), _("The browser is too old; update it.")),
    "persisted": (
        _("lasting storage"),
        _("Add the page to the home screen and sync often: the system may clear data when room is short."),
    ),
    "quota": (_("enough storage"), _("Delete photos and apps that are not needed; 200 MB should be free.")),
    "camera": (
        _("camera"),
        _("Allow it in the settings; without it the card's code is typed and photos are left out."),
    ),
    "locks": (_("guard against two tabs"), _("Open the app in one window only.")),
    "gzip": (_("compressed upload"), _("Everything works, with a little more data; a newer browser helps.")),
    "vertical": (
        _("vertical fields"),
        _("In Mongolian, buttons and fields stay horizontal; everything works. A newer browser helps."),
    ),
    "clock": (_("a right clock"), _("Turn on automatic time in the phone's settings.")),
}  # fmt: skip


def lacking(checks: Mapping[str, Any]) -> list[Lack]:
    """What was missing when the phone was enrolled; empty for a phone that told nothing."""
    found = []
    for name, (said, remedy) in SAID.items():
        result, _colon, detail = str(checks.get(name, "")).partition(":")
        if result == "no":
            found.append(Lack(said, remedy, detail.strip()))
    return found
