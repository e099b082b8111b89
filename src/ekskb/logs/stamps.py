"""What a time looks like in logs."""

from __future__ import annotations

_MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = r"\d\d:\d\d:\d\d"
_PART = r"(?:[.,]\d{1,9})?"
_ZONE = r"(?: ?(?:Z|UTC|GMT|KST|EST|PST|[+-]\d\d:?\d\d))?"

MONTH_STAMP = rf"{_MONTH} [ \d]\d (?:\d{{4}} )?{_CLOCK}{_PART}"
"""syslog: `Mar  1 04:00:02`."""

STAMP = (
    rf"(?:\d{{4}}[-/]\d\d[-/]\d\d[T ]{_CLOCK}{_PART}{_ZONE}"
    rf"|{MONTH_STAMP}"
    rf"|\d\d[-/](?:\d\d|{_MONTH})[-/]\d{{2,4}}[ :T]{_CLOCK}{_PART}(?: [+-]\d{{4}})?"
    rf"|\d\d {_MONTH} \d{{4}} {_CLOCK}{_PART}"
    rf"|{_CLOCK}{_PART})"
)
"""Any usual time with or without a date, a fraction and a zone."""
