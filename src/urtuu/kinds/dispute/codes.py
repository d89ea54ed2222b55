"""The named options of a dispute: official codes first, so that exports lose nothing (disputes.md 4.2)."""

OPEN = ("reported", "safety_hold", "offered", "accepted", "mediating", "paused", "agreed", "performing")
UNCLOSED = (*OPEN, "terminated", "referred", "not_accepted")
SHUT = ("closed", "archived")
ESCALATES = ("reported", "offered", "accepted", "mediating", "paused")
"""States in which a dispute may go to another level (disputes.md 7.5)."""
TAKEN_ON = ("accept", "settle_at_once")
MADE = ("agree", "settle_at_once")
"""Acts that make an agreement."""
UNDONE = ("send_back", "withdraw", "reopen")
"""Acts that undo one: sent back, withdrawn within three days, reopened by both sides (disputes.md 7.3)."""
CATEGORIES = (
    "FAM",
    "NEI",
    "HSE",
    "CTR",
    "BIZ",
    "DMG",
    "LND",
    "EXP",
    "LAB",
    "CON",
    "MED",
    "TRA",
    "PRM",
    "ENV",
    "VIL",
    "DIG",
    "OTH",
    "unknown",
)
GRASSLAND = tuple(f"GRS-{number:02d}" for number in range(1, 16))
"""Sub-codes of grassland matters; they are reported in the official rows LND and BIZ."""
DIFFICULTIES = ("D1", "D2", "D3", "D4")
LEVELS = ("L1", "L2", "L3")
HOW_FOUND = ("visit", "applied", "call", "patrol", "transferred", "entrusted", "other")
SOURCES = ("own", "applied", "entrusted")
"""The committee's own motion, applied for by a party, entrusted or transferred by a court or another body."""
SOURCE_OF = {
    "visit": "own",
    "patrol": "own",
    "other": "own",
    "call": "applied",
    "applied": "applied",
    "transferred": "entrusted",
    "entrusted": "entrusted",
}
"""The three official sources (disputes.md 4.1), by how a matter was found."""
TOLD_SENDER = ("taken_on", "not_taken_on", "settled", "not_settled", "handed_on")
"""What a sender hears; that it was taken on is no answer yet."""
SIZES = ("small", "big")
WILLING = ("yes", "some", "no", "not_asked")
NEXT_STEPS = ("contact", "committee", "on_the_spot", "watch", "hand_on")
SIDES = ("a", "b", "other")
PARTS_TAKEN = ("applicant", "respondent", "third", "agent")
CAPACITIES = ("adult", "limited", "unit")
CONSENT_TO = ("mediation", "separate_only", "escalation", "referral", "data")
ANSWERS = ("agrees", "refuses", "wants_time")
RELATIONS = ("none", "kin", "interest", "other")
WHY_REPLACED = ("party_asked", "conflict", "away", "more_needed")
INVITED_AS = ("relative", "neighbour", "expert", "elder", "other")
WHY_ESCALATE = (
    "two_sessions_failed",
    "long_silence",
    "too_difficult",
    "many_people",
    "conflict_of_interest",
    "party_asks",
    "term_ends",
)
LEGALITY = (
    "capacity",
    "all_affected",
    "free_will",
    "facts_stated",
    "nothing_illegal",
    "nobody_else_bound",
    "no_bar_to_law",
    "language_read",
)
"""What only a person can tell of an agreement (disputes.md 7.6); the rest is looked at by `legality.py`."""
KEPT = ("everything", "all_but_safety", "notes", "safety")
RIGHTS = ("correction", "completion", "deletion", "explanation", "withdrawal")
RIGHTS_ANSWERS = ("done", "partly", "kept_by_law", "explained")
MANNERS = ("joint", "separate", "phone", "letter")
FORMS = ("oral", "written")
BASES = ("consent", "legal_duty", "danger")
WHY_NOT_ACCEPTED = ("no_dispute", "duplicate", "outside_scope", "refused")
WHY_PAUSED = ("expert", "survey", "season", "health", "absent")
WHY_ENDED = ("refusal", "term_over", "gap", "concealment", "collusion", "impossible")
PERFORMANCE = ("in_full", "in_part", "not_at_all", "waived")
ESCALATION_SIGNS = ("threat", "gathering", "weapon", "self_harm")
AFTERWARDS = ("calm", "tense", "worse")

BEHAVIOURS = (
    "hurt",
    "choked",
    "weapon",
    "threat",
    "kept_from",
    "forced_sex",
    "followed",
    "child_harmed",
    "earlier_report",
    "afraid",
)
"""The ten behaviours asked about, our wording, not validated: their only effect is to stop and to help."""
RED = ("choked", "weapon", "threat", "child_harmed", "happening_now")
"""A yes to any of these is danger (disputes.md 7.4.2); `happening_now` is asked beside the ten."""
SAFETY_ANSWERS = ("yes", "no", "unknown", "not_answered")
CARD = (
    "police_110",
    "line_12338",
    "shelter",
    "legal_aid",
    "protection_order",
    "clinic_record",
    "proof_of_help",
)
"""What the offer card names (disputes.md 7.4.5)."""
