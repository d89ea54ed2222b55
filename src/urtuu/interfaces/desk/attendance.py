"""Who came to the briefing: one list of boxes, ticked at the door."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.interfaces.desk.board import Asked, of_a_week
from urtuu.interfaces.desk.board_forms import told
from urtuu.rounds import services
from urtuu.rounds.refusals import Refused


@require_POST
@of_a_week
def mark(asked: Asked) -> HttpResponse:
    """Notes those who are ticked as present and the others as absent."""
    present = asked.request.POST.getlist("present")
    try:
        came = services.mark_attendance(asked.who, asked.station, asked.week, present, asked.now)
        messages.success(asked.request, _("Noted: %(n)d came to the briefing.") % {"n": came})
    except Refused as refused:
        messages.error(asked.request, told(refused.why))
    return redirect(asked.url("week_board"))
