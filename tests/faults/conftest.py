"""Devices that can send anything, as the tests of the wire have them."""

from __future__ import annotations

from sync.conftest import carried, everything_holds, other, phone, raw

__all__ = ["carried", "everything_holds", "other", "phone", "raw"]
