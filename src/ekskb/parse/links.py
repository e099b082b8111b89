"""Links inside a document -> entries that relate to each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from ekskb.model import Entry, replace
from ekskb.parse.outline import Outline
from ekskb.parse.tables import key


def relate_entries(entries: Sequence[Entry], outline: Outline) -> tuple[Entry, ...]:
    """The entries with the ids of those that they link to by a heading's anchor."""
    if len(entries) < 2 or not any(link.target.startswith("#") for link in outline.links):
        return tuple(entries)
    anchors = {key(heading.text): heading.line for heading in reversed(outline.headings)}
    return tuple(_related(entry, entries, anchors, outline) for entry in entries)


def _related(entry: Entry, entries: Sequence[Entry], anchors: Mapping[str, int], outline: Outline) -> Entry:
    found: list[str] = []
    for link in outline.links_in(*entry.source.lines):
        line = anchors.get(key(link.target)) if link.target.startswith("#") else None
        if line is not None:
            found += [other.id for other in _at(entries, line) if other.id != entry.id]
    return replace(entry, related=tuple(dict.fromkeys(found))) if found else entry


def _at(entries: Sequence[Entry], line: int) -> list[Entry]:
    """The entry that holds the line; entries stand in document order."""
    index = bisect_right(entries, line, key=lambda entry: entry.source.lines[0]) - 1
    return [entries[index]] if index >= 0 and line <= entries[index].source.lines[1] else []
