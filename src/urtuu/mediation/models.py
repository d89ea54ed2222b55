"""What mediation keeps beside the journal: numbers given by the server, and digests of what was issued."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class NumberSeries(models.Model):
    """How far a committee has counted in a year."""

    key = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveIntegerField(default=0)


class OfficialNumber(models.Model):
    """A number on a paper: (2026)人调字第N号. Given once, never by a phone, never used twice."""

    REGISTER, AGREEMENT, DOSSIER = "register", "agreement", "dossier"

    record = models.CharField(max_length=36, db_index=True)
    which = models.CharField(max_length=12)
    station = models.CharField(max_length=80)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField()
    entry = models.CharField(max_length=36)
    """The act from which it follows: an agreement made anew has a number of its own."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["station", "which", "year", "n"], name="an_official_number_is_given_once"
            ),
            models.UniqueConstraint(fields=["entry", "which"], name="an_act_brings_one_number_of_a_sort"),
        ]


class Issued(models.Model):
    """A paper that left the desk: its digest, so that a holder may ask whether it is ours. No words."""

    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=4)
    record = models.CharField(max_length=36, db_index=True)
    part = models.CharField(max_length=60)
    """Which of several papers of a form: a party's label or the entry it speaks of; empty: the only one."""
    lang = models.CharField(max_length=8)
    issued_by = models.CharField(max_length=36)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="a_digest_is_sha256"
            )
        ]


class Receipt(models.Model):
    """A party's receipt code, as a keyed digest: shown once, never stored. A new one replaces the old."""

    digest = models.CharField(max_length=64, primary_key=True)
    record = models.CharField(max_length=36)
    party = models.CharField(max_length=8)
    given_by = models.CharField(max_length=36)
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "party"],
                condition=models.Q(replaced_at=None),
                name="a_party_has_one_valid_code",
            )
        ]
