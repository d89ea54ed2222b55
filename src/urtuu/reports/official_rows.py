"""The rows of the official monthly statistics (disputes.md 4.1), and what of ours is reported under which."""

from __future__ import annotations

from collections.abc import Mapping

OFFICIAL = (
    "FAM", "NEI", "HSE", "CTR", "BIZ", "DMG", "LND", "EXP", "ENV", "LAB", "CON", "MED", "TRA", "PRM", "OTH",
)  # fmt: skip
"""The types of the official monthly statistics, in their order; any other code of ours is reported as OTH."""
GRASSLAND_ROW: Mapping[str, str] = {
    # Which ground it is, who may use it, and what is done to it: forest and land.
    "GRS-01": "LND",  # boundary
    "GRS-02": "LND",  # ownership or use right
    "GRS-03": "LND",  # contract and certificate
    "GRS-04": "LND",  # circulation and rent
    "GRS-06": "LND",  # mowing land
    "GRS-07": "LND",  # water source, well, salt lick: they belong to the ground
    "GRS-09": "LND",  # road and stock passage: a way over the ground
    "GRS-13": "LND",  # grazing ban or rotation, neighbour side: whose ground is grazed
    "GRS-14": "LND",  # fire or pesticide: the sward itself is damaged
    "GRS-15": "LND",  # mine, road or wind-farm compensation: for ground taken
    # How somebody keeps animals: production and business.
    "GRS-05": "BIZ",  # crossing: an unwatched herd, not a claim to the ground (that is 01)
    "GRS-08": "BIZ",  # fence and gate: works of the holding, who keeps them up; where the line runs is 01
    "GRS-10": "BIZ",  # lost, mixed or mismarked animals
    "GRS-11": "BIZ",  # injury, mating, disease: of animals, not of people
    "GRS-12": "BIZ",  # hired herding and otor: a business arrangement between herders
}
"""disputes.md 4.2: grassland matters are reported in the official rows LND and BIZ, and in no other."""


def official_row(category: str, grassland: str = "") -> str:
    """The official row of a dispute. A grassland code decides alone: the class beside it says how it was met.

    What has no row of its own is reported under the last.
    """
    if grassland in GRASSLAND_ROW:
        return GRASSLAND_ROW[grassland]
    return category if category in OFFICIAL else "OTH"
