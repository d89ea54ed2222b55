"""The door of the gateways: a key that works, on a site that is open to other programs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from urtuu.base.sentences import Sentence, say
from urtuu.interfaces.gateways import keys
from urtuu.interfaces.gateways.models import GatewayKey

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, GatewayKey, P], HttpResponse]
Entered = Callable[Concatenate[HttpRequest, P], HttpResponse]
Refuse = Callable[[int, Sentence], HttpResponse]


def with_key(refuse: Refuse, scheme: str) -> Callable[[View[P]], Entered[P]]:
    """Whoever brings a key that works. No session opens it, so no page of another site can use one.

    `refuse` words a refusal as the protocol wants it; `scheme` is what a client is told to use.
    """

    def entered(view: View[P]) -> Entered[P]:
        @wraps(view)
        def asked(request: HttpRequest, /, *args: P.args, **more: P.kwargs) -> HttpResponse:
            if not settings.GATEWAYS:
                raise Http404
            key = keys.holder(request, timezone.now())
            if key is not None:
                return view(request, key, *args, **more)
            response = refuse(401, say("gateway_key"))
            response["WWW-Authenticate"] = f'{scheme} realm="urtuu", charset="UTF-8"'
            return response

        return csrf_exempt(asked)

    return entered


def lang() -> str:
    """The language in which this client is answered."""
    return "en" if translation.get_language() == "en" else "zh-hans"
