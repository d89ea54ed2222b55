"""A dispute in which everything happened that a paper can speak of."""

from __future__ import annotations

from datetime import timedelta

from casework import Casework, agreement
from urtuu.kinds.roles import Role

MONEY = {"amount_fen": 1_200_050}


def told(work: Casework) -> Casework:
    """From the report to a sealed, performed and followed-up agreement."""
    mediator, officer, registrar = Role.MEDIATOR, Role.OFFICER, Role.REGISTRAR
    work.reported(language="both", happened_on="2026-11-20", people=6)
    for party, name, born in (("A1", "宝音", 1970), ("B1", "朝鲁", 1981)):
        work.does(
            officer, "add_party", party=party, side=party[0].lower(), capacity="adult", name=name,
            phone="13804760001", living_at="永和村兴隆沟小组", birth_year=born, part_taken="applicant",
            same_person=True,
        )  # fmt: skip
        work.does(
            officer, "safety_questions", asked_of=party, asked_how="alone", hurt="no",
            own_words=f"{name}单独说的话", wish=f"{name}的意愿",
        )  # fmt: skip
    work.does(officer, "give_card", given_to="A1", named=["police_110", "line_12338"])
    work.does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    work.does(
        officer,
        "disclose_conflict",
        about_staff=work.people[mediator].id,
        relation="none",
        explained="没有亲属关系",
    )
    work.agreeing().does(
        registrar, "accept", mediator=work.people[mediator].id, difficulty="D2", notice_given=True,
        no_objection=True, conflict_clear=True,
    )  # fmt: skip
    work.does(mediator, "start", rights_told=True)
    work.does(
        mediator,
        "investigate",
        asked_about="邻居哈斯",
        found="沟是去年填的",
        where="村部东侧",
        present_there="村委会主任",
    )
    work.does(mediator, "evidence", evidence=[{"what": "现场照片", "source": "宝音提交", "pages": 2}])
    work.does(mediator, "interpret", interpreter="苏雅拉", true_and_silent=True)
    work.does(
        mediator, "session", manner="joint", record="双方陈述了各自的意见",
        present=[{"party": "A1"}, {"party": "B1"}], agreed_something=True, in_the_open=False, minutes=50,
    )  # fmt: skip
    work.does(mediator, "undisputed", undisputed="沟长三十米，位于两院之间", all_agree=True)
    work.does(Role.CHAIR, "extend", extended_to="2026-12-30", all_agree=True)
    rows = agreement("2026-11-25", "2026-12-20", where="两院之间")
    for row in rows["obligations"]:
        row |= {"where": "两院之间", "amount_fen": 60_000}
    rows.pop("where")
    work.does(mediator, "agree", **rows, **MONEY, copies=3)
    work.does(registrar, "seal", signed_on="2026-11-24", sealed_on="2026-11-24")
    work.does(
        officer, "performed", performance="in_full", what="排水沟已疏通", amount_fen=60_000,
    )  # fmt: skip
    work.at += timedelta(days=8)
    work.does(
        officer, "follow_up", asked_alone=True, performance="in_full", afterwards="calm", party="A1",
        content="yes", said="没有再积水", lawsuit="none", mediated_wrongly=False, measures="继续关注",
    )  # fmt: skip
    work.does(Role.CHAIR, "close", proof="receipts")
    return work


def referred(work: Casework) -> Casework:
    """Handed to the court."""
    work.reported().does(
        Role.CHIEF, "refer", receiver="court", why_referred="标的较大", sent="案由与双方姓名", basis="consent"
    )
    return work


def ended(work: Casework) -> Casework:
    """Ended without an agreement."""
    work.mediating().does(Role.MEDIATOR, "terminate", why_ended="gap", remedies_told=True)
    return work


def oral(work: Casework) -> Casework:
    """Agreed by word of mouth."""
    work.mediating().does(Role.MEDIATOR, "agree", **agreement("2026-11-25", form="oral"), **MONEY)
    return work
