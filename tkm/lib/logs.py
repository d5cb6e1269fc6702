"""The log: one line of JSON for each event, and nothing in it that somebody typed or that is about a person.

A message of an exception may quote anything (`Key (nik)=(…) already exists`), so none is ever written: of a failure
the log tells what kind it was and where. Arguments of a message are written only where they are numbers or digests.
"""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent.parent
HIDDEN = "…"
# Longer runs of digits may be a NIK, a KK or a phone number; shorter ones are rows, ports, milliseconds.
LONG_NUMBER = re.compile(r"(?<![0-9a-f])\d(?:[ .-]?\d){6,}(?![0-9a-f])")
DIGEST = re.compile(r"[0-9a-f]{64}")
# Read out over the phone: without letters and digits that sound or look alike.
LETTERS = "ACDEFGHJKMNPRTWXY3479"
# What `RequestLogMiddleware` tells of a request, in this order.
TOLD = ("method", "route", "status", "ms", "user")

request_id: ContextVar[str] = ContextVar("request_id", default="")


def new_reference() -> str:
    """`K7MD-4XPA`: names one request, in the log and on the page that tells of a failure."""
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


def scrubbed(text: str) -> str:
    """`text` on one line, without long numbers."""
    return LONG_NUMBER.sub(HIDDEN, " ".join(text.split()))


def message(record: logging.LogRecord) -> str:
    """The record's own words; an argument that is no short number is left out."""
    if not record.args:
        return scrubbed(str(record.msg))
    given = record.args
    shown = {key: _shown(value) for key, value in given.items()} if isinstance(given, Mapping) else None
    try:
        text = str(record.msg) % (shown if shown is not None else tuple(_shown(value) for value in given))
    except (TypeError, ValueError):
        text = str(record.msg)
    return scrubbed(text)


def _shown(value: object) -> object:
    is_harmless = isinstance(value, int | float) or (isinstance(value, str) and DIGEST.fullmatch(value))
    return value if is_harmless else HIDDEN


def failure(error: BaseException) -> dict[str, Any]:
    """What kind of exception, what the database says of it beside its words, and where; its cause the same way."""
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    diagnosis = getattr(error, "diag", None)
    for name in ("sqlstate", "table_name", "constraint_name"):
        if value := getattr(diagnosis, name, None):
            told[name] = value
    told["at"] = [_place(frame) for frame in traceback.extract_tb(error.__traceback__)]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        told["cause"] = failure(cause)
    return told


def _place(frame: traceback.FrameSummary) -> str:
    path = Path(frame.filename)
    shown = path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else Path(*path.parts[-3:])
    return f"{shown}:{frame.lineno} {frame.name}"


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


class JsonFormatter(logging.Formatter):
    """One event, one line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request": request_id.get() or None,
            "message": message(record),
        }
        line |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if error := _error(record):
            line["failure"] = failure(error)
        return json.dumps({name: value for name, value in line.items() if value is not None}, ensure_ascii=False)


class Scrubbed(logging.Filter):
    """For a logger whose handlers are not ours (gunicorn's): its records lose what ours never have."""

    def filter(self, record: logging.LogRecord) -> bool:
        text, error = message(record), _error(record)
        record.msg = f"{text} {json.dumps(failure(error))}" if error else text
        record.args, record.exc_info, record.exc_text = (), None, None
        return True
