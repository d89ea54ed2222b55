"""Lists of people: accounts without a password, and dated posts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password

from urtuu.base.sentences import say
from urtuu.kinds.roles import Role
from urtuu.places import rules
from urtuu.places.imports import values
from urtuu.places.imports.columns import Row
from urtuu.places.imports.plans import Known, Plan, Progress, tell
from urtuu.places.imports.values import Wrong
from urtuu.places.models import Post, Staff
from urtuu.places.permissions import TABLE, Level

Posts = dict[tuple[Any, ...], Post]


def plan_staff(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Accounts by user name, each with a post where the row names a role."""
    posts = _posts()
    for count, row in enumerate(rows, 1):
        before = len(plan.problems)
        found, post = _account(row, plan), _post(row, known, plan) if _names_post(row) else {}
        if len(plan.problems) == before:
            person = _put_person(found, known, plan)
            if post:
                _put_post(row, person, post, posts, plan)
        tell(progress, count, len(rows))


def plan_posts(rows: Sequence[Row], known: Known, plan: Plan, progress: Progress) -> None:
    """Posts of people who have an account."""
    posts = _posts()
    for count, row in enumerate(rows, 1):
        before = len(plan.problems)
        with plan.judging(row, "username"):
            if row["username"].casefold() not in known.staff:
                raise Wrong(say("import_no_staff", value=row["username"]))
        post = _post(row, known, plan)
        if len(plan.problems) == before:
            _put_post(row, known.staff[row["username"].casefold()], post, posts, plan)
        tell(progress, count, len(rows))


def _posts() -> Posts:
    return {_key(post.staff_id, post): post for post in Post.objects.all()}


def _key(staff: object, post: Post) -> tuple[Any, ...]:
    return (str(staff), post.role, post.banner_id, post.station_id, post.grid_id, post.from_on)


def _account(row: Row, plan: Plan) -> dict[str, Any]:
    found: dict[str, Any] = {"name": row["name"]}
    with plan.judging(row, "username"):
        found["username"] = values.username(row["username"])
    with plan.judging(row, "phone"):
        if row.has("phone"):
            found["phone"] = values.phone(row["phone"])
    with plan.judging(row, "languages"):
        if row.has("languages"):
            found["languages"] = values.languages(row["languages"])
    return found


def _put_person(found: dict[str, Any], known: Known, plan: Plan) -> Staff:
    """The account, once: a person with two posts stands in two rows of the list."""
    there = known.staff.get(found["username"])
    if there is None:
        found["password"] = make_password(None)  # Nobody signs in before a password is set by hand.
    elif ("staff", found["username"]) in plan.seen:
        return there
    plan.seen[("staff", found["username"])] = Row(0, {})
    known.staff[found["username"]] = plan.put(Staff, there, found)
    return known.staff[found["username"]]


def _names_post(row: Row) -> bool:
    return any(row[column] for column in ("role", "station", "grid", "from", "until"))


def _post(row: Row, known: Known, plan: Plan) -> dict[str, Any]:
    """The post a row names, at the one place its role reaches."""
    found: dict[str, Any] = {"banner_id": None, "station_id": None, "grid_id": None}
    with plan.judging(row, "role"):
        found["role"] = values.role(row["role"]).value
    with plan.judging(row, "from"):
        found["from_on"] = values.day(row["from"])
        if found["from_on"] is None:
            raise Wrong(say("import_cell_empty"))
    with plan.judging(row, "until"):
        found["until_on"] = values.day(row["until"])
        if _ends_early(found.get("from_on"), found["until_on"]):
            raise Wrong(say("import_ends_early"))
    if "role" in found:
        found |= _place(row, Role(found["role"]), known, plan)
    return found


def _ends_early(begin: date | None, end: date | None) -> bool:
    return bool(begin and end and end < begin)


def _place(row: Row, role: Role, known: Known, plan: Plan) -> dict[str, str]:
    level = TABLE[role].at
    with plan.judging(row, level.value):
        if not row[level.value]:
            raise Wrong(say("import_post_where", role=role.value, level=level.value))
        if level == Level.GRID:
            return {"grid_id": known.grid(row["grid"]).pk}
        if level == Level.STATION:
            return {"station_id": known.station(row["station"]).pk}
        return {"banner_id": known.region(row["banner"], rules.BANNER).pk}
    return {}


def _put_post(row: Row, person: Staff, found: dict[str, Any], posts: Posts, plan: Plan) -> None:
    post = Post(staff_id=person.pk, **found)
    key = _key(person.pk, post)
    if plan.first_time(row, "role", *map(str, key)):
        plan.put(Post, posts.get(key), {"staff_id": person.pk, **found})
