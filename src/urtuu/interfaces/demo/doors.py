"""The invented households of a grid: thirty to sixty doors, each marked as invented. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from urtuu.interfaces.demo.chance import dice, ident
from urtuu.interfaces.demo.people import HAN, MONGOLIAN
from urtuu.interfaces.demo.plans import STORY_GACHA, STORY_GROUP, GridPlan

GROUPS = ("东组", "西组", "南组", "北组", "前营子", "后营子")
LANDMARKS = (
    "井旁",
    "村部东侧",
    "小学旁",
    "路口第二家",
    "饲草棚旁",
    "敖包山下",
    "河套边",
    "卫生室对面",
    "大榆树旁",
    "",
)
ACCESS = ("", "", "", "", "", "", "", "听力不便，请敲窗", "门口有台阶，请推坡道", "请先打电话再来")
STORY_LABEL = "德力格尔家"


@dataclass(frozen=True)
class Door:
    """One household."""

    id: str
    label: str
    gacha: str
    grid: str
    group: str
    landmark: str
    language: str
    access: str

    @property
    def speaks(self) -> str:
        """The language as acts name it."""
        return "mn" if self.language == "mn-mong" else "zh"

    @property
    def called(self) -> str:
        """What the people of the house are called."""
        return self.label.removesuffix("家")


def doors_of(grid: GridPlan, seed: int) -> list[Door]:
    """The doors of a grid, by gacha."""
    throw = dice(seed, "doors", grid.id)
    count = throw.randint(34, 56)
    each = -(-count // len(grid.gachas))
    return [door for gacha in grid.gachas for door in _of_gacha(gacha, grid, seed, each)]


def _of_gacha(gacha: str, grid: GridPlan, seed: int, count: int) -> list[Door]:
    throw = dice(seed, "doors", gacha)
    group_names = [STORY_GROUP, *GROUPS[:2]] if gacha == STORY_GACHA else throw.sample(GROUPS, 2)
    names = throw.sample(MONGOLIAN, count // 2) + throw.sample(HAN, count - count // 2)
    doors = []
    for n, name in enumerate(names):
        mongolian = name in MONGOLIAN
        label = f"{name}家"
        doors.append(
            Door(
                id=ident(seed, "door", gacha, n),
                label=label,
                gacha=gacha,
                grid=grid.id,
                group=group_names[n % len(group_names)],
                landmark=throw.choice(LANDMARKS),
                language="mn-mong" if mongolian else "zh-hans",
                access=throw.choice(ACCESS),
            )
        )
    return [_story_door(grid, seed), *_without(doors, STORY_LABEL)] if gacha == STORY_GACHA else doors


def _story_door(grid: GridPlan, seed: int) -> Door:
    return Door(
        id=ident(seed, "door", "story"),
        label=STORY_LABEL,
        gacha=STORY_GACHA,
        grid=grid.id,
        group=STORY_GROUP,
        landmark="沟口第三家",
        language="mn-mong",
        access="",
    )


def _without(doors: list[Door], label: str) -> list[Door]:
    return [door for door in doors if door.label != label]
