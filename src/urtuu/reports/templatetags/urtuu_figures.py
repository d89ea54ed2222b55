"""Figures as they are written on pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def grouped(value: object) -> str:
    """12,345; anything that is no whole number as it is."""
    return f"{value:,}" if isinstance(value, int) else str(value)
