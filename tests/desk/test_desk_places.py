"""Stations, grids and vacancies; lists looked at before they are written."""

from __future__ import annotations

import pytest
from desk_doings import SignedIn
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cast import Cast, Person
from urtuu.kinds.roles import Role
from urtuu.places.models import Household, Post
from urtuu.places.permissions import TABLE

HEAD = "label,gacha,group\n"


def sent(client, text: str, what: str = "households"):  # type: ignore[no-untyped-def]
    """A list sent to be looked at."""
    file = SimpleUploadedFile("住户.csv", text.encode("gb18030"))
    return client.post(reverse("desk:imports"), {"what": what, "file": file})


def test_each_role_opens_what_the_table_names(
    cast: Cast, everyone: dict[Role, Person], signed_in: SignedIn
) -> None:
    for role, who in everyone.items():
        for page, name in (("places", "places"), ("import", "imports")):
            answer = signed_in(who).get(reverse(f"desk:{name}"))
            assert answer.status_code == (200 if page in TABLE[role].pages else 403), (role, page)


def test_a_vacant_grid_is_said(cast: Cast, signed_in: SignedIn) -> None:
    path = reverse("desk:places")
    text = signed_in(cast.saran, "zh-hans").get(path).content.decode()
    assert "其其格" in text
    assert "空缺 0 个" in text
    assert "坤都派出所" not in text
    Post.objects.filter(grid=cast.next_door).delete()
    assert "空缺 1 个" in signed_in(cast.saran, "zh-hans").get(path).content.decode()


def admin_of(everyone: dict[Role, Person]) -> Person:
    """Lists of people are the administrator's alone."""
    return everyone[Role.ADMIN]


def test_a_list_is_looked_at_and_then_written(everyone: dict[Role, Person], signed_in: SignedIn) -> None:
    client, before = signed_in(admin_of(everyone)), Household.objects.count()
    looked = sent(client, HEAD + "宝音家,永和村,兴隆沟小组\n")
    assert looked.status_code == 200
    assert "宝音家" in looked.content.decode() or "1 new" in looked.content.decode()
    assert Household.objects.count() == before
    client.post(reverse("desk:imports"), {"confirm": "yes"}, follow=True)
    assert Household.objects.count() == before + 1
    again = client.post(reverse("desk:imports"), {"confirm": "yes"})
    assert again.status_code == 422
    assert "no longer here" in again.content.decode()


def test_a_list_may_be_left_unwritten(everyone: dict[Role, Person], signed_in: SignedIn) -> None:
    client, before = signed_in(admin_of(everyone)), Household.objects.count()
    sent(client, HEAD + "宝音家,永和村,兴隆沟小组\n")
    client.post(reverse("desk:imports"), {"forget": "yes"})
    assert client.post(reverse("desk:imports"), {"confirm": "yes"}).status_code == 422
    assert Household.objects.count() == before


def test_every_wrong_row_is_named(everyone: dict[Role, Person], signed_in: SignedIn) -> None:
    client, before = signed_in(admin_of(everyone), "zh-hans"), Household.objects.count()
    answer = sent(client, HEAD + "宝音家,没有的村,一组\n,永和村,一组\n")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "第2行" in text
    assert "第3行" in text
    assert "确认写入" not in text
    assert client.post(reverse("desk:imports"), {"confirm": "yes"}).status_code == 422
    assert Household.objects.count() == before


@pytest.mark.parametrize(("what", "with_file"), [("", True), ("secrets", True), ("households", False)])
def test_nothing_chosen_is_said(
    everyone: dict[Role, Person], signed_in: SignedIn, what: str, with_file: bool
) -> None:
    data: dict[str, object] = {"what": what}
    if with_file:
        data["file"] = SimpleUploadedFile("x.csv", b"a\n1\n")
    answer = signed_in(admin_of(everyone)).post(reverse("desk:imports"), data)
    assert answer.status_code == 422
    assert "Choose what the list holds" in answer.content.decode()
