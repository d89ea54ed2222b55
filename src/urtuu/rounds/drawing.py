"""The two drawings of the board: four weeks as bars, and where the work lies."""

from __future__ import annotations

from django.utils.translation import gettext as _

from urtuu.rounds.seen import Board
from urtuu.web import charts


def chart(board: Board) -> charts.BarChart:
    """Four weeks: found and settled."""
    names = [_("Week %(number)d") % {"number": one.week.number} for one in board.chart]
    found = charts.Series(_("found"), [one.found for one in board.chart], "pale")
    settled = charts.Series(_("settled"), [one.settled for one in board.chart], "sky")
    return charts.bar_chart(
        _("Four weeks · found and settled"), names, [found, settled], width=400, height=200
    )


def area(board: Board) -> charts.AreaMap | None:
    """The gachas as the banner's sheet lays them out; nothing when they have no place on it."""
    if not board.spots:
        return None
    notes = {"ember": _("tonight"), "ochre": _("this week"), "sky": ""}
    x = sum(spot.x for spot in board.spots) / len(board.spots)
    y = sum(spot.y for spot in board.spots) / len(board.spots)
    centre = [charts.Place(board.station_name, x, -y, centre=True)] if len(board.spots) > 2 else []
    # The sheet counts downwards as a page does, the drawing upwards as a map does.
    places = [charts.Place(s.name, s.x, -s.y, s.tone, notes[s.tone]) for s in board.spots]
    return charts.area_map(_("Where the work lies"), [*centre, *places], degrees=False)


def area_legend() -> list[dict[str, str]]:
    """What the tones of the map say."""
    return [{"label": _("tonight"), "tone": "ember"}, {"label": _("this week"), "tone": "ochre"}]
