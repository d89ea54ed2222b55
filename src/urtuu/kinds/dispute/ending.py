"""After the agreement and after the end: T17-T21, T23, T25, follow-ups, escalations defused."""

from urtuu.kinds.dispute import codes
from urtuu.kinds.dispute.finding import TEAM
from urtuu.kinds.fields import Choice, Count, Day, Photo, Words, YesNo
from urtuu.kinds.roles import FIELD_ROLES, Role
from urtuu.kinds.vocabulary import ANY, Act

_MEDIATOR_ACTS = ("start", "session", *codes.MADE)
_LIVING = (*codes.UNCLOSED, "closed")

PERFORMING = (
    Act(
        name="review",
        after=("agreed", "performing"),
        by=(Role.REGISTRAR,),
        wishes={"note": Words(max=300)},
        not_by=("settle_at_once",),
        offline=False,
    ),
    Act(
        name="send_back",
        after=("agreed",),
        leads_to="mediating",
        by=(Role.REGISTRAR,),
        needs={"why_sent_back": Words(min=5, max=300)},
        not_by=("settle_at_once",),
        offline=False,
    ),
    Act(
        name="withdraw",
        after=("agreed", "performing"),
        leads_to="mediating",
        by=(*FIELD_ROLES, Role.MEDIATOR, Role.REGISTRAR, Role.CLERK),
        needs={"withdrawn_by": Words(max=8)},
        guard="within_three_days",
    ),
    Act(
        name="begin_performing",
        after=("agreed",),
        leads_to="performing",
        by=(Role.HOUSE, Role.MEDIATOR, Role.REGISTRAR, Role.CHAIR),
    ),
    # Art 29: in force when all have signed and the committee has sealed; C7 runs from the later of the two.
    Act(
        name="seal",
        after=("agreed", "performing"),
        by=(Role.REGISTRAR, Role.CHAIR),
        needs={"signed_on": Day(), "sealed_on": Day()},
        wishes={"copies": Count(min=1, max=20)},
        guard="sealed_when_written",
        corrects=True,
        offline=False,
    ),
    Act(
        name="performed",
        after=("agreed", "performing"),
        by=TEAM,
        needs={"performance": Choice(options=codes.PERFORMANCE)},
        wishes={
            "obligation": Count(min=1, max=20),
            "amount_fen": Count(unit="yuan_fen", max=10**11),
            "what": Words(max=200, personal=True),
            "photo": Photo(most=3),
            "signature": Photo(most=1),
        },
    ),
    Act(
        name="confirmation",
        after=("agreed", "performing"),
        by=(Role.MEDIATOR, Role.REGISTRAR, Role.CHAIR),
        needs={"court": Choice(options=("filed", "declined", "confirmed", "refused"))},
    ),
    # U05: what the parties ask of the police; what the police then decide is theirs and is not kept here.
    Act(
        name="joint_application",
        after=("agreed", "performing", "closed"),
        by=(Role.MEDIATOR, Role.REGISTRAR),
        needs={"all_agree": YesNo(), "handed_on": Day()},
        guard="performed_before_asking",
        offline=False,
    ),
    Act(
        name="follow_up",
        after=("agreed", "performing", "terminated", "referred", "closed"),
        by=TEAM,
        needs={
            "asked_alone": YesNo(),
            "performance": Choice(options=(*codes.PERFORMANCE, "not_due")),
            "afterwards": Choice(options=codes.AFTERWARDS),
        },
        wishes={
            "party": Words(max=8),
            "content": Choice(options=("yes", "partly", "no", "not_answered")),
            "lawsuit": Choice(options=("none", "pending", "upheld", "overturned")),
            "mediated_wrongly": YesNo(),
            "measures": Words(max=300, personal=True),
            "said": Words(max=300, personal=True),
        },
    ),
    Act(
        name="reopen",
        after=("performing",),
        leads_to="mediating",
        by=(Role.MEDIATOR,),
        needs={"why_reopened": Words(min=2, max=300), "both_want": YesNo()},
    ),
)

