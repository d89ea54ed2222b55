"""One cast of characters for all tests, in a banner of two stations and three grids.

station shuangsheng   grid near       Bataar, officer
                      grid next-door  Qiqige, officer
                      Saran, chief · Li, window clerk · Wang, committee chair
station kundu         grid far        Dorji, officer · Nasan, chief
whole banner          Gao, safety lead
no post               a stranger
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from urtuu.kinds.roles import Role
from urtuu.places.models import Grid, Household, Post, Region, Staff, Station
from urtuu.places.permissions import TABLE, Level, Where, Who
from urtuu.places.queries import where_of, who_of

TODAY = date(2026, 11, 24)
IN_OFFICE_SINCE = date(2026, 1, 1)
BANNER, SUMU, OTHER_SUMU = "150421", "150421102", "150421103"
GACHA, NEXT_GACHA, FAR_GACHA = "150421102204", "150421102200", "150421103200"


@dataclass(frozen=True)
class Person:
    """Somebody of the cast: the account and the posts as the permission table sees them."""

    staff: Staff
    who: Who
    grid: str = ""

    @property
    def id(self) -> str:
        """The id as entries carry it."""
        return str(self.staff.pk)

    @property
    def name(self) -> str:
        """The name."""
        return self.staff.name


@dataclass(frozen=True)
class Cast:
    """Everybody, and where they work."""

    bataar: Person
    qiqige: Person
    saran: Person
    li: Person
    wang: Person
    gao: Person
    dorji: Person
    nasan: Person
    stranger: Person
    near: Grid
    next_door: Grid
    far: Grid
    home: Station
    away: Station
    doors: dict[str, list[Household]]
    today: date = TODAY

    def where(self, grid: Grid | str = "", *, holder: str = "", author: str = "") -> Where:
        """Where a record of a grid is; of the near grid when none is named."""
        place = where_of(str(getattr(grid, "pk", grid) or self.near.pk))
        return Where(place.banner, place.station, place.grid, holder=holder, author=author)


def build_cast(db: object = None) -> Cast:
    """Build the cast in the test database; pass pytest-django's `db` to show that it is needed."""
    _regions()
    home = Station.objects.create(
        id="shuangsheng", name="双胜派出所", banner_id=BANNER, phone="0476-7000001", supervision_phone="12389"
    )
    away = Station.objects.create(id="kundu", name="坤都派出所", banner_id=BANNER, phone="0476-7000002")
    near, next_door = _grid("near", home, GACHA), _grid("next-door", home, NEXT_GACHA)
    far = _grid("far", away, FAR_GACHA)
    return Cast(
        bataar=person("bataar", "巴特尔", Role.OFFICER, near, phone="13900000001"),
        qiqige=person("qiqige", "其其格", Role.OFFICER, next_door, phone="13900000002"),
        saran=person("saran", "萨仁", Role.CHIEF, home),
        li=person("li", "李梅", Role.CLERK, home),
        wang=person("wang", "王志", Role.CHAIR, home),
        gao=person("gao", "高兰", Role.SAFETY, Region.objects.get(pk=BANNER)),
        dorji=person("dorji", "道尔吉", Role.OFFICER, far, phone="13900000003"),
        nasan=person("nasan", "那顺", Role.CHIEF, away),
        stranger=person("stranger", "陌生人"),
        near=near,
        next_door=next_door,
        far=far,
        home=home,
        away=away,
        doors={grid.pk: doors(grid) for grid in (near, next_door, far)},
    )


def person(
    username: str,
    name: str,
    role: Role | None = None,
    at: Grid | Station | Region | None = None,
    *,
    until_on: date | None = None,
    phone: str = "",
) -> Person:
    """Somebody more, with a post of a role at a place, or with none."""
    staff = Staff.objects.create(username=username, name=name, phone=phone)
    if role and at:
        appoint(staff, role, at, until_on=until_on)
    return Person(staff, who_of(staff.pk), at.pk if isinstance(at, Grid) else "")


def appoint(
    staff: Staff,
    role: Role,
    at: Grid | Station | Region,
    *,
    from_on: date = IN_OFFICE_SINCE,
    until_on: date | None = None,
) -> Post:
    """A post of a role at a place."""
    level = {Grid: "grid", Station: "station", Region: "banner"}[type(at)]
    return Post.objects.create(
        staff=staff, role=role.value, from_on=from_on, until_on=until_on, **{level: at}
    )


def post_place(cast: Cast, role: Role) -> Grid | Station | Region:
    """Where somebody of a role works beside Bataar: the near grid, the home station or the banner."""
    places: dict[Level, Callable[[], Grid | Station | Region]] = {
        Level.GRID: lambda: cast.near,
        Level.STATION: lambda: cast.home,
        Level.BANNER: lambda: Region.objects.get(pk=BANNER),
    }
    return places[TABLE[role].at]()


def doors(grid: Grid, count: int = 2) -> list[Household]:
    """Households of a grid, in its first gacha."""
    gacha = grid.gachas.all()[0]
    return [
        Household.objects.create(
            label=f"{grid.pk} {number}",
            gacha=gacha,
            grid=grid,
            group_name="兴隆沟小组",
            landmark="井旁",
            phone=f"1380000{number:04d}",
            language="mn-mong" if number % 2 else "zh-hans",
            invented=True,
        )
        for number in range(1, count + 1)
    ]


def _grid(ident: str, station: Station, gacha: str) -> Grid:
    grid = Grid.objects.create(id=ident, name=f"{ident}网格", station=station)
    grid.gachas.add(gacha)
    return grid


def _regions() -> None:
    Region.objects.create(code=BANNER, name="阿鲁科尔沁旗", level="banner")
    Region.objects.create(code=SUMU, name="双胜镇", level="sumu", parent_id=BANNER)
    Region.objects.create(code=OTHER_SUMU, name="坤都镇", level="sumu", parent_id=BANNER)
    Region.objects.create(code=GACHA, name="永和村民委员会", level="gacha", parent_id=SUMU)
    Region.objects.create(code=NEXT_GACHA, name="双胜村民委员会", level="gacha", parent_id=SUMU)
    Region.objects.create(code=FAR_GACHA, name="高勒嘎查村", level="gacha", parent_id=OTHER_SUMU)
