"""The accounts of colleagues in reach: signed out everywhere, given a new password; all of it recorded."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from urtuu.interfaces.desk.account import own
from urtuu.interfaces.desk.asking import asking, now_of, today_of
from urtuu.interfaces.desk.showing import opens, show
from urtuu.places import accounts as services
from urtuu.places import offers, sessions
from urtuu.places.models import AccountAct, Staff
from urtuu.places.permissions import may_open

PAGE_ROWS = 50


@dataclass(frozen=True)
class Colleague:
    """An account in words."""

    staff: Staff
    sessions: int
    steps: bool
    me: bool


@require_safe
@opens("devices")
def accounts(request: HttpRequest) -> HttpResponse:
    """Who may be helped, and with what."""
    found = offers.accounts(asking(request), "devices", today_of(request))
    shown = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    return show(
        request,
        "desk/accounts.html",
        page=shown,
        params=request.GET,
        colleagues=_colleagues(request, list(shown.object_list)),
        may_reset=may_open(asking(request), "staff", today_of(request)) is None,
    )


def _colleagues(request: HttpRequest, people: list[Staff]) -> list[Colleague]:
    counts, with_steps = sessions.count_living(people, now_of(request)), services.with_factors(people)
    return [
        Colleague(one, counts.get(str(one.pk), 0), one.pk in with_steps, one.pk == request.user.pk)
        for one in people
    ]


@require_POST
@opens("devices")
def end_sessions(request: HttpRequest, staff: UUID) -> HttpResponse:
    """A colleague is signed out everywhere."""
    about = _within(request, "devices", staff)
    services.end_sessions(about, own(request), now_of(request))
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": about.name})
    return redirect("desk:accounts")


@require_POST
@opens("staff")
def reset_factors(request: HttpRequest, staff: UUID) -> HttpResponse:
    """A colleague lost phone and keys: the password alone signs in again, until new steps are set up."""
    about = _within(request, "staff", staff)
    services.reset_factors(about, own(request), now_of(request))
    messages.success(request, _("The second steps of %(name)s are taken away.") % {"name": about.name})
    return redirect("desk:accounts")


@require_POST
@opens("staff")
def reset_password(request: HttpRequest, staff: UUID) -> HttpResponse:
    """A drawn password for a colleague, shown once and printed from this page."""
    about = _within(request, "staff", staff)
    drawn = services.new_password(about, own(request), now_of(request))
    response = show(request, "desk/drawn_password.html", person=about, drawn=drawn)
    response["Cache-Control"] = "no-store"
    return response


def _within(request: HttpRequest, page: str, staff: UUID) -> Staff:
    """A colleague in reach, never oneself: one's own is changed with one's own password. Raises Http404."""
    found = offers.accounts(asking(request), page, today_of(request)).filter(pk=staff).first()
    if found is None or found.pk == request.user.pk:
        raise Http404(_("There is nobody of this name in your reach."))
    return found


@require_safe
@opens("audit")
def acts(request: HttpRequest) -> HttpResponse:
    """What was done to accounts in reach by somebody else, the newest first."""
    people = offers.accounts(asking(request), "audit", today_of(request))
    shown = Paginator(services.done_to(people), PAGE_ROWS).get_page(request.GET.get("page"))
    words = act_words()
    lines = [
        {
            "at": one.at,
            "act": words[one.act],
            "about": one.about.name,
            "by": one.by.name if one.by else _("command line of the server"),
        }
        for one in shown.object_list
    ]
    return show(request, "desk/account_acts.html", lines=lines, page=shown, params=request.GET)


def act_words() -> dict[str, str]:
    """What each act on an account is called."""
    return {
        AccountAct.SESSIONS: _("signed out everywhere"),
        AccountAct.FACTORS: _("second steps taken away"),
        AccountAct.PASSWORD: _("new password"),
        AccountAct.CARD: _("card for a phone made"),
        AccountAct.PHONE: _("phone revoked"),
    }