CLOSING = (
    Act(
        name="chase",
        after=("referred",),
        by=TEAM,
        wishes={"note": Words(max=200)},
    ),
    # C6, shown only: police mediate normally once, a second time within seven working days.
    Act(
        name="police_session",
        after=("referred",),
        by=TEAM,
        needs={"which": Choice(options=("first", "second"))},
    ),
    Act(
        name="feedback",
        after=("referred",),
        by=TEAM,
        needs={"result": Choice(options=("taken_up", "settled", "not_competent", "none"))},
        wishes={"told": Words(max=300, personal=True)},
    ),
    Act(
        name="close",
        after=("agreed", "performing"),
        leads_to="closed",
        by=(Role.CHAIR,),
        needs={"proof": Choice(options=("receipts", "told_by_parties", "waived_in_writing"))},
        sets={"outcome": "performed"},
        guard="proved_and_followed_up",
        not_by=_MEDIATOR_ACTS,
        offline=False,
    ),
    Act(
        name="close_unperformed",
        after=("performing",),
        leads_to="closed",
        by=(Role.CHAIR,),
        needs={"reminded_on": Day(), "remedies_told": YesNo()},
        sets={"outcome": "not_performed"},
        guard="long_overdue",
        not_by=_MEDIATOR_ACTS,
        offline=False,
    ),
    Act(
        name="close_out",
        after=("terminated", "not_accepted", "referred"),
        leads_to="closed",
        by=(Role.CHAIR, Role.CHIEF),
        needs={
            "notice_given": YesNo(),
            "outcome": Choice(options=("terminated", "not_accepted", "referred")),
        },
        wishes={"feedback_waived": YesNo()},
        guard="notice_and_feedback",
        not_by=("not_accept", "refer", "terminate", *_MEDIATOR_ACTS),
        offline=False,
    ),
    Act(
        name="archive",
        after=("closed",),
        leads_to="archived",
        by=(Role.ARCHIVIST,),
        needs={"keep_until": Day(), "contents_complete": YesNo()},
        wishes={"gaps": Words(max=500)},
        guard="gaps_explained",
        offline=False,
    ),
    # C12: what has been kept long enough is looked at, then erased or kept for a named reason.
    Act(
        name="retention_review",
        after=("archived",),
        by=(Role.PRIVACY, Role.ARCHIVIST),
        needs={"keep_until": Day(), "why_kept": Words(min=2, max=200)},
        corrects=True,
        offline=False,
    ),
    # 7.9: beside the privacy officer's erasure, so that the case itself says why its words are gone.
    Act(
        name="let_go",
        after=(ANY,),
        by=(Role.HOUSE,),
        needs={"let_go_of": Choice(options=codes.KEPT)},
        offline=False,
    ),
    Act(
        name="ask_void",
        after=_LIVING,
        by=(Role.CHAIR,),
        needs={"why_void": Words(min=5, max=300)},
        offline=False,
    ),
    Act(
        name="void",
        after=_LIVING,
        leads_to="void",
        by=(Role.CHIEF,),
        needs={"void_kind": Choice(options=("entry_error", "test"))},
        guard="void_was_asked",
        not_by=("ask_void",),
        offline=False,
    ),
)

ESCALATIONS = (
    Act(
        name="defuse",
        after=codes.UNCLOSED,
        by=TEAM,
        needs={
            "signs": Choice(options=codes.ESCALATION_SIGNS, many=True),
            "done_about_it": Words(min=5, max=500, personal=True),
        },
    ),
    Act(
        name="confirm_defused",
        after=(ANY,),
        by=(Role.CHIEF, Role.COORDINATOR, Role.JUDICIAL, Role.SAFETY),
        needs={"afterwards": Choice(options=codes.AFTERWARDS)},
        guard="defused_for_a_week",
        not_by=("report", "defuse", *_MEDIATOR_ACTS),
        offline=False,
    ),
    Act(
        name="turned_criminal",
        after=(ANY,),
        by=TEAM,
        needs={"learned_from": Choice(options=("police", "party", "village"))},
    ),
)
