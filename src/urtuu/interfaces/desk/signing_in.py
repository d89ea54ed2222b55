"""Signing in and out. Who tries too often under one name from one address has to wait.

The count lives in the cache: with several server processes each keeps its own, so the bound is then that many
times higher. It is there to slow guessing down; Argon2 and the length of passwords do the rest.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

MOST_TRIES = 5
WAIT_SECONDS = 5 * 60


class SignIn(LoginView):
    """The page of signing in."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        """Looks at the password only while there are tries left."""
        if tries(request) >= MOST_TRIES:
            form = self.get_form()
            sentence = _("Too many wrong passwords. Wait five minutes, or ask for a new one at the station.")
            return self.render_to_response(self.get_context_data(form=form, waits=sentence), status=429)
        return super().post(request, *args, **more)

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Counts the try; what was typed stays, the password does not."""
        cache.add(key_of(self.request), 0, WAIT_SECONDS)
        cache.incr(key_of(self.request))
        wrong = _("Name and password do not belong together. Mind capital letters.")
        return self.render_to_response(self.get_context_data(form=form, wrong=wrong), status=422)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Forgets the tries."""
        cache.delete(key_of(self.request))
        return super().form_valid(form)


class SignOut(LogoutView):
    """Ends the session; by POST only, so that no link or picture can do it."""


def key_of(request: HttpRequest) -> str:
    """Name and address, as a digest: a cache is no place for names."""
    name = request.POST.get("username", "").strip().lower()
    address = request.META.get("REMOTE_ADDR", "")
    return f"sign-in:{sha256(f'{name}|{address}'.encode()).hexdigest()}"


def tries(request: HttpRequest) -> int:
    """How often this name was tried from this address lately."""
    return int(cache.get(key_of(request), 0))
