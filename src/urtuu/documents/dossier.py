"""A dossier (卷宗) as one PDF: cover, contents with the real page of each document, and the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from urtuu.documents.blocks import Paper
from urtuu.documents.pdf import SYSTEM, Typefaces, compiled, described


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The contents list (卷内目录): its title, four headings (no., document, page, remark) and rows.

    A row is a title, which of the papers it is (nothing: it is missing, or kept elsewhere) and a remark.
    """

    title: str
    heads: tuple[str, str, str, str]
    rows: tuple[tuple[str, int | None, str], ...]


def dossier(
    cover: Paper,
    contents: Contents,
    papers: Sequence[Paper],
    *,
    made_at: datetime | None = None,
    faces: Typefaces = SYSTEM,
) -> bytes:
    """The file; page numbers begin with the first document. Raises NotSet, FontMissing."""
    rows = [{"title": title, "paper": paper, "remark": remark} for title, paper, remark in contents.rows]
    data: dict[str, Any] = {
        "numbered": False,
        "title": cover.title,
        "lang": "en" if cover.lang == "en" else "zh",
        "cover": described(cover, len(papers)),
        "contents": {"title": contents.title, "heads": list(contents.heads), "rows": rows},
        "papers": [described(paper, number) for number, paper in enumerate(papers)],
    }
    return compiled(data, [*papers, cover], made_at, faces, main="dossier")
