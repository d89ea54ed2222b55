"""A matter that another body handed to the committee: its sender is answered by the day of the letter."""

from __future__ import annotations

from casework import Casework
from urtuu.base.workdays import working_days
from urtuu.kinds.clocks import LOCAL, ClockFace, going
from urtuu.kinds.registry import shelf
from urtuu.kinds.roles import Role


def face(work: Casework) -> ClockFace | None:
    """The clock of the answer, while it runs."""
    found = going(work.standing, shelf()["dispute"], work.at, working_days())
    return next((one for one in found if one.name == "sender_answer"), None)


def due(work: Casework) -> str:
    """Its last day; nothing when it does not run."""
    found = face(work)
    return str(found.due_at.astimezone(LOCAL))[:10] if found and found.due_at else ""


def test_the_answer_is_due_by_the_day_of_the_letter_and_may_be_put_right(work: Casework):
    work.reported(how_found="entrusted")
    assert face(work) is None
    assert work.refuses(Role.CLERK, "inform_sender", told_sender="settled", told_on="2026-11-24") == (
        "nobody_sent_it"
    )
    work.does(Role.CLERK, "received_from", sent_by="court", answer_by="2026-12-11")
    assert due(work).startswith("2026-12-1")
    work.does(Role.CLERK, "received_from", sent_by="court", answer_by="2026-12-20")
    assert due(work) > "2026-12-11"


def test_that_it_was_taken_on_is_no_answer_and_a_closed_case_still_owes_one(work: Casework):
    work.reported(how_found="transferred")
    work.does(Role.REGISTRAR, "received_from", sent_by="petition_office", answer_by="2026-12-11")
    work.does(Role.REGISTRAR, "inform_sender", told_sender="taken_on", told_on="2026-11-24")
    assert face(work) is not None
    work.does(Role.CHIEF, "not_accept", why_not_accepted="no_dispute", remedies_told=True)
    work.does(Role.CHAIR, "close_out", outcome="not_accepted", notice_given=True)
    assert face(work) is not None
    work.does(Role.REGISTRAR, "inform_sender", told_sender="not_taken_on", told_on="2026-11-25")
    assert face(work) is None
