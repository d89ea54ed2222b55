"""The address a request came from, for counting tries; it is kept nowhere but under a digest."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_ONE_HOME = 64
"""Bits of an IPv6 address that stand for one connection: its owner draws the rest as often as he likes."""


def address_of(request: HttpRequest) -> str:
    """The network address of who asks.

    Behind a web server the last entry of X-Forwarded-For is the one that server appended; what stands before
    it was written by whoever asks. Where the site says nothing of a web server (URTUU_HTTPS), it is not read.
    """
    near = request.META.get("REMOTE_ADDR", "")
    if not settings.HTTPS:
        return _one_home(near) or near
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return _one_home(told) or _one_home(near) or near


def _one_home(text: str) -> str:
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found.packed, _ONE_HOME), strict=False))
