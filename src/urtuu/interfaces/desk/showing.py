"""Every page of the desk is shown from here: with its frame, or with the sentence why it stays closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from urtuu.base.sentences import Sentence
from urtuu.interfaces.desk import navigation
from urtuu.interfaces.desk.asking import asking, language, now_of, today_of
from urtuu.kinds import words
from urtuu.places import offers, permissions
from urtuu.places.queries import names_of

View = Callable[..., HttpResponse]
_PLACES = ("grid", "station", "banner", "own", "value")
_PEOPLE = ("staff",)


def show(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the desk in its frame."""
    return render(request, template, {**frame(request), **context}, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What `web/base.html` is given: the menu of this person, the place, the account."""
    who = asking(request)
    return {
        "nav": navigation.menu(request),
        "asking": who,
        "account": {"name": who.name, "url": reverse("desk:account")} if who.staff else None,
        "logout_url": reverse("desk:sign_out"),
        "home_url": reverse("desk:home"),
        "place_name": navigation.place_name(who, today_of(request)),
        "printed_at": now_of(request),
    }


def refuse(request: HttpRequest, sentence: Sentence, status: int = 403) -> HttpResponse:
    """The page that says why a page stays closed."""
    return render(request, "403.html", {"sentence": told(sentence)}, status=status)


def told(sentence: Sentence) -> str:
    """A sentence in the language of the page, people and places by name."""
    values = sentence.values
    ids = {name: str(values[name]).split(", ") for name in (*_PLACES, *_PEOPLE) if values.get(name)}
    if not ids:
        return words.sentence(language(), sentence)
    known = names_of(one for name in _PEOPLE for one in ids.get(name, ()))
    known |= offers.names_of_places(one for name in _PLACES for one in ids.get(name, ()))
    named = {name: _listed([known.get(one, one) for one in listed]) for name, listed in ids.items()}
    return words.sentence(language(), Sentence(sentence.name, {**values, **named}, sentence.kind))


def _listed(names: list[str]) -> str:
    return (", " if language() == "en" else "、").join(names)


def opens(page: str) -> Callable[[View], View]:
    """For those signed in who may open a page; everybody else is told why not."""

    def guarded(view: View) -> View:
        @wraps(view)
        @login_required
        def answered(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            refused = permissions.may_open(asking(request), page, today_of(request))
            return refuse(request, refused) if refused else view(request, *args, **more)

        return answered

    return guarded
