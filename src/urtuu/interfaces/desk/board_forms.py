"""What is done on the board: each button is one set of acts through the journal, answered in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk import showing
from urtuu.interfaces.desk.board import Asked, of_a_week, page_context
from urtuu.journal.desk import NotTaken
from urtuu.kinds.task.kind import WHAT, WHY_CARRIED
from urtuu.rounds import queries, saying, services
from urtuu.rounds.refusals import Refused
from urtuu.rounds.seen import Board

Deed = Callable[[Asked], str]


def told(why: Sentence | Promise | str) -> str:
    """A refusal in the reader's language, people and places by name."""
    return showing.told(why) if isinstance(why, Sentence) else str(why)


@require_POST
@of_a_week
def do(asked: Asked, deed: str) -> HttpResponse:
    """One of DEEDS; afterwards the board again, with what was done or why not."""
    answer(asked, DEEDS, deed)
    return redirect(_back(asked))


def answer(asked: Asked, deeds: Mapping[str, Deed], deed: str) -> None:
    """Does one of some deeds, and says what was done or why not on the page that comes next."""
    if deed not in deeds:
        raise Http404(_("There is nothing of this name to be done."))
    try:
        messages.success(asked.request, deeds[deed](asked))
    except Refused as refused:
        messages.error(asked.request, told(refused.why))
    except NotTaken as returned:
        messages.error(asked.request, told(returned.sentence))


def _back(asked: Asked) -> str:
    """The board as it was looked at: same order, same officer opened."""
    kept = [(name, asked.request.POST.get(f"keep_{name}", "")) for name in ("by", "officer", "show")]
    query = "&".join(f"{name}={value}" for name, value in kept if value.replace("-", "").isalnum())
    return asked.url("week_board") + (f"?{query}" if query else "")


def _draw_up(asked: Asked) -> str:
    count = services.draw_up(asked.who, asked.station, asked.week, asked.now)
    if not count:
        return _("Nothing new is to be proposed for this week.")
    return ngettext("%(n)d task was proposed.", "%(n)d tasks were proposed.", count) % {"n": count}


def _assign(asked: Asked) -> str:
    officer = asked.request.POST.get("officer", "")
    count = services.assign(asked.who, asked.station, asked.week, asked.tasks, officer, asked.now)
    return _dealt(count)


def _assign_suggested(asked: Asked) -> str:
    return _dealt(services.assign_suggested(asked.who, asked.station, asked.week, asked.now, asked.tasks))


def _dealt(count: int) -> str:
    return ngettext("%(n)d task was dealt.", "%(n)d tasks were dealt.", count) % {"n": count}


def _put_back(asked: Asked) -> str:
    count = services.put_back(asked.who, asked.station, asked.week, asked.tasks, asked.now)
    return ngettext("%(n)d task was put back.", "%(n)d tasks were put back.", count) % {"n": count}


def _issue_all(asked: Asked) -> str:
    count = services.issue_all(asked.who, asked.station, asked.week, asked.now)
    if not count:
        return _("Nothing waits to be sent: deal out tasks first.")
    said = ngettext("%(n)d task was sent.", "%(n)d tasks were sent.", count) % {"n": count}
    return said + " " + _("Each phone receives its own the next time it has signal.")


def _issue(asked: Asked) -> str:
    count = services.issue(asked.who, asked.station, asked.week, asked.tasks, asked.now)
    return ngettext("%(n)d task was sent.", "%(n)d tasks were sent.", count) % {"n": count}


def _carry_over(asked: Asked) -> str:
    why = asked.request.POST.get("why_carried", "")
    if why not in WHY_CARRIED:
        raise Refused(WHY_CARRIED_OVER)
    count = services.carry_over(asked.who, asked.station, asked.week, why, asked.now, asked.tasks)
    return ngettext("%(n)d task was carried over.", "%(n)d tasks were carried over.", count) % {"n": count}


