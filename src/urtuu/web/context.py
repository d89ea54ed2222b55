"""What every template may use without being given it: the script of the page and the language switch."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import translation

from urtuu.web.languages import SCRIPTS, script_of


def page(request: HttpRequest) -> dict[str, Any]:
    """`script` of this page, `scripts` to switch to, and `here`, the address to come back to."""
    return {
        "script": script_of(translation.get_language()),
        "scripts": SCRIPTS,
        "here": request.get_full_path() if request.method == "GET" else "/",
    }
