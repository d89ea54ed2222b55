"""What a grant's table cannot say."""

from urtuu.base.sentences import Sentence, say
from urtuu.kinds.judging import Case


def not_to_oneself(case: Case) -> Sentence | None:
    """Nobody approves their own reading."""
    own = case.entry.body["staff"] == case.entry.actor
    return say("approved_oneself", kind="grant") if own else None
