"""What a referral's table cannot say."""

from __future__ import annotations

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.judging import Case


def personal_data_has_basis(case: Case) -> Sentence | None:
    """A name or a phone number goes along only with consent or by duty."""
    personal = case.parts.get("personal", {})
    named = bool(personal.get("contact") or personal.get("phone"))
    if named and case.entry.body.get("basis") == "no_personal_data":
        return say("referral_without_basis", kind="referral")
    return None
