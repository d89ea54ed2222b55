"""The promises of time of a dispute (disputes.md 7.7). They mark; they never block."""

from urtuu.kinds.common import BODIES
from urtuu.kinds.dispute.codes import MADE, UNDONE
from urtuu.kinds.vocabulary import ANY, Clock

_BEGUN = ("report", "open_again")
_TRIAGED = ("offer", "refer", "not_accept", "settle_at_once", "void")
_ANSWERED_HOLD = ("release", "safety_decide", "void")
_SENT = ("refer", "safety_decide")
_HEARD_OF = ("feedback", "take_back", "close_out", "void")
_MEDIATION_OVER = ("agree", "terminate", "stop", "void")
_REACHED = ("contact", "session", "settle_at_once", "safety_questions", "void")
_OVER = (*UNDONE, "void")
_ASKED_AFTER = ("follow_up", "archive", *_OVER)
"""What is archived was asked after as far as it was; the file says what is missing."""
_NOT_POLICE = tuple(body for body in BODIES if body != "police")

CLOCKS = (
    # C1a, C1b
    Clock(
        name="contact",
        source="小事不过夜",
        starts=_BEGUN,
        stops=_REACHED,
        tonight=True,
        only={"size": ("small",)},
    ),
    Clock(
        name="chief_told",
        source="大事不过天",
        starts=_BEGUN,
        stops=("tell_chief", "offer", "refer", "void"),
        hours=1,
        warns=0,
        only={"size": ("big",)},
    ),
    Clock(
        name="first_plan",
        source="大事不过天",
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
        source="反家庭暴力法14；未成年人保护法11",
        starts=("hold",),
        stops=_ANSWERED_HOLD,
        hours=1,
        warns=0,
        only={"answer_within": ("one_hour",)},
    ),
    Clock(
        name="safety_hours",
        source="反家庭暴力法14；未成年人保护法11",
        starts=("hold",),
        stops=_ANSWERED_HOLD,
        hours=4,
        warns=1,
        only={"answer_within": ("four_hours",)},
    ),
    # C4, C4b
    Clock(
        name="reply",
        source="人民法院在线调解规则12",
        starts=("offer", "take_back"),
        stops=("accept", "refuse", "void"),
        working_days=3,
        warns=24,
        pauses=("safety_hold",),
    ),
    Clock(name="silence", starts=(ANY,), stops=(ANY,), days=7, warns=24, pauses=("paused",)),
    # C5, and its extension by consent; a further extension takes the place of the one before
    Clock(
        name="term",
        source="特邀调解规定27；在线调解规则24",
        starts=("accept",),
        stops=("extend", *_MEDIATION_OVER),
        days=30,
        legal=True,
        warns=240,
        pauses=("paused", "safety_hold"),
    ),
    Clock(
        name="extended_term",
        source="特邀调解规定27；在线调解规则24",
        starts=("extend",),
        stops=("extend", *_MEDIATION_OVER),
        until="extended_to",
        legal=True,
        warns=240,
        pauses=("paused", "safety_hold"),
    ),
    # C7: an oral agreement counts from when it was made, a written one from the last signature or the seal;
    # days of signature and seal that are put right count anew
    Clock(
        name="confirmation_oral",
        source="人民调解法33；民事诉讼法205",
        starts=MADE,
        stops=("confirmation", *_OVER),
        days=30,
        legal=True,
        warns=120,
        only={"form": ("oral",)},
        outlives=True,
        lapses=True,
    ),
    Clock(
        name="confirmation",
        source="人民调解法29、33；民事诉讼法205",
        starts=("seal",),
        stops=("seal", "confirmation", *_OVER),
        days=30,
        since=("signed_on", "sealed_on"),
        legal=True,
        warns=120,
        outlives=True,
        lapses=True,
    ),
    # C8, for every obligation
    Clock(
        name="obligation",
        source="人民调解法31",
        starts=MADE,
        stops=("performed", "close_unperformed", *_OVER),
        each="due_days",
        names="obligation",
        stops_if={"performance": ("in_full", "waived")},
        warns=72,
    ),
    # C9: seven and thirty days after the last due day; what is hard or grave also after ninety. Each takes a
    # round of its own, in which every party may be asked
    Clock(
        name="follow_up",
        source="人民调解法31",
        starts=MADE,
        stops=_ASKED_AFTER,
        days=7,
        since=("due_days",),
        warns=48,
        outlives=True,
    ),
    Clock(
        name="follow_up_30",
        source="人民调解法31",
        starts=MADE,
        stops=_ASKED_AFTER,
        days=30,
        since=("due_days",),
        in_rounds=("follow_up",),
        nth=2,
        warns=120,
        outlives=True,
    ),
    Clock(
        name="follow_up_90",
        source="人民调解法31",
        starts=MADE,
        stops=_ASKED_AFTER,
        days=90,
        since=("due_days",),
        in_rounds=("follow_up",),
        nth=3,
        warns=240,
        only={"difficulty": ("D3", "D4")},
        outlives=True,
    ),
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
        source="信访工作条例22",
        starts=_SENT,
        stops=_HEARD_OF,
        days=15,
        warns=72,
        only={"receiver": _NOT_POLICE},
    ),
    Clock(name="police_feedback", starts=_SENT, stops=_HEARD_OF, hours=24, only={"receiver": ("police",)}),
    # C6, for information: the police's second session (公安机关办理行政案件程序规定 183)
    Clock(
        name="police_second",
        source="公安机关办理行政案件程序规定183",
        starts=("police_session",),
        stops=("police_session", *_HEARD_OF),
        working_days=7,
        warns=24,
        only={"which": ("first",)},
    ),
    # C10 the other way: whoever handed it to the committee is answered by the day they set
    Clock(
        name="sender_answer",
        source="信访工作条例22",
        starts=("received_from",),
        stops=("received_from", "inform_sender", "void"),
        stops_if={"told_sender": ("not_taken_on", "settled", "not_settled", "handed_on")},
        until="answer_by",
        warns=72,
        outlives=True,
    ),
    # A party's wish about their own data is answered within fifteen days
    Clock(
        name="party_answer",
        starts=("party_asks",),
        stops=("party_answered", "void"),
        days=15,
        warns=72,
        outlives=True,
        source="个人信息保护法50",
    ),
    # 7.5: the owner answers a proposal to escalate within a day
    Clock(
        name="escalation_answer",
        starts=("propose_escalation",),
        stops=("answer_escalation", "raise_level", "void"),
        hours=24,
    ),
    # 6.2: a case comes back on a date
    Clock(
        name="back_on",
        starts=("bring_back",),
        stops=(
            "bring_back",
            "contact",
            "session",
            "note",
            "follow_up",
            "resume",
            "agree",
            "terminate",
            "stop",
            "void",
        ),
        until="back_on",
        warns=24,
    ),
    # C11
    Clock(
        name="dossier",
        source="人民调解法27",
        starts=("close", "close_unperformed", "close_out"),
        stops=("archive", "void"),
        days=30,
        warns=72,
        outlives=True,
    ),
    # C12
    Clock(
        name="retention",
        source="个人信息保护法19、47",
        starts=("archive", "retention_review"),
        stops=("retention_review", "let_go", "void"),
        until="keep_until",
        warns=720,
        outlives=True,
    ),
)
