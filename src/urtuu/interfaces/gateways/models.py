"""Who lets another program in, and what that program has delivered: plain tables, none of it casework."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models


class GatewayKey(models.Model):
    """A long secret that one person gave to one program. It opens the gateways and nothing else.

    Only its digest is kept: the secret has 160 bits of chance, so no slow hash is needed. It works while the
    person's account does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("places.Staff", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=60)
    """What it is for, in the person's words."""
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    device = models.CharField(max_length=36, default="")
    """Whose chain it writes: each key its own, for two programs may not know of each other."""
    epoch = models.CharField(max_length=36, default="")
    """Of which epoch the device is: after a restore its numbers must not be used twice."""
    used_on = models.DateField(null=True, blank=True)
    """The last day; the hour would be a trail."""

    class Meta:
        ordering: ClassVar = ["made_at"]

    def __str__(self) -> str:
        return self.label


class Delivery(models.Model):
    """One document of another program, under the name that program gave it, and what it was answered.

    The document itself is not kept: what was said in it stands sealed in the journal.
    """

    gateway = models.CharField(max_length=16)
    person = models.ForeignKey("places.Staff", on_delete=models.CASCADE, related_name="+")
    document = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    receipts = models.JSONField()
    """As the journal gave them: a list of receipts."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["gateway", "person", "document"], name="a_document_is_delivered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.document}"
