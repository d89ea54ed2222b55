"""A dispute between residents: found, made safe, offered mediation, settled, performed, closed. 矛盾纠纷

The transitions T02-T25 of disputes.md 7.3 as table rows; what a row cannot say is a guard. A draft (T01, T03)
lives on the phone and is no entry. A report is never refused for what it says, and nothing blocks a safety
hold or a stop: they win in any state, however late.
"""

from urtuu.kinds.dispute.clocks import CLOCKS
from urtuu.kinds.dispute.ending import CLOSING, ESCALATIONS, PERFORMING
from urtuu.kinds.dispute.finding import OFFERING, PARTIES, REPORTING
from urtuu.kinds.dispute.mediating import MEDIATING
from urtuu.kinds.dispute.safety import SAFETY
from urtuu.kinds.vocabulary import Kind

KIND = Kind(
    name="dispute",
    title=("category",),
    columns=("category", "size", "hurt_or_threatened", "people", "difficulty", "outcome"),
    icon="scales",
    holder="mediator",
    team=("with_mediators.staff", "named_staff.staff"),
    # Named at acceptance; before that the finder holds it as its author.
    held_from=(
        "accepted",
        "mediating",
        "paused",
        "agreed",
        "performing",
        "safety_hold",
        "terminated",
        "referred",
        "closed",
    ),
    ends=("closed", "archived", "void"),
    clocks=CLOCKS,
    acts=(*REPORTING, *PARTIES, *SAFETY, *OFFERING, *MEDIATING, *PERFORMING, *CLOSING, *ESCALATIONS),
)
