"""The seventeen forms of the official dossier (disputes.md 3).

What the product never stores (ethnicity, sex, occupation, the number of an identity paper) is a line for
handwriting, because the official form has it; its label says so.
"""

from __future__ import annotations

from urtuu.kinds.roles import FIELD_ROLES
from urtuu.mediation.form_parts import (
    AGREED,
    CASE,
    DOOR,
    ENDED,
    FILE,
    PARTIES,
    Ask,
    Form,
    Read,
    Sign,
    Table,
    Write,
)


def _side(side: str) -> Ask:
    """One side of an application: what section 3 names, each blank whether or not it is ever filled."""
    # Sex, ethnicity and job are lines for the hand only: the official form prints them, no field of any kind
    # has them, and nothing ever fills them.
    names = ("name", "sex", "ethnicity", "age", "job", "phone", "address*")
    return Ask(tuple(f"{side}_{name}" for name in names), heading=f"side_{side}")


_TERMS = (
    Write("facts"),
    Write("issues", 3),
    Table(
        "obligations",
        ("no", "by", "to", "what", "how", "where", "due", "amount"),
        1,
        (0, 2, 2, 5, 3, 3, 3, 3),
    ),
    Ask(("amount_figures", "amount_words*", "place_of_performance", "term", "copies", "language")),
)

OFFICIAL: tuple[Form, ...] = (
    Form(
        "M01",
        (
            Ask(
                (
                    "dossier_title*",
                    "dossier_number*",
                    "mediators*",
                    "from_on",
                    "to_on",
                    "filed_by",
                    "filed_on",
                    "retention*",
                    "remark*",
                )
            ),
        ),
        need="required",
        by=FILE,
        numbered="dossier",
    ),
    Form(
        "M02",
        (Table("contents", ("no", "document", "page", "remark"), 4, (0, 6, 2, 4)),),
        need="required",
        by=FILE,
        numbered="dossier",
    ),
    Form(
        "M03",
        (
            _side("a"),
            _side("b"),
            Write("facts"),
            Write("request_1", 1),
            Write("request_2", 1),
            Write("request_3", 1),
            Read("application"),
            Sign(("a_sign", "date_sign")),
        ),
        need="required",
        by=DOOR,
    ),
    Form(
        "M04",
        (
            Ask(
                (
                    "date",
                    "a_name",
                    "b_name",
                    "type",
                    "source",
                    "mongolian_needed",
                    "severity",
                    "happened_at",
                    "happened_where",
                    "people",
                    "over_threshold",
                )
            ),
            Write("facts"),
            Read("committee_fills"),
            Sign(("a_sign", "b_sign", "registrar_sign", "seal")),
        ),
        need="required",
        by=DOOR,
        numbered="register",
    ),
    Form(
        "M05", (Read("rights"), Sign(("a_sign", "b_sign", "told_by", "date_sign"))), need="required", by=DOOR
    ),
    Form(
        "M06",
        (
            Ask(("principal", "agent", "agent_phone", "relation_to_party", "matter*")),
            Write("scope", 4),
            Table("papers_seen", ("paper", "seen_by", "seen_on"), 3),
            Read("no_number_kept"),
            Sign(("principal_sign", "agent_sign", "date_sign")),
        ),
        by=CASE,
        each="party",
    ),
    Form(
        "M07",
        (
            Ask(("time", "place", "present*", "investigator", "asked_person")),
            Write("content", 8),
            Sign(("asked_sign", "investigator_sign", "recorder_sign", "date_sign")),
        ),
        by=CASE,
        each="investigate",
    ),
    Form(
        "M08",
        (
            Table("evidence", ("no", "what", "source", "pages"), 4, (0, 5, 4, 2)),
            Sign(("handed_by", "received_by")),
        ),
        by=CASE,
    ),
    Form(
        "M09",
        (
            Ask(("time", "place", "a_name", "b_name", "participants*", "manner", "open_session")),
            Write("record", 6),
            Write("result", 2),
            Sign(("a_sign", "b_sign", "mediator_sign", "recorder_sign")),
        ),
        need="required",
        by=CASE,
        each="session",
    ),
    Form(
        "M10",
        (
            PARTIES,
            *_TERMS,
            Read("agreement"),
            Read("language_clause"),
            Sign(("a_sign", "b_sign", "mediator_sign", "recorder_sign", "seal", "date_sign")),
        ),
        need="required",
        by=CASE,
        numbered="agreement",
        after=AGREED,
    ),
    Form(
        "M11",
        (
            PARTIES,
            *_TERMS,
            Ask(("agreed_on", "filled_by")),
            Read("oral"),
            Sign(("mediator_sign", "date_sign")),
        ),
        need="required",
        by=CASE,
        numbered="agreement",
        after=AGREED,
    ),
    Form(
        "M12",
        (
            Ask(("agreement_number*", "performed_what*", "performed_on", "amount_figures", "amount_words*")),
            Sign(("received_sign", "witness_sign", "date_sign")),
        ),
        by=CASE,
        each="performed",
        after=AGREED,
    ),
    Form(
        "M13",
        (
            Ask(
                (
                    "party_asked",
                    "agreement_number",
                    "cause",
                    "time",
                    "asked_alone",
                    "performance",
                    "satisfaction",
                    "lawsuit",
                    "wrong_mediation",
                    "hidden_risk",
                )
            ),
            Write("said", 3),
            Write("measures", 3),
            Sign(("party_sign", "visitor_sign")),
        ),
        need="required",
        by=(*CASE, *FIELD_ROLES),
        each="follow_up",
    ),
    Form(
        "M14",
        (
            Ask(
                (
                    "a_name",
                    "a_phone",
                    "a_address*",
                    "a_unit",
                    "a_representative",
                    "b_name",
                    "b_phone",
                    "b_address*",
                    "b_unit",
                    "b_representative",
                ),
                heading="applicants",
            ),
            Ask(("court*", "agreement_number", "effect_on", "last_day_to_apply*")),
            Write("confirmation_request", 2),
            Read("confirmation"),
            Table("attached", ("paper", "copies_of"), 4),
            Sign(("a_sign", "b_sign", "date_sign")),
        ),
        by=CASE,
        after=AGREED,
    ),
    Form(
        "M15",
        (Write("missing", 6), Write("why_missing", 6), Sign(("filed_by", "date_sign"))),
        by=FILE,
        numbered="dossier",
    ),
    Form(
        "M16",
        (
            Ask(
                (
                    "dossier_number*",
                    "date",
                    "body",
                    "responsible",
                    "accepted_on",
                    "closed_on",
                    "a_name",
                    "b_name",
                    "source",
                )
            ),
            Write("facts"),
            Write("result", 4),
            Sign(("chair_sign", "seal")),
        ),
        by=CASE,
        numbered="dossier",
        after=("close", "close_unperformed", "close_out"),
    ),
    Form(
        "M17",
        (
            Ask(("a_name", "b_name", "accepted_on", "ended_on")),
            Write("reason", 3),
            Read("remedies"),
            Sign(("a_receipt", "b_receipt", "mediator_sign", "seal", "date_sign")),
        ),
        by=CASE,
        numbered="register",
        after=ENDED,
    ),
)
