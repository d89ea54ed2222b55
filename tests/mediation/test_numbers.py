"""Official numbers: by committee and year, in the act's own transaction, none twice, none skipped."""

import pytest

from casework import Casework, agreement
from urtuu.kinds.roles import Role
from urtuu.mediation import numbers
from urtuu.mediation.models import OfficialNumber


def test_a_case_gets_its_numbers_as_it_goes(work):
    work.accepted()
    assert numbers.of_record(work.record) == {"register": "（2026）人调受字第1号"}
    work.does(Role.MEDIATOR, "start", rights_told=True)
    work.does(Role.MEDIATOR, "agree", **agreement())
    assert numbers.of_record(work.record)["agreement"] == "（2026）人调协字第1号"


def test_an_agreement_made_anew_has_a_number_of_its_own(work):
    work.agreed()
    work.does(Role.MEDIATOR, "begin_performing")
    work.does(Role.MEDIATOR, "reopen", both_want=True)
    work.does(Role.MEDIATOR, "agree", **agreement("2026-12-28"))
    assert numbers.of_record(work.record)["agreement"] == "（2026）人调协字第2号"


def test_the_next_case_has_the_next_number_and_a_refused_act_takes_none(work, cast):
    work.accepted()
    other = Casework(cast, work.people, work.at)
    other.reported().does(Role.CHIEF, "offer", level="L1", conflict_checked=True)
    assert other.refuses(Role.REGISTRAR, "accept", notice_given=False) == "consent_missing"
    third = Casework(cast, work.people, other.at)
    third.accepted()
    found = numbers.of_records([work.record, other.record, third.record])
    assert found[work.record]["register"] == "（2026）人调受字第1号"
    assert other.record not in found
    assert found[third.record]["register"] == "（2026）人调受字第2号"


def test_each_year_counts_from_one(work):
    work.accepted()
    later = Casework(work.cast, work.people, work.at.replace(year=2027, month=1, day=5))
    later.accepted()
    assert numbers.of_record(later.record) == {"register": "（2027）人调受字第1号"}


def test_no_number_is_given_twice_even_if_somebody_tried(work):
    work.accepted()
    row = OfficialNumber.objects.get()
    row.pk, row.entry = None, "another"
    with pytest.raises(Exception, match=r"an_official_number_is_given_once|UNIQUE"):
        row.save()
