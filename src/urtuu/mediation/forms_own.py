"""Nine forms of our own: notices, statements and letters that the law asks for and no official form holds."""

from __future__ import annotations

from urtuu.kinds.roles import Role
from urtuu.mediation.form_parts import (
    AGREED,
    CASE,
    DOOR,
    PARTIES,
    REFERRED,
    Ask,
    Form,
    Read,
    Sign,
    Table,
    Write,
)

OWN: tuple[Form, ...] = (
    Form(
        "U01",
        (
            Ask(("party_name", "handler", "complaint_phone*")),
            Read("privacy"),
            Read("privacy_ticks"),
            Sign(("party_sign", "told_by", "date_sign")),
        ),
        by=DOOR,
        each="party",
    ),
    Form(
        "U02",
        (
            PARTIES,
            Write("undisputed", 6),
            Read("undisputed"),
            Sign(("a_sign", "b_sign", "mediator_sign", "date_sign")),
        ),
        by=CASE,
        each="undisputed",
    ),
    Form(
        "U03",
        (
            Ask(("a_name", "b_name", "accepted_on", "extended_to", "times_extended*")),
            Write("extension_reason", 3),
            Read("extension"),
            Sign(("a_sign", "b_sign", "mediator_sign", "date_sign")),
        ),
        by=CASE,
        each="extend",
    ),
    Form(
        "U04",
        (
            Ask(("receiver", "referred_on", "basis", "feedback_due", "sent_by", "sender_phone")),
            Write("why_referred", 2),
            Write("sent", 3),
            Read("referral"),
            Ask(("feedback_result*", "feedback_on", "feedback_by", "feedback_phone*"), heading="slip"),
            Sign(("sender_sign", "receiver_sign")),
        ),
        by=(*CASE, Role.CHIEF, Role.CLERK),
        after=REFERRED,
    ),
    Form(
        "U05",
        (
            PARTIES,
            Ask(("police_station*", "agreement_number", "performed_on")),
            Read("joint_application"),
            Write("request_text", 3),
            Sign(("a_sign", "b_sign", "date_sign")),
        ),
        need="apart",
        by=CASE,
        after=AGREED,
    ),
    Form(
        "U06",
        (
            Ask(("party_name", "date", "place", "recorded_by")),
            Write("own_words", 5),
            Write("wish", 2),
            Table("help_given", ("help", "on", "given_by"), 2),
            Read("help_sought"),
            Sign(("party_sign", "recorder_sign")),
        ),
        need="apart",
        by=(Role.SAFETY,),
        each="party",
        after=("safety_questions", "hold"),
    ),
    Form(
        "U07",
        (
            Ask(("interpreter", "languages", "time", "place")),
            Read("interpreter"),
            Sign(("interpreter_sign", "a_sign", "b_sign", "date_sign")),
        ),
        by=CASE,
        each="interpret",
    ),
    Form(
        "U08",
        (
            Ask(("mediator", "relation", "date*")),
            Write("explained", 4),
            Read("conflict"),
            Sign(("mediator_sign", "a_sign", "b_sign", "date_sign")),
        ),
        by=CASE,
        each="disclose_conflict",
    ),
    Form(
        "U09",
        (
            Ask(("officer_name", "officer_phone", "card_number", "date", "station_name", "complaint_phone")),
            Read("visit_card"),
        ),
        need="apart",
        by=DOOR,
    ),
)
