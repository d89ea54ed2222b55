"""The official month on paper, as the bureau takes it: the same figures as on the page."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from urtuu.documents.blocks import Blank, Block, Fields, Grid, Lang, Paper
from urtuu.reports import month_words as said
from urtuu.reports import saying
from urtuu.reports.official import Month

_ACROSS = 5
"""So many classes beside one another still can be read on a page."""


def paper(found: Month, names: Mapping[str, str], title: str, lang: Lang) -> Paper:
    """The table for the file. `names`: of units and stations by code."""
    return Paper(
        code="S01",
        title=title,
        lang=lang,
        office=found.scope.name,
        blocks=(
            _table(found),
            _amount(found),
            _escalations(found),
            _committees(found, names),
            *_types(found, names),
        ),
    )


def _table(found: Month) -> Grid:
    heads = (("item", _("Item")), ("cases", _("Cases")), ("share", _("Share")))
    rows = tuple((told, f"{n:,}", share) for _key, told, n, share in said.lines(found.whole))
    return Grid(name="table", label="", heads=heads, rows=rows, widths=(3, 1, 1))


def _amount(found: Month) -> Fields:
    fen = said.yuan(found.whole.amount_fen)
    return Fields(
        blanks=(Blank(name="amount", label=_("Amount in agreements (yuan)"), value=fen, wide=True),)
    )


def _escalations(found: Month) -> Grid:
    heads = (("item", _("Item")), ("cases", _("Cases")), ("persons", _("Persons")))
    rows = tuple(
        (told, str(n), "" if persons is None else str(persons))
        for _key, told, n, persons in said.escalations(found.whole)
    )
    return Grid(name="prevented", label="", heads=heads, rows=rows, widths=(3, 1, 1))


def _committees(found: Month, names: Mapping[str, str]) -> Grid:
    heads = (
        ("committee", _("Committee")),
        ("level", _("Level")),
        ("taken", _("Taken on")),
        ("agreed", _("Agreed")),
        ("amount", _("Amount (yuan)")),
    )
    rows = tuple(
        (
            names.get(unit, unit),
            said.level_word(level),
            str(len(line.accepted)),
            str(len(line.agreed)),
            said.yuan(line.amount_fen),
        )
        for (unit, level), line in found.rows.items()
    )
    return Grid(name="committees", label=_("By committee"), heads=heads, rows=rows, widths=(3, 2, 1, 1, 2))


def _types(found: Month, names: Mapping[str, str]) -> list[Block]:
    """Classes by committee: those of which there was a case, some at a time."""
    codes = said.occurring(found)
    return [
        Grid(
            name=f"types{at}",
            label=_("Classes by committee") if at == 0 else "",
            heads=(
                ("committee", _("Committee")),
                *((f"type{code}", saying.class_name(code)) for code in codes[at : at + _ACROSS]),
            ),
            rows=tuple(
                (
                    f"{names.get(unit, unit)} {level}",
                    *(str(len(line.types[code])) for code in codes[at : at + _ACROSS]),
                )
                for (unit, level), line in found.rows.items()
            ),
        )
        for at in range(0, len(codes), _ACROSS)
    ]
