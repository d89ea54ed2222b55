"""What a dispute's table cannot say. Each refuses with one sentence, or says nothing.

The guards of each file of acts stand in a file of their own; the registry asks for all of them here.
"""

# ruff: noqa: F401 - read by name (kinds/registry.py)

from urtuu.kinds.dispute.guards_ending import (
    defused_for_a_week,
    gaps_explained,
    long_overdue,
    notice_and_feedback,
    performed_before_asking,
    proved_and_followed_up,
    sealed_when_written,
    void_was_asked,
    within_three_days,
)
from urtuu.kinds.dispute.guards_finding import (
    acceptance_complete,
    duplicate_named,
    label_free,
    offer_allowed,
    party_had_asked,
    was_sent_to_us,
)
from urtuu.kinds.dispute.guards_mediating import (
    agreement_sound,
    all_have_agreed,
    consent_renewed,
    escalation_was_answered,
    escalation_was_proposed,
    extension_allowed,
    interpreter_promised,
    pause_agreed,
    replacement_clear,
    rights_were_told,
    session_allowed,
    small_and_clear,
)
from urtuu.kinds.dispute.guards_safety import (
    help_first,
    lifting_allowed,
    lifting_was_asked,
    release_allowed,
)
