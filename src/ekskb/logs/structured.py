"""Structured messages -> message, level, logger and fields: JSON and logfmt, whole or as a tail."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from ekskb.logs.levels import fold_level

MESSAGE_KEYS = (
    "msg",
    "message",
    "log",
    "MESSAGE",
    "textPayload",
    "event",
    "short_message",
    "body",
    "@message",
    "Message",
)
ERROR_KEYS = (
    "error",
    "err",
    "exception",
    "cause",
    "reason",
    "stack",
    "stacktrace",
    "stack_trace",
    "errorMessage",
    "error_message",
    "exc_info",
)
LEVEL_KEYS = (
    "level",
    "lvl",
    "severity",
    "log.level",
    "levelname",
    "loglevel",
    "log_level",
    "PRIORITY",
    "type",
)
LOGGER_KEYS = (
    "logger",
    "component",
    "logger_name",
    "name",
    "module",
    "controller",
    "scope",
    "caller",
    "source",
    "SYSLOG_IDENTIFIER",
)
SOURCE_KEYS = ("_HOSTNAME", "logStream", "stream_name")
TIME_KEYS = frozenset(
    [
        "time",
        "ts",
        "timestamp",
        "@timestamp",
        "t",
        "date",
        "datetime",
        "start_time",
        "eventTime",
        "stacktrace",
        "stack",
        "stack_trace",
        "exc_info",
        "asctime",
    ]
)
# syslog severities (RFC 5424, 6.2.1), which journald puts into PRIORITY.
_PRIORITIES = ("fatal", "fatal", "fatal", "error", "warn", "info", "info", "debug")
_PYTHON_TRACE = "Traceback (most recent call last):"
_DEPTH = 6
_FIELDS = 60
_VALUE = 400
_PAIR = re.compile(r'"?([A-Za-z_@][\w.@/-]{0,60})"?=("(?:[^"\\]++|\\.)*+"|\{[^{}]{0,200}\}|[^\s"]*+)')
_QUOTED = re.compile(r'"((?:[^"\\]++|\\.)*+)"(?=\s|$)')


@dataclass(frozen=True, slots=True)
class Structured:
    text: str
    level: str = ""
    logger: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    trace: str = ""
    """A stack trace that one of the values holds."""

    source: str = ""
    """Pod, host or stream, where the line names it."""


def read_json(text: str) -> Any:
    """The value of a JSON text, or None for anything else (also for a JSON `null`)."""
    try:
        return msgspec.json.decode(text.encode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return None


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and depth < _DEPTH:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else str(key), depth + 1)
    elif isinstance(value, list) and depth < _DEPTH:
        for inner in value[:_FIELDS]:
            yield from _leaves(inner, path, depth + 1)
    elif value is not None and not isinstance(value, (dict, list)):
        yield path, value if isinstance(value, str) else str(value)


def _first(fields: dict[str, str], keys: tuple[str, ...]) -> str:
    return next((fields[key] for key in keys if fields.get(key)), "")


def from_fields(pairs: list[tuple[str, str]], message: str = "") -> Structured:
    """Tell message, error, level and logger among the pairs; the rest are fields."""
    fields: dict[str, str] = {}
    for key, value in pairs[: 4 * _FIELDS]:
        fields.setdefault(key, value)
        fields.setdefault(key.rsplit(".", 1)[-1], value)
    message = message or _first(fields, MESSAGE_KEYS)
    error = _first(fields, ERROR_KEYS)
    error, trace = _split_trace(error)
    trace = trace or fields.get("stacktrace", "") or fields.get("stack_trace", "")
    text = f"{message}: {error}" if message and error and error not in message else message or error
    told = {message, _first(fields, ERROR_KEYS)}
    rest = [(k, v[:_VALUE]) for k, v in pairs[:_FIELDS] if v and v not in told and k not in TIME_KEYS]
    if not text:
        text = " ".join(f"{key}={value}" for key, value in rest)
    return Structured(
        text, _level(fields), _first(fields, LOGGER_KEYS), tuple(rest), trace, _first(fields, SOURCE_KEYS)
    )


def _split_trace(error: str) -> tuple[str, str]:
    """The message of an error and the stack trace behind it; Python puts its message last."""
    first, _, rest = error.strip().partition("\n")
    if first == _PYTHON_TRACE:
        above, _, last = rest.rpartition("\n")
        return last.strip(), above
    return first, rest


def _level(fields: dict[str, str]) -> str:
    number = fields.get("PRIORITY", "")
    if len(number) == 1 and number in "01234567":
        return _PRIORITIES[int(number)]
    return fold_level(_first(fields, LEVEL_KEYS))


def from_object(value: dict[str, Any]) -> Structured:
    """A JSON log object; a message that is itself JSON is opened as well."""
    found = from_fields(list(_leaves(value, "", 0)), _event_text(value))
    inner = found.text.lstrip()
    if inner.startswith("{") and isinstance(nested := read_json(inner), dict):
        deeper = from_fields(list(_leaves(nested, "", 0)))
        return Structured(deeper.text, deeper.level or found.level, deeper.logger or found.logger,
                          found.fields + deeper.fields, deeper.trace,
                          deeper.source or found.source)  # fmt: skip
    return found


def _event_text(value: dict[str, Any]) -> str:
    """What `kubectl get events` would print of a Kubernetes Event or a condition."""
    reason, message = value.get("reason"), value.get("message")
    return f"{reason}: {message}" if isinstance(reason, str) and isinstance(message, str) else ""


def _unquote(value: str) -> str:
    if len(value) < 2 or value[0] != '"':
        return value
    decoded = read_json(value)
    return decoded if isinstance(decoded, str) else value[1:-1]


def from_text(text: str) -> Structured | None:
    """JSON, logfmt, klog's quoted message with pairs, or a message with a JSON tail; None for plain text."""
    if text.startswith("{"):
        value = read_json(text)
        return from_object(value) if isinstance(value, dict) and value else None
    if text.endswith("}") and (cut := _tail_start(text)) > 0:
        value = read_json(text[cut:])
        if isinstance(value, dict) and value:
            return _from_tail(text[:cut].strip().rstrip(":").strip(), value)
    if text.endswith('"') and '","' in text and '""' in text:
        # A row of a CSV export, such as that of CloudWatch Logs Insights: the message stands last.
        return Structured(_last_cell(text))
    if '=\\"' in text and '="' not in text:
        text = text.replace('\\"', '"')
    if "=" not in text:
        quoted = _QUOTED.fullmatch(text)
        return Structured(_unquote(text)) if quoted else None
    quoted = _QUOTED.match(text)
    pairs = [(m[1], _unquote(m[2])) for m in _PAIR.finditer(text, quoted.end() if quoted else 0)]
    if quoted:
        return from_fields(pairs, _unquote(quoted[0]))
    known = {key for key, _ in pairs}
    if len(pairs) >= 2 and known & {"msg", "message", "level", "lvl", "err", "error"}:
        return from_fields(pairs)
    return None


def _last_cell(row: str) -> str:
    try:
        return next(csv.reader([row]), [row])[-1]
    except csv.Error:
        return row


def _from_tail(head: str, value: dict[str, Any]) -> Structured:
    """A JSON object behind a message, or behind the one word that says where a whole message comes from."""
    pairs = list(_leaves(value, "", 0))
    if " " in head or not any(value.get(key) for key in MESSAGE_KEYS):
        return from_fields(pairs, head)
    found = from_object(value)
    return dataclasses.replace(found, source=found.source or head)


def _tail_start(text: str) -> int:
    """Where a JSON object behind a message begins, or 0."""
    for mark in ("\t{", " {"):
        cut = text.find(mark)
        if cut > 0:
            return cut + 1
    return 0
