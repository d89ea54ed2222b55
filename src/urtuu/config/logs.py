"""What the log may say: which part of the program, what happened, where in the code; no person's data."""

import json
import logging
import traceback
from datetime import UTC, datetime
from http.client import responses
from pathlib import Path
from typing import Any


class PlainLine(logging.Formatter):
    """One JSON object a line. Of an exception it keeps the type and the code lines, not the message,
    because a database error quotes the row it refused."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "part": record.name,
            "said": _what(record),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if match := getattr(getattr(record, "request", None), "resolver_match", None):
            line["route"] = match.route
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["code"] = _code_lines(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _what(record: logging.LogRecord) -> str:
    """Our own message whole; of everybody else's only fixed words, for what fills them is a stranger's.

    Django fills in the address, which may name a record, or a host name and a form's value as they were sent.
    """
    if record.name.partition(".")[0] == "urtuu":
        return record.getMessage()
    if status := getattr(record, "status_code", None):
        return responses.get(status, "")
    return "" if record.name.startswith("django.security") else str(record.msg)


def _code_lines(found: Any) -> list[str]:
    """Where the exception came through, outermost first."""
    return [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(found)]


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "urtuu.config.logs.PlainLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Django's own handlers would print requests in another form, or mail them.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "urtuu": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}
