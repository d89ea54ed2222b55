"""The page of a dispute: parties and answers, the agreement and its days, what is proposed, exits in view."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from desk_doings import SECRET, SignedIn, did, dispute
from django.urls import reverse

from cast import Cast, Person
from urtuu.kinds.dispute.codes import LEGALITY
from urtuu.kinds.roles import Role

NOON = datetime.fromisoformat("2026-11-24T12:00:00+08:00")


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """It is Tuesday noon."""
    with time_machine.travel(NOON, tick=False):
        yield


class Case:
    """A dispute told act by act, each author knowing all before."""

    def __init__(self, cast: Cast, everyone: dict[Role, Person]) -> None:
        self.cast, self.everyone, self.saw = cast, everyone, 1
        self.record = dispute(
            cast.bataar, cast.near, at=NOON - timedelta(days=2), category="NEI", close_ties="no"
        )

    def does(self, who: Person, act: str, **fields: object) -> None:
        """One act more."""
        at = NOON - timedelta(days=2) + timedelta(minutes=10 * self.saw)
        did(who, "dispute", act, self.cast.near, record=self.record, saw=self.saw, at=at, **fields)
        self.saw += 1

    def named(self) -> Case:
        """Both sides."""
        for party, side, name in (("A1", "a", "宝音"), ("B1", "b", "朝鲁")):
            self.does(self.cast.bataar, "add_party", party=party, side=side, capacity="adult", name=name)
        return self

    def agreed(self) -> Case:
        """As far as a written agreement with two obligations."""
        chair, mediator = self.cast.wang, self.everyone[Role.MEDIATOR]
        self.named().does(chair, "offer", level="L1", conflict_checked=True)
        for party in ("A1", "B1"):
            said = {"to": "mediation", "answer": "agrees", "asked_alone": True}
            self.does(self.cast.bataar, "consent", party=party, **said)
        ready = {"notice_given": True, "no_objection": True, "conflict_clear": True, "difficulty": "D2"}
        self.does(chair, "accept", mediator=mediator.id, **ready)
        self.does(mediator, "start", rights_told=True)
        rows = [
            {"by": "A1", "to": "B1", "what": "疏通排水沟", "due_on": day, "how": "自费"}
            for day in ("2026-11-23", "2026-12-20")
        ]
        self.does(
            mediator, "agree", form="written", legality=list(LEGALITY), obligations=rows,
            due_days=[row["due_on"] for row in rows], amount_fen=123_450,
        )  # fmt: skip
        return self


@pytest.fixture
def case(cast: Cast, everyone: dict[Role, Person]) -> Case:
    """A dispute that was found."""
    return Case(cast, everyone)


def page(signed_in: SignedIn, who: Person, record: str, lang: str = "en") -> str:
    """The text of its page."""
    answer = signed_in(who, lang).get(reverse("desk:record", args=["dispute", record]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_parties_stand_with_their_answers(case: Case, signed_in: SignedIn) -> None:
    text = page(signed_in, case.cast.wang, case.named().record)
    assert text.count("not asked yet") == 2
    said = {"to": "mediation", "asked_alone": True}
    case.does(case.cast.bataar, "consent", party="A1", answer="agrees", **said)
    case.does(case.cast.bataar, "consent", party="B1", answer="refuses", **said)
    text = page(signed_in, case.cast.wang, case.record)
    assert "Mediation · Agrees" in text
    assert "Mediation · Refuses" in text
    assert "not asked yet" not in text


def test_a_name_shows_only_to_whom_the_table_opens_it(case: Case, signed_in: SignedIn) -> None:
    case.named()
    assert "宝音" in page(signed_in, case.cast.wang, case.record)
    assert "宝音" not in page(signed_in, case.cast.saran, case.record)
    assert "A1" in page(signed_in, case.cast.saran, case.record)


def test_the_agreement_shows_each_day_with_its_clock_and_whether_it_binds(
    case: Case, signed_in: SignedIn
) -> None:
    text = page(signed_in, case.cast.wang, case.agreed().record)
    assert "疏通排水沟 自费" in text
    assert "not sealed yet: not in force" in text
    assert "1,234.50 yuan" in text
    assert "over by 12 h" in text
    assert "（2026）人调协字第1号" in text
    case.does(case.cast.wang, "seal", signed_on="2026-11-22", sealed_on="2026-11-22")
    text = page(signed_in, case.cast.wang, case.record)
    assert "in force since 22 Nov 2026" in text
    chief = page(signed_in, case.cast.saran, case.record)
    assert "疏通排水沟" not in chief
    assert "2026-12-20" in chief


def test_a_proof_turns_its_obligation_green(case: Case, signed_in: SignedIn) -> None:
    case.agreed().does(case.cast.bataar, "performed", performance="in_full", obligation=2, what="已疏通")
    text = page(signed_in, case.cast.wang, case.record)
    assert "done in time" in text
    assert "over by 12 h" in text


def test_the_exits_are_in_view_in_every_state_and_language(case: Case, signed_in: SignedIn) -> None:
    assert "Go to court at any time" in page(signed_in, case.cast.bataar, case.record)
    assert "任何时候都可以向人民法院起诉" in page(signed_in, case.cast.wang, case.agreed().record, "zh-hans")


def test_the_rules_propose_and_a_person_answers(case: Case, signed_in: SignedIn) -> None:
    case.agreed()
    other = Case(case.cast, case.everyone)
    other.does(case.cast.wang, "classify", difficulty="D4")
    text = page(signed_in, case.cast.wang, other.record)
    assert "The rules would hand this up" in text
    assert "why_escalate=too_difficult&amp;to_level=L2" in text
    other.does(case.cast.wang, "propose_escalation", why_escalate="too_difficult", to_level="L2")
    text = page(signed_in, case.cast.wang, other.record)
    assert "An answer is due within a day" in text
    assert reverse("desk:do", args=["dispute", other.record, "answer_escalation"]) in text
    assert "The rules would hand this up" not in page(signed_in, case.cast.wang, case.record)


def test_whoever_receives_an_escalation_reads_the_names_from_then_on(case: Case, signed_in: SignedIn) -> None:
    judge = case.everyone[Role.JUDICIAL]
    case.named().does(case.cast.bataar, "propose_escalation", why_escalate="party_asks", to_level="L2")
    assert "宝音" not in page(signed_in, judge, case.record)
    case.does(case.cast.wang, "answer_escalation", escalate=True, why_answered="当事人要求")
    case.does(judge, "receive_escalation", why_answered="接收")
    assert "宝音" in page(signed_in, judge, case.record)


def test_an_interpreter_named_to_the_case_finds_and_opens_it(case: Case, signed_in: SignedIn) -> None:
    interpreter = case.everyone[Role.INTERPRETER]
    path = reverse("desk:record", args=["dispute", case.named().record])
    assert signed_in(interpreter).get(path).status_code == 403
    case.does(case.cast.wang, "name_to_case", named_staff=[{"staff": interpreter.id}])
    assert signed_in(interpreter).get(path).status_code == 200
    listed = signed_in(interpreter).get(reverse("desk:records", args=["dispute"])).content.decode()
    assert case.record in listed


def test_other_kinds_have_no_such_sections(case: Case, signed_in: SignedIn) -> None:
    ident = did(
        case.cast.bataar, "need", "hear", case.cast.near, at=NOON, topic="water", heading="机井", said=SECRET
    )
    answer = signed_in(case.cast.bataar).get(reverse("desk:record", args=["need", ident]))
    assert "Ways out" not in answer.content.decode()


def typed(**more: str) -> dict[str, str]:
    """An agreement as a form sends it."""
    row = {"by": "A1", "to": "B1", "what": "疏通排水沟", "due_on": "2026-12-20"}
    return {
        "form": "written",
        **{f"obligations-0-{name}": value for name, value in row.items()},
        "facts": "沟被填了一半",
        "saw": "7",
        **more,
    }


def test_the_legality_list_goes_along_while_the_agreement_is_written(case: Case, signed_in: SignedIn) -> None:
    mediator = case.everyone[Role.MEDIATOR]
    case.agreed().does(case.everyone[Role.REGISTRAR], "send_back", why_sent_back="条款不清楚")
    client = signed_in(mediator)
    path = reverse("desk:legality", args=[case.record, "agree"])
    text = client.post(path, typed()).content.decode()
    assert "8 open" in text  # what only a person can tell
    everything = {"legality": list(LEGALITY)}
    text = client.post(path, {**typed(), **everything}).content.decode()
    assert "may be signed" in text
    barred = {"obligations-0-what": "乙方保证不起诉"}
    text = client.post(path, {**typed(**barred), **everything}).content.decode()
    assert "1 open" in text
    assert "may not keep anybody from the police" in text


def test_without_a_script_the_same_list_is_in_the_form(case: Case, signed_in: SignedIn) -> None:
    mediator = case.everyone[Role.MEDIATOR]
    case.agreed().does(case.everyone[Role.REGISTRAR], "send_back", why_sent_back="条款不清楚")
    path = reverse("desk:do", args=["dispute", case.record, "agree"])
    client = signed_in(mediator)
    assert 'id="legality"' in client.get(path).content.decode()
    answer = client.post(path, typed(_more="_check"))
    assert answer.status_code == 422
    assert "8 open" in answer.content.decode()
    assert "疏通排水沟" in answer.content.decode()


def test_the_list_is_asked_for_agreements_only_and_by_those_who_see_the_case(
    case: Case, signed_in: SignedIn
) -> None:
    case.agreed()
    path = reverse("desk:legality", args=[case.record, "agree"])
    assert signed_in(case.cast.dorji).post(path, typed()).status_code == 403
    other = reverse("desk:legality", args=[case.record, "close"])
    assert signed_in(case.cast.wang).post(other, typed()).status_code == 404
    assert signed_in(case.cast.wang).get(path).status_code == 405


def test_answers_of_two_people_are_never_laid_over_each_other(case: Case, signed_in: SignedIn) -> None:
    case.named()
    for party, answer, words in (("A1", "yes", "他拿过刀"), ("B1", "no", "没有的事")):
        said = {"asked_of": party, "asked_how": "alone", "weapon": answer, "own_words": words}
        case.does(case.cast.bataar, "safety_questions", **said)
    url = reverse("desk:read_part", args=["dispute", case.record, "safety"])
    text = signed_in(case.cast.gao).post(url, {"purpose": "评估"}).content.decode()
    shown = text.split('id="record"')[1]
    assert shown.index("他拿过刀") < shown.index("没有的事")
    answers = [part.split("<dd>")[1].split("</dd>")[0] for part in shown.split("A weapon or tool shown")[1:]]
    assert answers == ["Yes", "No"]