def _cancel(asked: Asked) -> str:
    why = asked.request.POST.get("why_cancelled", "").strip()
    if len(why) < 2:
        raise Refused(WHY_CANCELLED)
    count = services.cancel(asked.who, asked.station, asked.week, asked.tasks, why, asked.now)
    return ngettext("%(n)d task was cancelled.", "%(n)d tasks were cancelled.", count) % {"n": count}


WHY_CARRIED_OVER = gettext_lazy("Choose why the tasks are carried over.")
WHY_CANCELLED = gettext_lazy("Write in a few words why the task is cancelled.")
DEEDS: Mapping[str, Deed] = {
    "draw-up": _draw_up,
    "assign": _assign,
    "assign-suggested": _assign_suggested,
    "put-back": _put_back,
    "issue": _issue,
    "issue-all": _issue_all,
    "carry-over": _carry_over,
    "cancel": _cancel,
}


# --- a task by hand ----------------------------------------------------------------------------------


class TaskForm(forms.Form):
    """One task from the published list."""

    what = forms.ChoiceField(label=gettext_lazy("What"))
    title = forms.CharField(label=gettext_lazy("In one line"), max_length=80)
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=200, help_text=gettext_lazy("The officer reads this line.")
    )
    place = forms.ChoiceField(label=gettext_lazy("Grid and gacha"))
    spot = forms.CharField(label=gettext_lazy("Where in it"), max_length=80, required=False)
    window_from = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    window_to = forms.DateField(
        label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Estimate"), min_value=1, max_value=1440, required=False, initial=30
    )
    officer = forms.ChoiceField(label=gettext_lazy("Deal at once to"), required=False)

    def __init__(self, board: Board, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.board = board
        self._choose("what", [(one, saying.task_word("what", one)) for one in WHAT])
        self._choose(
            "place", [("", _("Choose a place")), *((f"{p.grid} {p.gacha}", p.name) for p in board.places)]
        )
        self._choose("officer", [("", _("Nobody yet")), *((one.staff, one.name) for one in board.officers)])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # declared so above
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The window opens before it closes, and closes in this week."""
        said = super().clean() or {}
        first, last = said.get("window_from"), said.get("window_to")
        if first and last and last < first:
            self.add_error("window_to", _("It ends before it begins."))
        if last and not self.board.week.monday <= last <= self.board.week.sunday:
            self.add_error("window_to", _("This day is not in the week."))
        return said

    def fields_of_act(self) -> dict[str, Any]:
        """As the act `task.propose` asks for them."""
        said = self.cleaned_data
        grid, _space, gacha = said["place"].partition(" ")
        days: dict[str, date | None] = {name: said[name] for name in ("window_from", "window_to")}
        return {
            "grid": grid,
            "fields": {
                **{name: said[name] for name in ("what", "title", "reason", "minutes")},
                **{name: day.isoformat() for name, day in days.items() if day},
                "source": "chief",
                "place": {"gacha": gacha, **({"spot": said["spot"]} if said["spot"] else {})},
            },
        }


@require_http_methods(["GET", "POST"])
@of_a_week
def add(asked: Asked) -> HttpResponse:
    """A task that no rule proposed."""
    board = queries.board(asked.who, asked.station, asked.week, asked.now)
    form = TaskForm(board, asked.request.POST or None)
    if asked.request.method == "POST" and form.is_valid():
        try:
            services.propose(
                asked.who,
                asked.station,
                asked.week,
                now=asked.now,
                officer=form.cleaned_data["officer"],
                **form.fields_of_act(),
            )
            messages.success(asked.request, _("The task is on the board."))
            return redirect(asked.url("week_board"))
        except Refused as refused:
            form.add_error(None, told(refused.why))
        except NotTaken as answer:
            form.add_error(None, told(answer.sentence))
    status = 422 if form.errors else 200
    return showing.show(
        asked.request, "desk/board/add.html", status=status, form=form, **page_context(asked, board)
    )
