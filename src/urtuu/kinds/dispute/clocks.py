"""The promises of time of a dispute (disputes.md 7.7). They mark; they never block."""

from urtuu.kinds.common import BODIES
from urtuu.kinds.vocabulary import ANY, Clock

_BEGUN = ("report", "open_again")
_TRIAGED = ("offer", "refer", "not_accept", "settle_at_once", "void")
_ANSWERED_HOLD = ("release", "safety_decide", "void")
_SENT = ("refer", "safety_decide")
_HEARD_OF = ("feedback", "take_back", "close_out", "void")
_AGREED = ("agree", "settle_at_once")
_MEDIATION_OVER = ("agree", "terminate", "stop", "void")
_REACHED = ("contact", "session", "settle_at_once", "safety_questions", "void")
_NOT_POLICE = tuple(body for body in BODIES if body != "police")

CLOCKS = (
    # C1a, C1b
    Clock(name="contact", starts=_BEGUN, stops=_REACHED, tonight=True, only={"size": ("small",)}),
    Clock(
        name="chief_told",
        starts=_BEGUN,
        stops=("tell_chief", "offer", "refer", "void"),
        hours=1,
        warns=0,
        only={"size": ("big",)},
    ),
    Clock(
        name="first_plan",
        starts=_BEGUN,
        stops=("plan", "offer", "refer", "void"),
        hours=24,
        only={"size": ("big",)},
    ),
    # C2
    Clock(name="triage", starts=_BEGUN, stops=_TRIAGED, hours=24, pauses=("safety_hold",)),
    # C3
    Clock(
        name="safety_hour",
        starts=("hold",),
        stops=_ANSWERED_HOLD,
        hours=1,
        warns=0,
        only={"answer_within": ("one_hour",)},
    ),
    Clock(
        name="safety_hours",
        starts=("hold",),
        stops=_ANSWERED_HOLD,
        hours=4,
        warns=1,
        only={"answer_within": ("four_hours",)},
    ),
    # C4, C4b
    Clock(
        name="reply",
        starts=("offer", "take_back"),
        stops=("accept", "refuse", "void"),
        working_days=3,
        warns=24,
        pauses=("safety_hold",),
    ),
    Clock(name="silence", starts=(ANY,), stops=(ANY,), days=7, warns=24, pauses=("paused",)),
    # C5, and its extension by consent
    Clock(
        name="term",
        starts=("accept",),
        stops=("extend", *_MEDIATION_OVER),
        days=30,
        legal=True,
        warns=240,
        pauses=("paused", "safety_hold"),
    ),
    Clock(
        name="extended_term",
        starts=("extend",),
        stops=_MEDIATION_OVER,
        until="extended_to",
        legal=True,
        warns=240,
        pauses=("paused", "safety_hold"),
    ),
    # C7
    Clock(
        name="confirmation", starts=_AGREED, stops=("confirmation", "void"), days=30, legal=True, warns=120
    ),
    # C8, the first due date
    Clock(
        name="obligation",
        starts=_AGREED,
        stops=("performed", "send_back", "withdraw", "reopen", "close_unperformed", "void"),
        until="first_due_on",
        warns=72,
    ),
    # C9, the first round
    Clock(name="follow_up", starts=("performed",), stops=("follow_up", "void"), days=7, warns=48),
    # The sitting on the spot is reviewed
    Clock(
        name="review",
        starts=("settle_at_once",),
        stops=("review", "send_back", "withdraw", "void"),
        working_days=2,
        warns=24,
    ),
    # C10
    Clock(
        name="feedback",
        starts=_SENT,
        stops=_HEARD_OF,
        days=15,
        warns=72,
        only={"receiver": _NOT_POLICE},
    ),
    Clock(name="police_feedback", starts=_SENT, stops=_HEARD_OF, hours=24, only={"receiver": ("police",)}),
    # C11
    Clock(
        name="dossier",
        starts=("close", "close_unperformed", "close_out"),
        stops=("archive", "void"),
        days=30,
        warns=72,
    ),
)
