"""Every clock of disputes.md 7.7 that a table can say, on its printed dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from urtuu.base.workdays import WorkingDays, YearTable, working_days
from urtuu.kinds.clocks import going, most_urgent, running
from urtuu.kinds.dispute.rules import effect_day
from urtuu.kinds.fold import Done, Standing
from urtuu.kinds.registry import shelf
from urtuu.kinds.vocabulary import ANY, Act, Clock, Kind

FREE_2027 = frozenset({date(2027, 1, 1)})
DAYS = WorkingDays(
    {
        **working_days().years,
        2027: YearTable(FREE_2027, frozenset()),
        2028: YearTable(frozenset(), frozenset()),
    }
)
KIND = shelf()["dispute"]


def local(text):
    return datetime.fromisoformat(f"{text}+08:00")


def standing(*acts, **body):
    """A record by its acts: (name, moment, state after it)."""
    done = [
        Done(entry=f"e{i}", act=a, actor="x", device="d", at=local(at), state=s)
        for i, (a, at, s) in enumerate(acts)
    ]
    return Standing(
        kind="dispute", record="r", grid="g", station="s", state=done[-1].state, body=body, acts=done,
        version=len(done),
    )  # fmt: skip


def face(name, record, now, kind=KIND, days=DAYS, received=None):
    return next(found for found in running(record, kind, local(now), days, received) if found.name == name)


def test_a_small_matter_does_not_stay_overnight():
    record = standing(("report", "2026-11-24T10:00", "reported"), size="small")
    found = face("contact", record, "2026-11-24T19:00")
    assert (found.due_at, found.state, found.remaining_minutes) == (local("2026-11-25T00:00"), "ok", 300)
    assert face("contact", record, "2026-11-24T21:00").state == "warn"
    assert face("contact", record, "2026-11-25T00:01").state == "breached"


@pytest.mark.parametrize(
    ("found_at", "due"),
    [
        ("2026-11-24T19:59", "2026-11-25T00:00"),
        ("2026-11-24T20:00", "2026-11-25T08:00"),
        ("2026-11-24T20:30", "2026-11-25T08:00"),
        ("2026-11-24T23:59", "2026-11-25T08:00"),
        ("2026-11-25T00:01", "2026-11-26T00:00"),
    ],
)
def test_what_is_found_late_in_the_evening_may_wait_until_eight(found_at, due):
    record = standing(("report", found_at, "reported"), size="small")
    assert face("contact", record, found_at).due_at == local(due)


def test_the_day_is_the_banners_day_not_utc():
    record = standing(("report", "2026-11-24T10:00", "reported"), size="small")
    record.acts[0].at = datetime(2026, 11, 24, 11, 59, tzinfo=UTC)  # 19:59 in the banner
    assert face("contact", record, "2026-11-24T20:30").due_at == local("2026-11-25T00:00")


def test_reported_late_but_done_in_time():
    record = standing(
        ("report", "2026-11-24T19:59", "reported"), ("contact", "2026-11-24T22:10", "reported"), size="small"
    )
    arrived = {"e0": local("2026-11-26T15:00"), "e1": local("2026-11-26T15:00")}
    found = face("contact", record, "2026-11-26T16:00", received=arrived)
    assert (found.state, found.reported_late) == ("done", True)
    assert not face("contact", record, "2026-11-26T16:00").reported_late


def test_a_contact_that_arrives_after_a_later_one_still_counts_from_when_it_was_made():
    record = standing(
        ("report", "2026-11-24T10:00", "reported"),
        ("contact", "2026-11-25T09:00", "reported"),
        ("contact", "2026-11-24T18:00", "reported"),
        size="small",
    )
    assert face("contact", record, "2026-11-25T10:00").state == "done"


def test_a_big_matter_has_its_own_clocks_and_a_small_one_none_of_them():
    big = standing(("report", "2026-11-24T10:00", "reported"), size="big")
    names = {found.name for found in running(big, KIND, local("2026-11-24T10:30"), DAYS)}
    assert {"chief_told", "first_plan", "triage", "silence"} == names
    assert face("chief_told", big, "2026-11-24T11:30").state == "breached"
    assert face("first_plan", big, "2026-11-24T11:30").due_at == local("2026-11-25T10:00")


def test_the_safety_clock_is_one_hour_or_four():
    record = standing(
        ("report", "2026-11-24T10:00", "reported"),
        ("hold", "2026-11-24T10:10", "safety_hold"),
        size="small",
        answer_within="one_hour",
    )
    assert face("safety_hour", record, "2026-11-24T10:20").due_at == local("2026-11-24T11:10")
    record.body["answer_within"] = "four_hours"
    assert face("safety_hours", record, "2026-11-24T10:20").due_at == local("2026-11-24T14:10")


@pytest.mark.parametrize(
    ("offered_on", "last_day"),
    [
        ("2026-11-24", "2026-11-27"),
        ("2026-11-27", "2026-12-02"),
        ("2026-09-24", "2026-09-30"),  # 25-27 September free; the 28th, 29th and 30th are worked
        ("2026-02-13", "2026-02-25"),  # Spring Festival, with the 14th worked in its stead
    ],
)
def test_the_reply_counts_working_days_with_holidays_and_make_up_days(offered_on, last_day):
    record = standing(
        ("report", f"{offered_on}T08:00", "reported"), ("offer", f"{offered_on}T09:00", "offered")
    )
    ends = local(f"{last_day}T00:00") + timedelta(days=1)
    assert face("reply", record, f"{offered_on}T10:00").due_at == ends


@pytest.mark.parametrize(
    ("sealed_on", "plain", "last_day"),
    [
        ("2027-02-02", "2027-03-04", "2027-03-04"),
        ("2026-12-10", "2027-01-09", "2027-01-11"),
        ("2028-01-31", "2028-03-01", "2028-03-01"),
    ],
)
def test_the_printed_dates_of_court_confirmation(sealed_on, plain, last_day):
    made = (("report", f"{sealed_on}T08:00", "reported"), ("agree", f"{sealed_on}T09:00", "agreed"))
    oral = face("confirmation_oral", standing(*made, form="oral"), f"{sealed_on}T10:00")
    seal = ("seal", f"{sealed_on}T09:30", "agreed")
    sealed = standing(*made, seal, form="written", signed_on=sealed_on, sealed_on=sealed_on)
    for found in (oral, face("confirmation", sealed, f"{sealed_on}T10:00")):
        assert found.plain_due_at == local(f"{plain}T00:00") + timedelta(days=1)
        assert found.due_at == local(f"{last_day}T00:00") + timedelta(days=1)


@pytest.mark.parametrize(
    ("signed_on", "sealed_on"), [("2027-01-31", "2027-02-02"), ("2027-02-02", "2027-01-31")]
)
def test_a_written_agreement_counts_from_the_later_of_signature_and_seal(signed_on, sealed_on):
    record = standing(
        ("report", "2027-01-20T08:00", "reported"),
        ("agree", "2027-01-31T09:00", "agreed"),
        ("seal", "2027-02-05T09:00", "agreed"),
        form="written", signed_on=signed_on, sealed_on=sealed_on,
    )  # fmt: skip
    assert face("confirmation", record, "2027-02-06T10:00").due_at == local("2027-03-05T00:00")
    assert effect_day(record) == date(2027, 2, 2)
    names = {found.name for found in running(record, KIND, local("2027-02-06T10:00"), DAYS)}
    assert "confirmation_oral" not in names


def test_an_agreement_that_is_written_and_not_sealed_is_not_in_force():
    record = standing(("report", "2027-01-20T08:00", "reported"), ("agree", "2027-01-31T09:00", "agreed"))
    record.body["form"] = "written"
    assert effect_day(record) is None
    assert "confirmation" not in {f.name for f in running(record, KIND, local("2027-02-06T10:00"), DAYS)}


def test_a_missing_year_is_said_and_never_guessed():
    record = standing(("report", "2026-12-30T08:00", "reported"), ("offer", "2026-12-30T09:00", "offered"))
    found = face("reply", record, "2026-12-30T10:00", days=working_days())
    assert (found.due_at, found.state) == (None, "unknown")
    assert found.doubt.name == "no_day_table"
    assert found.doubt.values == {"year": 2027}


def test_a_legal_period_into_a_missing_year_shows_the_unmoved_day_and_its_doubt():
    record = standing(
        ("report", "2026-12-10T08:00", "reported"),
        ("agree", "2026-12-10T09:00", "agreed"),
        form="oral",
    )
    found = face("confirmation_oral", record, "2026-12-10T10:00", days=working_days())
    assert (found.due_at, found.doubt.name) == (local("2027-01-10T00:00"), "no_day_table")


def test_the_term_stands_still_while_paused_and_runs_on():
    acts = [
        ("report", "2026-03-01T08:00", "reported"),
        ("accept", "2026-03-02T09:00", "accepted"),
        ("start", "2026-03-03T09:00", "mediating"),
        ("pause", "2026-03-10T09:00", "paused"),
    ]
    found = face("term", standing(*acts), "2026-03-12T09:00")
    assert found.state == "paused"
    resumed = standing(*acts, ("resume", "2026-03-20T09:00", "mediating"))
    assert face("term", resumed, "2026-03-21T09:00").plain_due_at == local("2026-04-12T00:00")


def test_an_extension_replaces_the_term():
    record = standing(
        ("report", "2026-03-01T08:00", "reported"),
        ("accept", "2026-03-02T09:00", "accepted"),
        ("extend", "2026-03-20T09:00", "accepted"),
        extended_to="2026-04-28",
    )
    assert face("term", record, "2026-03-21T09:00").state == "done"
    assert face("extended_term", record, "2026-03-21T09:00").due_at == local("2026-04-29T00:00")


def again(record, act, *rows):
    """The same act some times over, each with its own words: (moment, what it said)."""
    for at, said in rows:
        one = Done(entry=at, act=act, actor="x", device="d", at=local(at), state=record.state, body=said)
        record.acts.append(one)
        record.body.update(said)
    return record


@pytest.mark.parametrize(
    ("name", "act", "said"),
    [
        ("extended_term", "extend", lambda day: {"extended_to": day}),
        ("confirmation", "seal", lambda day: {"signed_on": "2026-11-20", "sealed_on": day}),
        ("back_on", "bring_back", lambda day: {"back_on": day}),
        ("sender_answer", "received_from", lambda day: {"answer_by": day}),
    ],
)
def test_a_day_that_is_written_anew_ends_the_old_run_and_begins_its_own(name, act, said):
    record = standing(("report", "2026-11-20T08:00", "reported"))
    again(
        record, act, ("2026-11-25T09:00", said("2026-11-25")), ("2026-12-02T09:00", said("2026-12-02")),
        ("2026-12-03T09:00", said("2026-12-09")),
    )  # fmt: skip
    faces = [f for f in running(record, KIND, local("2026-12-04T09:00"), DAYS) if f.name == name]
    assert [f.stopped_at is None for f in faces] == [False, False, True]
    last = "2027-01-09" if name == "confirmation" else "2026-12-10"
    assert faces[-1].plain_due_at == local(f"{last}T00:00")


def test_an_obligation_runs_to_its_own_day():
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        due_days=["2026-12-05"],
    )  # fmt: skip
    assert face("obligation", record, "2026-11-25T09:00").due_at == local("2026-12-06T00:00")


def performed(at, **body):
    """What was done under an agreement of three obligations, after them in a row."""
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        due_days=["2026-12-05", "2026-12-20", "2026-12-10"],
    )  # fmt: skip
    for moment, said in at:
        record.acts.append(
            Done(
                entry=moment,
                act="performed",
                actor="x",
                device="d",
                at=local(moment),
                state="agreed",
                body=said,
            )
        )
    found = running(record, KIND, local("2026-12-15T09:00"), DAYS)
    return [(one.number, one.state) for one in found if one.name == "obligation"]


def test_each_obligation_has_a_clock_of_its_own_in_the_order_of_the_agreement():
    assert performed([]) == [(1, "breached"), (2, "ok"), (3, "breached")]


def test_a_proof_stops_the_obligation_it_names_and_without_a_number_all_of_them():
    first = ("2026-12-04T10:00", {"performance": "in_full", "obligation": 1})
    assert performed([first]) == [(1, "done"), (2, "ok"), (3, "breached")]
    late = ("2026-12-14T10:00", {"performance": "in_full"})
    assert performed([first, late]) == [(1, "done"), (2, "done"), (3, "done_late")]


def test_what_was_done_in_part_stops_nothing_and_a_waiver_does():
    part = ("2026-12-04T10:00", {"performance": "in_part", "obligation": 1})
    assert performed([part]) == [(1, "breached"), (2, "ok"), (3, "breached")]
    waived = ("2026-12-05T10:00", {"performance": "waived", "obligation": 1})
    assert performed([part, waived])[0] == (1, "done")


def followed(*days, difficulty="D2"):
    """The clocks of follow-up of an agreement whose last day is 10 December, after some follow-ups."""
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        *(("follow_up", f"{day}T10:00", "agreed") for day in days),
        due_days=["2026-12-10", "2026-11-30"], difficulty=difficulty,
    )  # fmt: skip
    found = running(record, KIND, local("2027-01-05T09:00"), DAYS)
    return {f.name: (str(f.due_at.date()), f.state) for f in found if f.name.startswith("follow_up")}


def test_follow_ups_count_from_the_last_due_day_and_each_round_needs_its_own():
    assert followed() == {"follow_up": ("2026-12-18", "breached"), "follow_up_30": ("2027-01-10", "warn")}
    once = followed("2026-12-16")
    assert once == {"follow_up": ("2026-12-18", "done"), "follow_up_30": ("2027-01-10", "warn")}
    assert followed("2026-12-16", "2027-01-04")["follow_up_30"] == ("2027-01-10", "done")
    assert followed("2026-12-19")["follow_up"] == ("2026-12-18", "done_late")


def test_who_is_asked_within_a_week_of_the_first_is_asked_in_one_round():
    both = {"follow_up": ("2026-12-18", "done"), "follow_up_30": ("2027-01-10", "warn")}
    assert followed("2026-12-17", "2026-12-17") == both
    assert followed("2026-12-17", "2026-12-23") == both  # each alone, a week's ways between them
    assert followed("2026-12-17", "2026-12-24")["follow_up_30"] == ("2027-01-10", "done")
    assert followed("2026-12-24", "2026-12-17")["follow_up_30"] == ("2027-01-10", "done")


def test_three_parties_asked_are_no_three_rounds():
    asked = followed("2026-12-17", "2026-12-17", "2026-12-18", difficulty="D4")
    assert {name: state for name, (_, state) in asked.items()} == {
        "follow_up": "done", "follow_up_30": "warn", "follow_up_90": "ok",
    }  # fmt: skip
    asked = followed("2026-12-17", "2026-12-18", "2026-12-28", "2026-12-29", "2027-01-04", difficulty="D4")
    assert asked["follow_up_90"] == ("2027-03-11", "done")


@pytest.mark.parametrize("act", ["archive", "reopen", "void"])
def test_what_ends_the_agreement_or_the_file_ends_every_round_at_once(act):
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        (act, "2026-12-01T09:00", "mediating"), ("agree", "2026-12-02T09:00", "agreed"),
        due_days=["2026-12-10"], difficulty="D3",
    )  # fmt: skip
    rounds = [f for f in running(record, KIND, local("2026-12-03T09:00"), DAYS) if "follow_up" in f.name]
    assert [f.state for f in rounds] == ["done", "ok"] * 3


def test_hard_and_grave_matters_are_followed_up_once_more_after_ninety_days():
    assert followed(difficulty="D4")["follow_up_90"] == ("2027-03-11", "ok")
    assert "follow_up_90" not in followed()


def test_an_agreement_made_anew_starts_its_own_obligations_and_ends_the_old_ones():
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        ("begin_performing", "2026-11-24T10:00", "performing"), ("reopen", "2026-12-01T09:00", "mediating"),
        ("agree", "2026-12-02T09:00", "agreed"), due_days=["2026-12-30"],
    )  # fmt: skip
    found = [f for f in running(record, KIND, local("2026-12-03T09:00"), DAYS) if f.name == "obligation"]
    assert [one.state for one in found] == ["done", "ok"]


def test_the_polices_second_session_has_seven_working_days():
    record = standing(("report", "2026-11-24T08:00", "reported"), ("refer", "2026-11-24T09:00", "referred"))
    record.acts.append(
        Done(entry="p", act="police_session", actor="x", device="d", at=local("2026-11-25T09:00"),
             state="referred", body={"which": "first"})
    )  # fmt: skip
    assert face("police_second", record, "2026-11-26T09:00").due_at == local("2026-12-05T00:00")


def test_a_proposal_to_escalate_is_answered_within_a_day():
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("propose_escalation", "2026-11-24T09:00", "reported")
    )
    assert face("escalation_answer", record, "2026-11-24T10:00").due_at == local("2026-11-25T09:00")


def test_only_what_outlives_a_closed_case_still_runs():
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("agree", "2026-11-24T09:00", "agreed"),
        ("performed", "2026-11-24T10:00", "agreed"), ("follow_up", "2026-11-25T10:00", "agreed"),
        ("close", "2026-11-25T11:00", "closed"),
        form="oral", due_days=["2026-11-24"],
    )  # fmt: skip
    names = {f.name for f in going(record, KIND, local("2026-11-26T09:00"), DAYS)}
    assert names == {"confirmation_oral", "follow_up_30", "dossier"}


def test_silence_runs_from_the_last_act_and_not_after_the_end():
    record = standing(("report", "2026-11-01T08:00", "reported"), ("note", "2026-11-10T08:00", "reported"))
    assert face("silence", record, "2026-11-20T08:00").due_at == local("2026-11-18T00:00")
    closed = standing(("report", "2026-11-01T08:00", "reported"), ("void", "2026-11-02T08:00", "void"))
    assert "silence" not in {found.name for found in running(closed, KIND, local("2026-11-20T08:00"), DAYS)}


@pytest.mark.parametrize(("receiver", "name"), [("police", "police_feedback"), ("court", "feedback")])
def test_feedback_is_awaited_for_a_day_or_fifteen(receiver, name):
    record = standing(
        ("report", "2026-11-24T08:00", "reported"),
        ("refer", "2026-11-24T09:00", "referred"),
        receiver=receiver,
    )
    names = {found.name for found in running(record, KIND, local("2026-11-24T10:00"), DAYS)}
    assert name in names
    assert len(names & {"police_feedback", "feedback"}) == 1


def test_a_second_run_is_another_face_and_the_most_urgent_is_the_next_to_end():
    kind = Kind(
        name="k",
        acts=(Act(name="go", leads_to="on"), Act(name="stop", after=(ANY,), leads_to="off")),
        clocks=(Clock(name="c", starts=("go",), stops=("stop",), hours=2, warns=1),),
    )
    record = standing(
        ("go", "2026-11-24T08:00", "on"),
        ("stop", "2026-11-24T09:00", "off"),
        ("go", "2026-11-24T12:00", "on"),
    )
    faces = running(record, kind, local("2026-11-24T13:30"), DAYS)
    assert [found.state for found in faces] == ["done", "warn"]
    assert most_urgent(faces).due_at == local("2026-11-24T14:00")


def test_a_late_finish_is_done_late():
    record = standing(
        ("report", "2026-11-24T08:00", "reported"), ("offer", "2026-11-26T08:00", "offered"), size="small"
    )
    assert face("triage", record, "2026-11-27T08:00").state == "done_late"
