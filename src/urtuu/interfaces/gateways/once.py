"""A document is taken once: sent again after a lost answer, it is answered as the first time.

The memory of it is written in the transaction of the work itself: either both are on the disk or neither is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from django.db import IntegrityError, transaction

from urtuu.interfaces.gateways.models import Delivery
from urtuu.journal.push import Receipt
from urtuu.places.models import Staff

Work = Callable[[], Sequence[Receipt]]


class Different(Exception):
    """Another content came under this document's name. The first stands; nothing was written."""


def once(
    gateway: str, person: Staff, document: str, content: bytes, work: Work, *, now: datetime
) -> list[Receipt]:
    """What `work` answered when this document came first, now or earlier.

    `content` is what makes the document the same: its exact bytes, or their canonical form. Raises Different,
    and whatever `work` raises.
    """
    digest = sha256(content).hexdigest()
    asked = {"gateway": gateway, "person": person, "document": document}
    try:
        with transaction.atomic():
            # Written before the work: of two that come at once the second waits here, and does nothing twice.
            row = Delivery.objects.create(**asked, digest=digest, at=now, receipts=[])
            receipts = list(work())
            row.receipts = msgspec.to_builtins(receipts)
            row.save(update_fields=["receipts"])
            return receipts
    except IntegrityError:
        earlier = Delivery.objects.filter(**asked).first()
        if earlier is None:
            raise  # it was the work's own
    if earlier.digest != digest:
        raise Different
    return msgspec.convert(earlier.receipts, list[Receipt])
