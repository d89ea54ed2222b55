"""How days, moments and stretches of time are written in each language. Values in, words out."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_WEEKDAYS = {
    "zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weekday_name(day: date, code: str) -> str:
    """周一, Mon. Chinese also for Mongolian: no attested short names are at hand."""
    return _WEEKDAYS.get(code, _WEEKDAYS["zh-hans"])[day.weekday()]


def day_and_month(day: date, code: str) -> str:
    """11月23日, 23 Nov, 11-23."""
    if code == "en":
        return f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{day.month:02d}-{day.day:02d}" if code == "mvf" else f"{day.month}月{day.day}日"


def day_words(day: date, code: str) -> str:
    """11月23日 周一, Mon 23 Nov."""
    parts = (day_and_month(day, code), weekday_name(day, code))
    return " ".join(reversed(parts) if code == "en" else parts)


def long_day_words(day: date, code: str) -> str:
    """With the year, for documents and old records: 2026年11月23日, 23 Nov 2026, 2026-11-23."""
    if code == "en":
        return f"{day_and_month(day, code)} {day.year}"
    return day.isoformat() if code == "mvf" else f"{day.year}年{day_and_month(day, code)}"


def moment_words(moment: datetime, code: str) -> str:
    """11月23日 周一 09:40, Mon 23 Nov 09:40."""
    return f"{day_words(moment, code)} {moment:%H:%M}"


def short_moment_words(moment: datetime, code: str) -> str:
    """11月23日 09:40, 23 Nov 09:40."""
    return f"{day_and_month(moment, code)} {moment:%H:%M}"


def week_words(year: int, number: int, code: str) -> str:
    """2026 年第 48 周, Week 48, 2026."""
    return f"Week {number}, {year}" if code == "en" else f"{year} 年第 {number} 周"


def stretch_words(stretch: timedelta, code: str) -> str:
    """The two largest units of a stretch, never negative: 14 时 20 分, 2 天 3 时, 14 h 20 min."""
    minutes = max(0, int(stretch.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    units = ("d", "h", "min") if code == "en" else ("天", "时", "分")
    first = 0 if days else 1 if hours else 2
    pairs = list(zip((days, hours, rest), units, strict=True))[first : first + 2]
    said = [f"{value} {unit}" for value, unit in pairs if value] or [f"0 {units[2]}"]
    return " ".join(said)
