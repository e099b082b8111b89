"""What an incident must have: symptom, cause, fix, a sample, headings that are understood."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ekskb.check.context import Base, Fault
from ekskb.model import Entry
from ekskb.text import shorten, squash

_NEAR = 0.8


def missing_fix(entry: Entry, base: Base) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.fix:
        yield entry.source.lines[0], f"{entry.title!r} has no fix"


def missing_cause(entry: Entry, base: Base) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.cause:
        yield entry.source.lines[0], f"{entry.title!r} has no cause"


def missing_symptom(entry: Entry, base: Base) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.symptom and not entry.signatures:
        yield entry.source.lines[0], f"{entry.title!r} has no symptom"


def missing_sample(entry: Entry, base: Base) -> Iterator[Fault]:
    if entry.kind == "incident" and not any(s.kind in ("log", "quote") for s in entry.signatures):
        yield entry.source.lines[0], f"{entry.title!r} has no log line: a pasted log can hardly find it"


def future_date(entry: Entry, base: Base) -> Iterator[Fault]:
    if entry.date and entry.date > base.today:
        yield entry.source.lines[0], f"the date {entry.date} is in the future"


def unknown_heading(entry: Entry, base: Base) -> Iterator[Fault]:
    """A heading that is one slip away from a known one, or any unknown one where a part is missing."""
    lacking = entry.kind == "incident" and not (entry.cause and entry.fix)
    for section in entry.sections[1:]:
        heading = squash(section.heading)
        if not heading or base.vocabulary.read(heading).strength:
            continue
        told = f"heading {shorten(heading, 60)!r} is not understood"
        near = difflib.get_close_matches(heading.casefold(), base.vocabulary.names, 1, _NEAR)
        if near:
            yield section.lines[0], f"{told}; is it {base.vocabulary.names[near[0]]!r}, misspelt?"
        elif lacking and section.role == "other":
            yield section.lines[0], told
