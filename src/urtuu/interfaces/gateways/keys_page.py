"""The page on which a person makes and ends the keys of other programs."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from urtuu.interfaces.gateways import keys
from urtuu.places.models import Staff

LONGEST_LABEL = 60
MOST = 10
"""Keys of one person at a time: whoever needs more has forgotten some."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """Own keys; a new one's secret stands on the page that answers, and nowhere else."""
    person = _person(request)
    if request.method != "POST":
        return _shown(request, person)
    label = " ".join(request.POST.get("label", "").split())
    if not label or len(label) > LONGEST_LABEL:
        wrong = _("Say in a few words what the key is for, at most 60 characters.")
        return _shown(request, person, status=422, wrong=wrong, label=label)
    if len(keys.of(person)) >= MOST:
        wrong = _("You have ten keys already. End those that you no longer use.")
        return _shown(request, person, status=422, wrong=wrong, label=label)
    return _shown(request, person, secret=keys.make(person, label, timezone.now()), made=label)


@require_POST
@login_required
def end(request: HttpRequest, key: str) -> HttpResponse:
    """Ends one key; the program that had it is refused from then on."""
    if keys.end(_person(request), str(key), timezone.now()):
        messages.success(request, _("The key has ended. The program that had it comes in no more."))
    else:
        messages.warning(request, _("There is no such key of yours any more."))
    return redirect("gateways:keys")


def _person(request: HttpRequest) -> Staff:
    if not settings.GATEWAYS:
        raise Http404
    assert isinstance(request.user, Staff)  # signed in: login_required stands before
    return request.user


def _shown(request: HttpRequest, person: Staff, *, status: int = 200, **more: str) -> HttpResponse:
    first = request.build_absolute_uri(reverse("gateways:openrosa:form_list"))
    told = {
        "keys": keys.of(person),
        "account": person.username,
        "openrosa": first.removesuffix("/formList"),
    }
    return render(request, "gateways/keys.html", told | more, status=status)
