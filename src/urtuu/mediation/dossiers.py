"""The dossier of a dispute (卷宗): cover, contents, every paper the record fills, and the scans."""

from __future__ import annotations

from datetime import datetime

from urtuu.documents.blocks import Lang, Paper, Picture
from urtuu.documents.dossier import Contents, dossier
from urtuu.documents.pdf import NotSet
from urtuu.documents.scans import bindable
from urtuu.journal import pictures
from urtuu.journal.queries import RecordView
from urtuu.mediation import papers, wording

Row = tuple[str, int | None, str]
"""A title, which of the bound papers it is (nothing: it is not bound), and a remark."""


def set_dossier(view: RecordView, lang: Lang, now: datetime) -> bytes:
    """One PDF. Raises documents.pdf.NotSet."""
    cover = papers.drawn(view, "M01", lang)[0]
    scanned, left_out = _scans(view, lang)
    bound = [*papers.all_of(view, lang), *scanned]
    rows: list[Row] = [(paper.title, place, "") for place, paper in enumerate(bound)]
    rows += left_out
    rows += [(_titles(lang, code), None, wording.label(lang, "missing_row")) for code in papers.lacking(view)]
    heads = ("no", "document", "page", "remark")
    contents = Contents(
        title=wording.title(lang, "M02"),
        heads=tuple(wording.label(lang, name) for name in heads),  # type: ignore[arg-type]  # four of four
        rows=tuple(rows),
    )
    return dossier(cover, contents, bound, made_at=now)


def _titles(lang: str, codes: str) -> str:
    return " / ".join(wording.title(lang, code) for code in codes.split("/"))


def _scans(view: RecordView, lang: Lang) -> tuple[list[Paper], list[Row]]:
    """Pictures, each a page: ink and seals stay on paper and come back as scans. Those not printed: why."""
    found: list[Paper] = []
    left_out: list[Row] = []
    for number, row in enumerate(pictures.of_record(view.row.record), start=1):
        title = f"{wording.label(lang, 'scan')} {number}"
        if view.pictures_closed:
            left_out.append((title, None, wording.label(lang, "scan_closed")))
            continue
        image, why = _image(pictures.opened(row) if row.arrived_at else None)
        if image is None:
            left_out.append((title, None, wording.label(lang, why)))
        else:
            picture = Picture(image=image, caption=title)
            found.append(Paper(code="scan", title=title, lang=lang, blocks=(picture,)))
    return found, left_out


def _image(body: bytes | None) -> tuple[bytes | None, str]:
    """A picture as it can be bound, or the word key of why it is not."""
    if body is None:
        return None, "scan_not_here"
    try:
        return bindable(body), ""
    except NotSet:
        return None, "scan_unreadable"
