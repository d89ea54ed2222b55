"""The household of Xinglonggou, from the visit to the file: found, held, helped, and talked with only apart.

Played in real browsers by everybody who has a hand in it. The officer has no signal when it is found; nobody
but the safety lead reads what was said alone; the other side never learns that anybody was asked more than
everyone is; and it is mediated, apart, only when each of them wants it (disputes.md 7.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cast import Cast, Person, person, post_place
from desk_walk import SET, Desk
from field.conftest import CHROMIUM, FLAGS, Handset
from field.roads import Road
from urtuu.journal import verifying
from urtuu.journal.models import EntryRow, StandingRow
from urtuu.kinds.dispute.codes import BEHAVIOURS, LEGALITY
from urtuu.kinds.roles import Role

pytestmark = pytest.mark.browser
HERS = "他喝了酒就砸东西，我害怕"
HIS = "我不想说"
CALM = dict.fromkeys(BEHAVIOURS, "no")


@pytest.fixture
def album() -> Path:
    folder = Path(__file__).parents[2] / "test-results" / "household"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def desks(playwright: Any, live_server: Any, album: Path) -> Iterator[Callable[[Person], Desk]]:
    """Opens a desk for somebody; afterwards no page may have complained or failed axe."""
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
    made: list[Desk] = []

    def make(who: Person) -> Desk:
        made.append(Desk(browser, live_server.url, who, album))
        return made[-1]

    yield make
    browser.close()
    assert [fault for one in made for fault in one.faults] == []
    assert [complaint for one in made for complaint in one.complaints] == []


def chosen(phone: Handset, **values: str) -> None:
    """Controls of the phone's form by field: chips, lists and lines."""
    for field, value in values.items():
        radio = phone.page.locator(f"input[name='f-{field}'][value='{value}']")
        control = phone.page.locator(f"#f-{field}")
        if radio.count():
            radio.first.evaluate("(one) => one.click()")
        elif control.evaluate("(one) => one.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def records(phone: Handset, address: str, first: str, **values: str) -> None:
    """A form of the phone, filled in and kept."""
    phone.go("/")
    phone.home()
    phone.go(address)
    phone.page.locator(f"#f-{first}, [name='f-{first}']").first.wait_for(state="attached")
    for more in phone.page.locator("form details:not([open]) > summary").all():
        more.click()
    chosen(phone, **values)
    phone.save()


def says_at_once_what_is_danger(phone: Handset, address: str) -> None:
    """Without signal nobody else can; a touch taken back takes the warning with it."""
    phone.go(address)
    warning = phone.page.get_by_role("alert").filter(has_text="先打110")
    phone.page.locator("input[name='f-weapon']").first.wait_for(state="attached")
    for answer, warned in (("unknown", 0), ("yes", 1), ("no", 0)):
        chosen(phone, weapon=answer)
        expect(warning).to_have_count(warned)


def found_without_signal(phone: Handset, road: Road) -> str:
    """Reported, held before anything else, each asked alone, the card given; then the road is open again."""
    road.shut()
    report = {
        "how_found": "visit", "category": "FAM", "place-spot": "兴隆沟小组", "people": "3",
        "hurt_or_threatened": "yes", "size": "big", "summary": "家中被砸，女方回了娘家",
    }  # fmt: skip
    records(phone, "/do/dispute/new/report", "category", **report)
    phone.go("/records")
    phone.page.locator("ul.card a.line").first.click()
    phone.page.wait_for_url("**/record/**")
    record = phone.page.url.rsplit("/", 1)[-1].split("?")[0]
    at = f"/do/dispute/{record}"
    records(phone, f"{at}/hold", "answer_within", answer_within="one_hour", seen="桌椅和玻璃被砸")
    for party, side, name in (("A1", "a", "其木格"), ("B1", "b", "哈斯")):
        said = {"party": party, "side": side, "capacity": "adult", "name": name}
        records(phone, f"{at}/add_party", "party", **said)
    says_at_once_what_is_danger(phone, f"{at}/safety_questions")
    asked = {"asked_how": "alone", "hurt": "yes", "afraid": "yes", "own_words": HERS}
    records(phone, f"{at}/safety_questions", "asked_of", asked_of="A1", **asked)
    asked = {"asked_how": "alone", "hurt": "not_answered", "own_words": HIS}
    records(phone, f"{at}/safety_questions", "asked_of", asked_of="B1", **asked)
    records(phone, f"{at}/give_card", "given_to", given_to="A1")
    road.reopen()
    phone.synced()
    return record


def test_the_household_of_xinglonggou(
    handset: Callable[..., Handset], road: Road, cast: Cast, desks: Callable[[Person], Desk], album: Path
) -> None:
    roles = (Role.REGISTRAR, Role.MEDIATOR, Role.COORDINATOR, Role.ARCHIVIST)
    registrar, mediator, coordinator, archivist = (
        person(role.value, role.value, role, post_place(cast, role)) for role in roles
    )
    phone = handset()
    phone.enrol(cast.bataar)
    record = found_without_signal(phone, road)
    page = f"/records/dispute/{record}/"

    # Nothing of what was said alone is left on the phone that wrote it down.
    phone.go(f"/record/{record}")
    phone.page.get_by_text("安全中止").first.wait_for()
    phone.page.screenshot(path=album / "phone-held.png", full_page=True)
    assert HERS not in phone.page.inner_text("body")
    assert standing(record).state == "safety_hold"

    safety, chief = desks(cast.gao), desks(cast.saran)
    others_see_the_hold_and_no_answer(chief, page)
    reads_for_a_purpose(safety, page)
    mediates_only_if_both_want(desks, safety, record, (cast, registrar, mediator))
    talked_with_apart(desks(mediator), record)
    registered = desks(registrar)
    registered.act(record, "seal", {"signed_on": today(), "sealed_on": today(), "copies": "3"})
    afterwards(phone, desks, record, cast)
    at_the_counter(registered, desks(cast.li), record)
    filed = desks(archivist)
    filed.act(record, "archive", {"keep_until": "2040-01-01", "contents_complete": "yes"})
    filed.look("archived")
    assert standing(record).state == "archived"
    assert not EntryRow.objects.filter(kind="dispute").exclude(answer="taken").exists()
    assert list(verifying.faults()) == []
    assert coordinator.id not in {row.actor for row in EntryRow.objects.filter(record=record)}


def standing(record: str) -> StandingRow:
    return StandingRow.objects.get(record=record)


def today() -> str:
    from django.utils import timezone

    return str(timezone.localdate())


def others_see_the_hold_and_no_answer(chief: Desk, page: str) -> None:
    """The chief sees that it is held and what runs; not one answer, and no way to bring them together."""
    chief.open(page)
    assert "安全中止" in chief.text
    assert HERS not in chief.page.content()
    assert chief.page.locator("a[href$='/do/offer/'], a[href$='/do/session/']").count() == 0
    chief.look("held-chief")
    chief.open("/clocks/")
    assert "安全" in chief.text
    chief.look("held-clocks")


def reads_for_a_purpose(safety: Desk, page: str) -> None:
    """The safety lead opens the answers for a stated purpose; the reading is an entry before they show."""
    safety.open(page)
    assert HERS not in safety.page.content()
    before = EntryRow.objects.filter(kind="reading").count()
    safety.page.locator("input[name=purpose]").first.fill("判断是否继续中止")
    safety.press("查阅")
    assert HERS in safety.text
    assert EntryRow.objects.filter(kind="reading").count() == before + 1
    safety.page.screenshot(path=str(safety.album / "safety-read.png"), full_page=True)


def mediates_only_if_both_want(
    desks: Callable[[Person], Desk], safety: Desk, record: str, who: tuple[Cast, Person, Person]
) -> None:
    """Apart only, and not before each of them said so alone."""
    cast, registrar, mediator = who
    release = {
        "tier": "concern", "each_willing_alone": "yes", "trained_mediator": "yes",
        "reason": "双方分别单独表示愿意，只谈生活费，由受过培训的调解员办理。",
    }  # fmt: skip
    safety.act(record, "release", release)
    assert standing(record).state == "reported"
    chief, officer, desk = desks(cast.saran), desks(cast.bataar), desks(registrar)
    chief.act(record, "offer", {"level": "L1", "conflict_checked": "yes"})
    said = {"to": "separate_only", "asked_alone": "yes", "notice_given": "yes"}
    officer.act(record, "consent", {"party": "A1", "answer": "refuses", **said})
    officer.act(record, "consent", {"party": "B1", "answer": "agrees", **said})
    accept = {
        "mediator": mediator.id, "difficulty": "D2", "notice_given": "yes", "no_objection": "yes",
        "conflict_clear": "yes",
    }  # fmt: skip
    desk.act(record, "accept", accept)
    assert standing(record).state == "offered"
    assert "A1" in desk.page.inner_text(".error-summary, .message, .error")
    desk.look("not-both-want")
    officer.act(record, "consent", {"party": "A1", "answer": "agrees", **said})
    desk.act(record, "accept", accept)
    assert standing(record).state == "accepted"


def talked_with_apart(mediator: Desk, record: str) -> None:
    """Rights told, no joint session, two talks apart, an agreement that the list lets through."""
    mediator.act(record, "start", {"rights_told": "yes"})
    session = {"record": "只谈生活费，不谈当晚的事。", "minutes": "40"}
    mediator.act(record, "session", {"manner": "joint", **session})
    assert "分别" in mediator.page.inner_text(".error-summary, .message, .error")
    assert standing(record).body.count("joint") == 0
    mediator.look("no-joint-session")
    mediator.act(record, "session", {"manner": "separate", **session})
    mediator.act(record, "private_note", {"private_text": "她最多让到每月六百"})
    mediator.open(f"/records/dispute/{record}/do/agree/")
    row = {"by": "B1", "to": "A1", "what": "每月初付生活费八百元", "due_on": today()}
    said = {
        **{f"obligations-0-{name}": value for name, value in row.items()},
        "form": "written", "legality": list(LEGALITY), "amount_fen": "800", "facts": "双方分居",
    }  # fmt: skip
    for name, value in said.items():
        mediator.page.evaluate(SET, [name, value])
    mediator.page.wait_for_timeout(700)
    mediator.look_here("composer")
    mediator.send({})
    assert standing(record).state == "agreed"
    mediator.open(f"/records/dispute/{record}/")
    mediator.look("agreed")
    mediator.open(f"/records/dispute/{record}/papers/")
    mediator.look("papers")


def afterwards(phone: Handset, desks: Callable[[Person], Desk], record: str, cast: Cast) -> None:
    """Performed and asked after, each alone, on the phone; closed by the chair, not by who mediated."""
    phone.synced()
    at = f"/do/dispute/{record}"
    records(phone, f"{at}/performed", "performance", performance="in_full")
    for party in ("A1", "B1"):
        said = {"performance": "in_full", "afterwards": "calm", "asked_alone": "true"}
        records(phone, f"{at}/follow_up", "party", party=party, **said)
    phone.synced()
    chair = desks(cast.wang)
    chair.act(record, "close", {"proof": "receipts"})
    assert standing(record).state == "closed"
    chair.look("closed")


def at_the_counter(registrar: Desk, clerk: Desk, record: str) -> None:
    """She asks at the window what is held: hers, and no sign of what he said or that either was asked."""
    registrar.open(f"/records/dispute/{record}/")
    registrar.press("回执码")
    code = registrar.page.inner_text(".receipt-code").strip()
    registrar.look_here("receipt")
    clerk.open("/counter/")
    clerk.look("counter")
    clerk.page.fill("input[name=code]", code)
    clerk.press("打开")
    assert "其木格" in clerk.text
    for hidden in ("哈斯", HERS, HIS, "安全", "六百"):
        assert hidden not in clerk.text, hidden
    clerk.look_here("counter-open")
