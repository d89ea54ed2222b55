"""A party's receipt code: with it, at the counter, they see what is held on them and who read it.

Twelve signs of an alphabet without look-alikes, and a thirteenth that checks them. Only a keyed digest is
stored.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from urtuu.journal.sealing import site_secret
from urtuu.mediation.models import Receipt

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
SIGNS = 12


def give(record: str, party: str, by: str, now: datetime) -> str:
    """A new code for a party, as it is printed: `ABCD-EFGH-JKMN-P`. The one before is no longer valid."""
    plain = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
    code = plain + check_sign(plain)
    with transaction.atomic():
        Receipt.objects.filter(record=record, party=party, replaced_at=None).update(replaced_at=now)
        Receipt.objects.create(digest=_digest(code), record=record, party=party, given_by=by, given_at=now)
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def find(typed: str) -> tuple[str, str] | None:
    """Record and party of a code, however it was typed; nothing for one that is none or was replaced."""
    code = tidied(typed)
    if len(code) != SIGNS + 1 or check_sign(code[:SIGNS]) != code[SIGNS]:
        return None
    row = Receipt.objects.filter(digest=_digest(code), replaced_at=None).first()
    return (row.record, row.party) if row else None


def tidied(typed: str) -> str:
    """Capital letters without dashes and blanks; signs that are not in the alphabet stay, and fit nothing."""
    return "".join(letter for letter in typed.upper() if letter not in "- \t\n·—")


def check_sign(plain: str) -> str:
    """Catches every single wrong sign and any two that changed places: 31 is prime, the weights differ."""
    total = sum((place + 1) * _value(letter) for place, letter in enumerate(plain))
    return ALPHABET[total % len(ALPHABET)]


def _value(letter: str) -> int:
    return ALPHABET.find(letter) if letter in ALPHABET else 0


def _digest(code: str) -> str:
    return hmac.new(site_secret("party receipts"), code.encode(), sha256).hexdigest()
