"""Two pages that belong to no work: choosing a language, and the page that shows every component."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from urtuu.web import sample
from urtuu.web.languages import SCRIPTS

ONE_YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page it was chosen on."""
    chosen = request.POST.get("language", "")
    if chosen not in {script.code for script in SCRIPTS}:
        return HttpResponseBadRequest(_("This language is not offered."))
    here = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(here, {request.get_host()}, require_https=request.is_secure())
    response = redirect(here if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=ONE_YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )
    return response


def style(request: HttpRequest) -> HttpResponse:
    """Every component of the desk with invented data."""
    context = sample.everything(request.GET)
    return render(request, "web/style.html", context)
