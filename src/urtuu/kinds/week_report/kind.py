"""An officer's, a station's or the banner's week: figures with the digest of the entries behind them. 周报

Drawn up from the journal, read and signed by a second person, then frozen. What arrives later goes into a new
report that names the one it replaces; a signed one is never changed. An officer hands the own week in from
the phone, without signal: that is a statement beside the report, not the report.
"""

from urtuu.kinds.common import a_week
from urtuu.kinds.fields import Choice, Count, Link, Officer, Words
from urtuu.kinds.roles import Role
from urtuu.kinds.vocabulary import Act, Kind

FIGURES = (
    "visits",
    "matters_found",
    "disputes_opened",
    "disputes_settled",
    "disputes_referred",
    "disputes_pending",
    "sessions",
    "people_reached",
    "needs_heard",
    "needs_met",
    "tasks_done",
    "tasks_carried",
    "tasks_cancelled",
    "late_entries",
    "devices_silent",
    "queue_declared",
)
_FIGURES = {name: Count(max=10_000_000) for name in FIGURES}
_WRITERS = (Role.HOUSE, Role.OFFICER, Role.CHIEF, Role.COORDINATOR)

KIND = Kind(
    name="week_report",
    title=("week",),
    columns=("week", "level", "officer"),
    home="station",
    week="week",
    holder="officer",
    held_from=("handed_in", "drawn", "submitted", "returned", "signed"),
    icon="clipboard",
    ends=("signed", "handed_in"),
    acts=(
        # An officer's own word on the week, with the counts as the phone knew them: no figure is made of it.
        Act(
            name="hand_in",
            leads_to="handed_in",
            by=(Role.OFFICER,),
            needs={
                "week": a_week(),
                "level": Choice(options=("officer", "station", "banner")),
                "officer": Officer(role="officer"),
            },
            wishes={"text": Words(max=1000), **_FIGURES},
            guard="week_and_officer_named",
        ),
        Act(
            name="draw_up",
            leads_to="drawn",
            by=_WRITERS,
            needs={
                "week": a_week(),
                "level": Choice(options=("officer", "station", "banner")),
                "digest": Words(min=64, max=64),
            },
            wishes={"officer": Officer(role="officer"), "replaces": Link(to=("week_report",)), **_FIGURES},
            guard="week_and_officer_named",
            offline=False,
        ),
        Act(
            name="draw_again",
            after=("drawn", "returned"),
            leads_to="drawn",
            by=_WRITERS,
            needs={"digest": Words(min=64, max=64)},
            wishes=_FIGURES,
            offline=False,
        ),
        Act(
            name="remark",
            after=("drawn", "submitted", "returned"),
            by=(Role.OFFICER, Role.CHIEF, Role.COORDINATOR),
            needs={"text": Words(max=1000)},
        ),
        Act(
            name="submit",
            after=("drawn",),
            leads_to="submitted",
            by=(Role.OFFICER, Role.CHIEF),
        ),
        Act(
            name="return_back",
            after=("drawn", "submitted"),
            leads_to="returned",
            by=(Role.CHIEF, Role.COORDINATOR),
            needs={"why_returned": Words(min=2, max=300)},
            not_by=("draw_up", "draw_again", "submit"),
            offline=False,
        ),
        Act(
            name="sign",
            after=("drawn", "submitted"),
            leads_to="signed",
            by=(Role.CHIEF, Role.COORDINATOR),
            needs={"digest": Words(min=64, max=64)},
            guard="signs_what_was_read",
            not_by=("draw_up", "draw_again", "submit"),
            offline=False,
        ),
    ),
)
