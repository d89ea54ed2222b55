"""How long a browser keeps a file of the app: for ever what carries its digest, not at all what names it."""

from __future__ import annotations

from wsgiref.headers import Headers

NAMES_THE_REST = ("/field/", "/field/index.html", "/field/sw.js", "/field/manifest.webmanifest")


def app_headers(headers: Headers, _path: str, url: str) -> None:
    """Asked by the static files' middleware for each file it answers."""
    if url in NAMES_THE_REST:
        headers["Cache-Control"] = "no-cache"
