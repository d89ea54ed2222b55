"""Tags and filters of the page kit: icons, Mongolian letters, dates, fields, widths and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from urtuu.web import dates
from urtuu.web.icons import ICONS

register = template.Library()

# NNBSP and MVS join a stem to its suffix, so they stay inside the run; so does one blank between words.
_LETTERS = "\u1800-\u18af"
_RUN = re.compile(f"[{_LETTERS}]+(?:[\u202f ]?[{_LETTERS}]+)*")


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """An icon of the own set, decorative unless a label is given; KeyError for a name that is not drawn."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" focusable="false" {1}>'
        '<path d="{2}"/></svg>',
        size,
        spoken,
        ICONS[name],
    )


@register.filter(is_safe=True)
def mongolian(text: object) -> SafeString:
    """Text with every run of Mongolian letters marked as such: it gets its own font and suffix forms."""
    escaped = str(conditional_escape(text if isinstance(text, str) else "" if text is None else str(text)))
    return mark_safe(_RUN.sub(r'<span lang="mn-Mong">\g<0></span>', escaped))  # noqa: S308 -- escaped above


@register.filter
def day(value: date | datetime | None) -> str:
    """11月23日 周一, Mon 23 Nov."""
    return dates.day_words(_local(value), _code()) if value else ""


@register.filter
def long_day(value: date | datetime | None) -> str:
    """2026年11月23日, 23 Nov 2026."""
    return dates.long_day_words(_local(value), _code()) if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """11月23日 周一 09:40, in the time zone of the page."""
    return dates.moment_words(_moment(value), _code()) if value else ""


@register.filter
def short_moment(value: datetime | None) -> str:
    """11月23日 09:40."""
    return dates.short_moment_words(_moment(value), _code()) if value else ""


@register.filter
def week(value: Any) -> str:
    """2026 年第 48 周, of anything with a year and a number."""
    return dates.week_words(value.year, value.number, _code()) if value else ""


@register.filter
def stretch(value: timedelta | None) -> str:
    """14 时 20 分."""
    return dates.stretch_words(value, _code()) if value is not None else ""


@register.filter
def percent_class(part: float | None, whole: float = 100) -> str:
    """The class that makes a bar as wide as its share: `w-0` to `w-100`. The CSP forbids styles."""
    share = 0.0 if not whole else 100 * float(part or 0) / float(whole)
    return f"w-{round(min(100.0, max(0.0, share)))}"


@register.filter
def initial(name: object) -> str:
    """The first letter of a name, for the round beside it."""
    return str(name).strip()[:1].upper()


@register.filter
def at(items: Sequence[Any], position: int) -> Any:
    """The item at a position, or nothing past the end."""
    return items[position] if position < len(items) else None


@register.filter
def is_group(field: forms.BoundField) -> bool:
    """Whether a field is a set of choices, which needs a legend instead of a label."""
    return isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.filter
def is_checkbox(field: forms.BoundField) -> bool:
    """Whether a field is one box with its words behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def described_by(field: forms.BoundField) -> str:
    """The ids of the hint and the errors of a field, as `components/field_notes.html` writes them."""
    hint = [f"{field.auto_id}_hint"] if field.help_text else []
    return " ".join(hint + ([f"{field.auto_id}_errors"] if field.errors else []))


@register.simple_tag
def control(field: forms.BoundField, short: bool = False) -> SafeString:
    """The control of a bound field in the look of the desk, tied to its hint and errors."""
    attrs: dict[str, Any] = {}
    if not is_checkbox(field):
        dated = isinstance(field.field.widget, forms.DateInput | forms.TimeInput)
        attrs["class"] = "input input-short" if short or dated else "input"
    if described := described_by(field):
        attrs["aria-describedby"] = described
    if field.errors:
        attrs["aria-invalid"] = "true"
    return field.as_widget(attrs=attrs)


@register.filter
def page_numbers(page: Page[Any]) -> list[int | str]:
    """The page numbers to offer, with an ellipsis for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag
def page_link(params: QueryDict | None, number: int, param: str = "") -> str:
    """The address of another page of this list, with its filters."""
    return link_with(params, **{param or "page": number})


@register.simple_tag
def link_with(params: QueryDict | None, **changes: object) -> str:
    """The query of this page with some values changed; None takes one out. Works inside `only` includes."""
    query = params.copy() if params is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


def _code() -> str:
    return translation.get_language() or "zh-hans"


def _moment(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _local(value: date | datetime) -> date:
    return _moment(value) if isinstance(value, datetime) else value
