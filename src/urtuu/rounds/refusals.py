"""Why something was not done on the board, for the person who asked."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from urtuu.base.sentences import Sentence

NO_OFFICER = _("This person serves no grid of this station today. Choose one of its grid officers.")
NO_SUCH_TASK = _("This task is not among those of this station any more. Load the page again.")
NOBODY_SERVES = _("Nobody serves the grids of these tasks. Choose an officer for each by hand.")
DAY_TOO_SHORT = _("The day ends before lunch is over. Please look at the hours again.")
ALREADY_PUBLISHED = _("This plan is published already, and nothing was changed since.")
PLAN_CHANGED = _("The plan was changed meanwhile. Please look at it and publish again.")
PLAN_IN_WORK = _("A new plan is being worked out. Wait for it, or call it off first.")
NO_SUCH_STOP = _("This stop is not in the plan any more. Load the page again.")
NO_SUCH_SLOT = _("This time is not offered any more. Load the page again.")
TOO_LONG_AWAY = _("An absence may be noted for at most a year. Please look at the days again.")
NOT_DRIVABLE = _("This plan cannot be driven as it stands. Ask for it again.")
NO_PLAN_YET = _("There is no plan of this week yet. Ask for one first.")
NOTHING_THERE = _("Choose a task first.")
WEEK_IS_OVER = _("This week is over: what was planned in it can be read, and no longer changed.")


class Refused(Exception):
    """It was not done. `why` is a sentence of the kinds, or the words themselves."""

    def __init__(self, why: Sentence | Promise | str) -> None:
        super().__init__(why.name if isinstance(why, Sentence) else str(why))
        self.why = why
