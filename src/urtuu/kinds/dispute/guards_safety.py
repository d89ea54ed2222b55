"""The guards of `safety.py`: a hold answered, the separate-only mode lifted."""

from __future__ import annotations

from urtuu.base.sentences import Sentence
from urtuu.kinds.dispute import rules
from urtuu.kinds.dispute.guards_common import no, standing_of
from urtuu.kinds.judging import Case


def release_allowed(case: Case) -> Sentence | None:
    """T08: concern, not danger; each willing, asked alone; a trained mediator."""
    said = case.parts.get("safety")
    if said is None:
        return no("release_unexplained")
    if said["tier"] != "concern":
        return no("danger_is_not_mediated")
    if not (said["each_willing_alone"] and said["trained_mediator"]):
        return no("release_conditions")
    return None


def help_first(case: Case) -> Sentence | None:
    """T09: help was listed, and a referral names its receiver."""
    body = case.entry.body
    if not body["help_listed"]:
        return no("help_first")
    if body["decision"] == "refer" and not body.get("receiver"):
        return no("receiver_missing")
    return None


def lifting_allowed(case: Case) -> Sentence | None:
    """7.4.6: something is restricted, and each is willing, asked alone."""
    if not rules.separate_only(standing_of(case)):
        return no("nothing_to_lift")
    said = case.parts.get("safety")
    return None if said and said["each_willing_alone"] else no("release_conditions")


def lifting_was_asked(case: Case) -> Sentence | None:
    """The safety lead asked after the last hold; the coordinator agrees."""
    standing = standing_of(case)
    if not rules.separate_only(standing):
        return no("nothing_to_lift")
    last = standing.last("ask_to_lift", "hold", "release", "lift")
    return None if last and last.act == "ask_to_lift" else no("lifting_not_asked")
