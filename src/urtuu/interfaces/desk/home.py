"""Where the day begins: each role is led to its own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from urtuu.base.sentences import say
from urtuu.interfaces.desk.asking import asking, today_of
from urtuu.interfaces.desk.navigation import begins_at
from urtuu.interfaces.desk.showing import refuse


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """To the first page of this person's day; without a post, the sentence that says so."""
    on = today_of(request)
    url = begins_at(asking(request), on)
    return redirect(url) if url else refuse(request, say("no_post", day=str(on)))
