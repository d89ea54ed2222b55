"""What passes by itself: a full disk, a database out of reach. What was typed is not lost.

On a full disk pages are still read. Nothing is remembered between requests: it goes on as soon as it can.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import msgspec
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from urtuu.base.reach import is_away
from urtuu.base.room import has_room, ran_out
from urtuu.base.sentences import say
from urtuu.kinds.words import sentence

log = logging.getLogger(__name__)
FULL, AWAY = "disk_full", "server_busy"
RETRY_SECONDS = {FULL: "60", AWAY: "20"}
_READS = {"GET", "HEAD", "OPTIONS", "TRACE"}
# They write a cookie, take a row away (a full disk keeps nobody signed in), or look at what is being typed.
_MAY_TRY = {"set_language", "sign_out", "legality"}
_CSRF = "csrfmiddlewaretoken"
_SECRET = ("password", "secret", "credential")
_NOT_SHOWN = {"code"}  # a slip's or an app's: sent again, but not written out on the page
_SHOWN_CHARACTERS = 12  # shorter values are choices and ids of the form, which nobody would type again


class ReadOnlyMiddleware:
    """Stands innermost: whoever wants to write is told before trying, or after the database said no."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to add on the way."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Asked beforehand, so that the last megabytes are left for taking things away."""
        if request.method in _READS or _may_try(request) or has_room(settings.VAR, settings.LEAST_ROOM):
            return None
        return answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The disk filled up halfway, or it is another machine's disk: the transaction is undone already."""
        return passing(request, error)


class KeptSessionMiddleware(SessionMiddleware):
    """A notice that cannot be kept is no reason to hide the page, or to call a deed undone that was done."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The answer, whether the session could be written or not."""
        try:
            return super().process_response(request, response)
        except Exception as error:
            why = _why(error)
            if not why:
                raise
            log.exception("%s; a session was not kept", why)
            return response


def passing(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to what passes by itself; nothing to a fault of ours. For what is asked before the views."""
    why = _why(error)
    if not why:
        return None
    log.error("%s; a request was not carried out", why, exc_info=error)
    return answer(request, why)


def answer(request: HttpRequest, why: str = FULL) -> HttpResponse:
    """503 and when to come again: a page for a person, the same sentence as a value for a program."""
    if "text/html" in request.headers.get("Accept", ""):
        response = render(request, "503.html", {**_typed(request), "away": why == AWAY}, status=503)
    else:
        told = say(why)
        text = {lang: sentence(lang, told) for lang in ("zh-hans", "en")}
        body = msgspec.json.encode({"sentence": told, "text": text})
        response = HttpResponse(body, content_type="application/json", status=503)
    response["Retry-After"] = RETRY_SECONDS[why]
    response["Cache-Control"] = "no-store"
    return response


def _why(error: Exception) -> str:
    """The name of the sentence that fits an error; nothing for a fault of ours."""
    if ran_out(error):
        return FULL
    return AWAY if is_away(error) else ""


def _may_try(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.url_name in _MAY_TRY


def _typed(request: HttpRequest) -> dict[str, Any]:
    """What stood in the form, to be sent again with one button. A form with a secret is typed again."""
    if request.method != "POST":
        return {"asked_again": request.get_full_path()}
    fields = [(name, value) for name in request.POST for value in request.POST.getlist(name)]
    if any(word in name.lower() for name, _ in fields for word in _SECRET):
        return {}
    kept = [(name, value) for name, value in fields if name != _CSRF]
    texts = [value for name, value in kept if len(value) > _SHOWN_CHARACTERS and name not in _NOT_SHOWN]
    return {
        "send_to": request.get_full_path(),
        "fields": kept,
        "texts": texts,
        "had_files": bool(request.FILES),
    }
