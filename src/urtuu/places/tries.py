"""How often somebody may try a secret: counted in the database, so that all processes count together.

A try is counted before the secret is looked at, in one statement: who asks many times at once gains nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from urtuu.places.models import Tries

WAIT = timedelta(minutes=5)

_TAKE = """
INSERT INTO places_tries (digest, count, until) VALUES (%s, 1, %s)
ON CONFLICT (digest) DO UPDATE SET
    count = CASE WHEN places_tries.until <= %s THEN 1 ELSE places_tries.count + 1 END,
    until = CASE WHEN places_tries.until <= %s THEN excluded.until ELSE places_tries.until END
RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most so many tries within a time from the first: `what` is tried, by or against `whom`."""

    what: str
    whom: str
    most: int
    wait: timedelta = WAIT

    @property
    def digest(self) -> str:
        """Under the site's secret: from a stolen table no name can be guessed back."""
        return _digest(self.what, self.whom)


def take(limits: Sequence[Limit], now: datetime) -> bool:
    """Count one try against each; whether none is passed. Raises DatabaseError when it cannot be counted."""
    with transaction.atomic():  # one wait for the disk
        counted = [_counted(limit, now) for limit in limits]  # each one, even past the first
    return all(count <= limit.most for count, limit in zip(counted, limits, strict=True))


def give_back(limits: Sequence[Limit]) -> None:
    """It was the right secret: that try does not count."""
    digests = [limit.digest for limit in limits]
    Tries.objects.filter(digest__in=digests, count__gt=0).update(count=F("count") - 1)


def forget(limit: Limit) -> None:
    """The right secret ends the row of wrong ones."""
    Tries.objects.filter(digest=limit.digest).delete()


def use_once(what: str, whom: str, until: datetime, now: datetime) -> bool:
    """Whether this is used for the first time; kept until it would be of no use to anybody."""
    digest = _digest(what, whom)
    Tries.objects.filter(digest=digest, until__lte=now).delete()
    try:
        with transaction.atomic():
            Tries.objects.create(digest=digest, count=1, until=until)
    except IntegrityError:
        return False
    return True


def sweep(now: datetime) -> int:
    """Rows that count no more are taken away; how many there were."""
    return Tries.objects.filter(until__lte=now).delete()[0]


def _counted(limit: Limit, now: datetime) -> int:
    now_, until = (connection.ops.adapt_datetimefield_value(one) for one in (now, now + limit.wait))
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [limit.digest, until, now_, now_])
        return int(cursor.fetchone()[0])


def _digest(what: str, whom: str) -> str:
    return salted_hmac(f"urtuu.tries.{what}", whom, algorithm="sha256").hexdigest()
