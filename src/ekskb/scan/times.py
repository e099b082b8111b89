"""When a log line was written, as far as the line tells."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_CLOCK = r"(?P<h>[01]\d|2[0-3]):(?P<m>[0-5]\d):(?P<s>[0-5]\d|60)(?:[.,](?P<f>\d{1,9}))?"
_NAMES = "|".join(_MONTHS)
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0, "KST": 9, "JST": 9, "EST": -5, "PST": -8}
_ZONE = r"(?: ?(?P<z>Z|UTC|GMT|KST|JST|EST|PST|[+-]\d\d:?\d\d))?"
# The first that fits wins; all are anchored by digits and bounded.
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<y>\d{{4}})[-/](?P<mo>\d\d)[-/](?P<d>\d\d)[T ]{_CLOCK}{_ZONE}",
        rf"(?P<d>\d\d)[/ -](?P<mon>{_NAMES})[/ -](?P<y>\d{{4}})[: ]{_CLOCK}{_ZONE}",
        rf"\b(?P<mon>{_NAMES}) (?P<d>[ \d]\d) (?P<y>\d{{4}} )?{_CLOCK}",
        rf"\b[IWEF](?P<mo>[01]\d)(?P<d>[0-3]\d) {_CLOCK}",
        r"\"(?:ts|time|timestamp|@timestamp|t)\": ?\"?(?P<epoch>1\d{9})(?P<milli>\d{3})?(?:\.\d{1,9})?\b",
        rf"(?<![\d:]){_CLOCK}(?![\d:])",
    )
)
READ = 400
"""Characters from the start of a line in which its time is looked for."""


def read_time(line: str) -> str:
    """The line's time in ISO 8601, in UTC where a zone is told; truncated from the left where the line tells
    no year or no date; empty where it tells no time. Times of one log sort as text."""
    head = line[:READ]
    for form in _FORMS:
        found = form.search(head)
        if found is not None and (told := _as_iso(found.groupdict())):
            return told
    return ""


def _as_iso(told: dict[str, str | None]) -> str:
    epoch = told.get("epoch")
    if epoch:
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    clock = f"{told['h']}:{told['m']}:{told['s']}"
    if not told.get("d"):
        return clock
    day = int(told["d"] or 0)
    mon = told.get("mon")
    month = _MONTHS.index(mon) + 1 if mon else int(told["mo"] or 0)
    year = (told.get("y") or "").strip()
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return ""
    if not year:
        return f"--{month:02}-{day:02}T{clock}"
    return _with_zone(f"{year}-{month:02}-{day:02}T{clock}", told.get("z") or "")


def _with_zone(stamp: str, zone: str) -> str:
    if not zone:
        return stamp
    try:
        local = datetime.fromisoformat(stamp).replace(tzinfo=_offset(zone))
        return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return stamp


def _offset(zone: str) -> timezone:
    if zone in _ZONES:
        return timezone(timedelta(hours=_ZONES[zone]))
    sign = -1 if zone[0] == "-" else 1
    return timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))
