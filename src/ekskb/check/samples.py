"""Documents test themselves: an entry's sample must find it, and must not find others."""

from __future__ import annotations

from collections.abc import Iterator

from ekskb.check.context import Base, Fault
from ekskb.logs.score import score_paste
from ekskb.model import Entry


def unmatched(entry: Entry, base: Base) -> Iterator[Fault]:
    line = _first_line(entry, "log")
    if entry.kind != "incident" or not line:
        return
    matches = base.sample_result(entry).matches
    if not matches:
        yield line, f"the sample of {entry.title!r} is too generic to match its own entry"
    elif all(match.id != entry.id for match in matches):
        yield line, f"the sample of {entry.title!r} matches {matches[0].id!r} instead"


def shared(entry: Entry, base: Base) -> Iterator[Fault]:
    line = _first_line(entry, "log")
    if entry.kind != "incident" or not line:
        return
    matches = base.sample_result(entry).matches
    place = next((n for n, match in enumerate(matches) if match.id == entry.id), None)
    if place:
        yield line, f"the sample of {entry.title!r} matches {matches[0].id!r} before its own entry"


def also_matching(entry: Entry, base: Base) -> Iterator[Fault]:
    line = _first_line(entry, "log")
    if entry.kind != "incident" or not line:
        return
    ids = [match.id for match in base.sample_result(entry).matches]
    others = [other for other in ids if other != entry.id]
    if ids[:1] == [entry.id] and others:
        yield line, f"the sample of {entry.title!r} also matches {', '.join(map(repr, others[:3]))}"


def refused(entry: Entry, base: Base) -> Iterator[Fault]:
    line = _first_line(entry, "nomatch")
    if line:
        text = "\n".join(s.text for s in entry.signatures if s.kind == "nomatch")
        if any(match.id == entry.id for match in score_paste(text, base.signatures).matches):
            yield line, f"the 'nomatch' sample of {entry.title!r} matches it"


def _first_line(entry: Entry, kind: str) -> int:
    return next((s.line for s in entry.signatures if s.kind == kind), 0)
