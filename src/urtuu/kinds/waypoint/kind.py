"""Where the village room of a grid is, as its officer measured it by one tap at its door. 地点坐标

A building and never a person or a household: an act of its own, done only when the officer taps, without a
name and without a series in time. A new measurement replaces the last one. It makes the travel times of the
week plan those of the roads instead of a guess.
"""

from urtuu.kinds.common import strike
from urtuu.kinds.fields import Count, Place
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind

_HANDS = (Role.OFFICER, Role.ASSISTANT)
COARSEST = 100
"""Metres. What a telephone knows less well than that may be the next hamlet."""
_MEASURED = {
    "place": Place(),
    # Millionths of a degree east and north in WGS-84, as whole numbers: the country lies within these.
    # Not named by the words that fields of persons are refused by: this is where a building stands.
    "east_e6": Count(min=73_000_000, max=136_000_000),
    "north_e6": Count(min=3_000_000, max=54_000_000),
    "accuracy": Count(unit="metres", max=COARSEST),
}

KIND = Kind(
    name="waypoint",
    columns=("place", "accuracy"),
    icon="shield",
    ends=("struck",),
    acts=(
        Act(name="capture", leads_to="known", by=_HANDS, needs=_MEASURED),
        Act(name="again", after=("known",), leads_to="known", by=_HANDS, needs=_MEASURED),
        strike("known", by=(*_HANDS, Role.CHIEF)),
    ),
)
