"""Entries that say the same, or the same symptom with another fix."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ekskb.check.context import Base, Fault
from ekskb.logs.mask import mask
from ekskb.model import Entry
from ekskb.text import squash

_WORD = re.compile(r"\w+")
# Shared lines, as a part of the smaller sample, from which two samples show one symptom; and shared
# words from which two fixes are one fix. Chosen by looking at pairs of real documents.
_SAME_SYMPTOM = 0.6
_SAME_FIX = 0.5
# A line in more entries than this is a commonplace, and pairing all of them would cost their square.
_COMMONPLACE = 8
_SHORTEST = 16


def same_title(entry: Entry, base: Base) -> Iterator[Fault]:
    first = base.grouped("title", lambda e: [squash(e.title).casefold()])[squash(entry.title).casefold()][0]
    if first is not entry:
        yield entry.source.lines[0], f"same title as {_place(first)}"


def same_symptom(entry: Entry, base: Base) -> Iterator[Fault]:
    """Reported once for each pair, at the later entry."""
    for other in _alike(entry, base):
        a, b = _words(entry.fix), _words(other.fix)
        alike = len(a & b) / max(1, min(len(a), len(b)))
        what = "the same fix" if alike >= _SAME_FIX else "another fix"
        yield entry.source.lines[0], f"same sample as {_place(other)}, with {what}"


def _alike(entry: Entry, base: Base) -> Iterator[Entry]:
    lines = set(_lines(entry))
    by_line = base.grouped("sample", _lines)
    counts: dict[str, list[Entry]] = {}
    for line in lines:
        holders = by_line[line]
        if 1 < len(holders) <= _COMMONPLACE:
            for other in holders:
                counts.setdefault(other.id, []).append(other)
    for found in counts.values():
        other = found[0]
        smaller = min(len(lines), len(set(_lines(other))))
        if _before(other, entry) and len(found) >= _SAME_SYMPTOM * smaller:
            yield other


def _lines(entry: Entry) -> list[str]:
    if entry.kind != "incident":
        return []
    masked = (squash(mask(s.text)) for s in entry.signatures if s.kind == "log")
    return [line for line in masked if len(line) >= _SHORTEST]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _before(a: Entry, b: Entry) -> bool:
    return (a.source.path, a.source.lines) < (b.source.path, b.source.lines)


def _place(entry: Entry) -> str:
    return f"{entry.source.path}:{entry.source.lines[0]}"
