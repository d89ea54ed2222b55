"""A paper printed again on another day is the same paper; each of several is a paper of its own."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from test_papers import CODES, asked_by, case_for, opened, values, view

from casework import Casework, agreement
from full_case import ended, oral, referred, told
from urtuu.kinds.roles import Role
from urtuu.mediation import allowing, issuing, known, papers
from urtuu.mediation.forms import BY_CODE
from urtuu.mediation.models import Issued

REASON = "有现实危险，先行帮助"


@pytest.mark.parametrize("code", CODES)
def test_no_paper_changes_with_the_day_it_is_printed_on(code, work):
    found = case_for(code, work)
    digests = []
    for later in (timedelta(), timedelta(days=1), timedelta(days=800)):
        with time_machine.travel(work.at + later, tick=False):
            drawn = papers.drawn(view(work), code, "zh-hans", opened(code, found))
            digests.append([papers.digest_of(paper, work.record) for paper in drawn])
    assert digests[0]
    assert digests[0] == digests[1] == digests[2]


def test_a_language_a_case_and_a_part_make_another_paper(work):
    told(work)
    found = view(work)
    first, second = papers.drawn(found, "U01", "zh-hans")
    chinese, english = (papers.drawn(found, "M05", lang)[0] for lang in ("zh-hans", "en"))
    assert papers.digest_of(chinese, work.record) != papers.digest_of(english, work.record)
    assert papers.digest_of(chinese, work.record) != papers.digest_of(chinese, "another case")
    assert papers.digest_of(first, work.record) != papers.digest_of(second, work.record)


def test_the_date_of_a_paper_is_that_of_its_own_act(work):
    told(work)
    closed, began = work.standing.last("close"), work.standing.acts[0]
    accepted = work.standing.last("accept")
    assert values("M04", work)["date"] == known.day_of("zh-hans", accepted.at) == "2026年11月24日"
    assert values("M16", work)["date"] == known.day_of("zh-hans", closed.at) == "2026年12月2日"
    assert values("U09", work)["date"] == known.day_of("zh-hans", began.at)


def test_a_register_of_what_nobody_accepted_yet_has_a_blank_for_the_day(work):
    work.reported()
    assert "date" not in values("M04", work)


def test_the_age_of_an_applicant_is_that_of_the_application(work):
    told(work)
    with time_machine.travel(work.at + timedelta(days=800), tick=False):
        assert values("M03", work)["a_age"] == "56"


def test_each_extension_says_which_one_it_is(work):
    told(work)
    assert values("U03", work)["times_extended"] == "1"


def test_an_agreement_made_anew_has_no_last_day_at_court_before_it_is_sealed(work):
    work.agreed()
    work.does(Role.REGISTRAR, "seal", signed_on="2026-11-24", sealed_on="2026-11-24")
    assert values("M14", work)["last_day_to_apply"] == "2026年12月24日"
    work.does(Role.MEDIATOR, "begin_performing")
    work.does(Role.MEDIATOR, "reopen", why_reopened="双方愿意重新商量", both_want=True)
    work.does(Role.MEDIATOR, "agree", **agreement("2027-02-20"))
    assert not {"effect_on", "last_day_to_apply"} & set(values("M14", work))


def decided(work: Casework, decision: str) -> Casework:
    """Held, and the safety lead has decided."""
    work.mediating().does(Role.OFFICER, "hold", answer_within="one_hour")
    receiver = {"receiver": "police"} if decision == "refer" else {}
    work.does(Role.SAFETY, "safety_decide", decision=decision, help_listed=True, reason=REASON, **receiver)
    return work


def offered(work: Casework, who: Role = Role.SAFETY) -> set[str]:
    """The papers somebody is offered."""
    return {form.code for form in allowing.fitting(work.people[who].who, view(work, who), work.at.date())}


@pytest.mark.parametrize(("decision", "there", "absent"), [("end", "M17", "U04"), ("refer", "U04", "M17")])
def test_the_safety_lead_ends_or_refers_and_only_that_paper_follows(work, decision, there, absent):
    decided(work, decision)
    assert there in offered(work)
    assert absent not in offered(work)
    assert ("M17" in papers.codes_present(view(work))) == (decision == "end")
    assert ("ended_on" in values("M17", work)) == (decision == "end")
    assert ("referred_on" in values("U04", work)) == (decision == "refer")


@pytest.mark.parametrize(("tells", "there", "absent"), [(ended, "M17", "U04"), (referred, "U04", "M17")])
def test_and_so_it_is_when_others_end_or_refer(work, tells, there, absent):
    tells(work)
    assert there in offered(work)
    assert absent not in offered(work)


def test_a_later_paper_replaces_its_own_part_and_nobody_elses(work):
    found = case_for("U06", work)

    def issued(party: str, at: object) -> str:
        drawn = papers.drawn(found, "U06", "zh-hans", opened("U06", found), party)
        coded = issuing.coded(drawn, work.record, lambda digest: digest)
        issuing.keep(coded, work.record, "gao", at)  # type: ignore[arg-type]  # a moment
        return coded[0].verify

    first = issued("A1", work.at)
    second = issued("B1", work.at + timedelta(hours=1))
    assert not issuing.verified(first).newer
    assert not issuing.verified(second).newer
    work.does(Role.SAFETY, "safety_questions", asked_of="A1", asked_how="alone", own_words="后来又说的话")
    found = asked_by(work)
    issued("A1", work.at + timedelta(hours=2))
    assert issuing.verified(first).newer
    assert not issuing.verified(second).newer


def test_each_part_bears_the_label_or_the_entry_it_speaks_of(work):
    told(work)
    found = view(work)
    assert [paper.part for paper in papers.drawn(found, "U01", "zh-hans")] == ["A1", "B1"]
    sessions = [step.id for step in found.steps if step.act == "session"]
    assert [paper.part for paper in papers.drawn(found, "M09", "zh-hans")] == sessions
    assert [paper.part for paper in papers.drawn(found, "M10", "zh-hans")] == [""]
    assert all(len(paper.part) <= 60 for code in BY_CODE for paper in papers.drawn(found, code, "zh-hans"))


@pytest.mark.django_db(transaction=True)
def test_a_paper_issued_before_keeps_its_successor_when_parts_are_named_anew(transactional_db):
    call_command("migrate", "mediation", "0003_receipts_of_parties", verbosity=0)
    try:
        told_of = {"record": "r", "lang": "en", "issued_by": "x", "issued_at": "2026-11-26T00:00:00Z"}
        Issued.objects.create(digest="0" * 64, code="M10", part="0", **told_of)
        Issued.objects.create(digest="1" * 64, code="U06", part="0", **told_of)
    finally:
        call_command("migrate", "mediation", verbosity=0)
    assert dict(Issued.objects.values_list("code", "part")) == {"M10": "", "U06": "0"}


def test_an_oral_agreement_has_its_own_register(work):
    oral(work)
    assert "M11" in offered(work, Role.MEDIATOR)
    assert "M10" not in offered(work, Role.MEDIATOR)
