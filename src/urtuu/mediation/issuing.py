"""Issuing a paper: its digest is kept, and a code on it leads to the page that knows nothing but that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from urtuu.documents.blocks import Paper
from urtuu.mediation import wording
from urtuu.mediation.models import Issued
from urtuu.mediation.papers import digest_of


@dataclass(frozen=True)
class Verified:
    """What the page of verification may say."""

    code: str
    lang: str
    issued_at: datetime
    newer: bool


Address = Callable[[str], str]
"""From a digest to the page that verifies it."""


def coded(papers: Sequence[Paper], record: str, address: Address) -> list[Paper]:
    """The papers with the codes they will verify by, once they are kept."""
    return [_coded(paper, digest_of(paper, record), address) for paper in papers]


def _coded(paper: Paper, digest: str, address: Address) -> Paper:
    note = f"{wording.label(paper.lang, 'verify_note')} {digest[:16]}"
    return replace(paper, verify=address(digest), verify_note=note)


def keep(papers: Sequence[Paper], record: str, by: str, now: datetime) -> None:
    """Their digests, all or none: after this they verify, so it comes once they were set.

    The same words issued again keep their first day.
    """
    with transaction.atomic():
        for paper in papers:
            told = {"code": paper.code, "record": record, "part": paper.part, "lang": paper.lang}
            defaults = {**told, "issued_by": by, "issued_at": now}
            Issued.objects.get_or_create(digest=digest_of(paper, record), defaults=defaults)


def draft(papers: Sequence[Paper]) -> list[Paper]:
    """The papers to look at before they are issued: they say so, and bear no code."""
    return [replace(paper, mark=wording.label(paper.lang, "draft")) for paper in papers]


def verified(digest: str) -> Verified | None:
    """Whether a paper of this digest was issued here, and whether a later one took its place."""
    row = Issued.objects.filter(digest=digest.lower()).first()
    if row is None:
        return None
    same = Issued.objects.filter(record=row.record, code=row.code, part=row.part, lang=row.lang)
    return Verified(row.code, row.lang, row.issued_at, same.filter(issued_at__gt=row.issued_at).exists())
