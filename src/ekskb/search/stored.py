"""What the index holds for one entry: its terms with their weights, and the text for snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from ekskb.model import Entry, Kind, Record, Section, Source
from ekskb.search.analyzer import count_terms

FIELD_BITS: dict[str, int] = {
    "title": 1,
    "symptom": 2,
    "cause": 4,
    "fix": 8,
    "command": 16,
    "file": 32,
    "tag": 64,
    "component": 128,
    "log": 256,
    "other": 512,
}
"""A posting remembers in which fields its term stands: one bit each."""

_WEIGHTS: dict[str, float] = {
    "title": 3.0,
    "symptom": 2.0,
    "cause": 1.0,
    "fix": 1.0,
    "command": 0.2,
    "file": 0.3,
    "tag": 1.5,
    "component": 1.5,
    "log": 0.5,
    "other": 0.7,
}
# BM25 (Robertson & Zaragoza 2009) with the mean length fixed, so that a posting does not depend
# on the other entries and an incremental update equals a fresh build.
_K1 = 1.2
_B = 0.6
_MEAN_LENGTH = 350.0
IMPACT_BITS = 8
IMPACT_MASK = (1 << IMPACT_BITS) - 1


class Stored(Record, frozen=True, array_like=True):
    """The part of an entry that a result list shows."""

    id: str
    title: str
    kind: Kind
    date: str | None
    source: Source
    tags: tuple[str, ...]
    components: tuple[str, ...]
    sections: tuple[Section, ...]


class Terms(Record, frozen=True):
    """An entry ready for the index. The values are packed: field bits, then the impact (1-255)."""

    id: str
    words: dict[str, int]
    pairs: dict[str, int]
    facets: tuple[str, ...]
    stored: bytes


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Stored)


def decode_stored(data: bytes) -> Stored:
    """Raises msgspec.ValidationError or msgspec.DecodeError where `data` is something else."""
    return _decoder.decode(data)


def entry_fields(entry: Entry) -> Iterable[tuple[str, str]]:
    """(field, text) of everything in an entry that can be found."""
    yield "title", entry.title
    for section in entry.sections:
        field = section.role if section.role in ("symptom", "cause", "fix") else "other"
        yield field, f"{section.heading}\n{section.text}"
    yield "command", "\n".join(command.text for command in entry.commands)
    yield "file", "\n".join(f"{ref.path} {ref.note}" for ref in entry.files)
    yield "tag", "\n".join((*entry.tags, entry.severity))
    yield "component", "\n".join(entry.components)
    yield "log", "\n".join(line.text for line in entry.signatures if line.kind != "nomatch")
    yield "other", "\n".join((entry.id, entry.source.path, *entry.references))


def entry_terms(entry: Entry) -> Terms:
    """Count the entry's terms and weigh them by field."""
    words: _Pile = _Pile()
    pairs: _Pile = _Pile()
    length = 0.0
    for field, text in entry_fields(entry):
        if not text.strip():
            continue
        counted, paired, size = count_terms(text)
        words.add(counted, field)
        pairs.add(paired, field)
        length += size * _WEIGHTS[field]
    return Terms(
        entry.id, words.packed(length), pairs.packed(length), _facets(entry), _encoder.encode(_stored(entry))
    )


class _Pile:
    """Weighted counts and field bits of terms."""

    def __init__(self) -> None:
        self._counts: dict[str, float] = {}
        self._bits: dict[str, int] = {}

    def add(self, counted: Counter[str], field: str) -> None:
        weight, bit = _WEIGHTS[field], FIELD_BITS[field]
        counts, bits = self._counts, self._bits
        for term, count in counted.items():
            counts[term] = counts.get(term, 0.0) + weight * count
            bits[term] = bits.get(term, 0) | bit

    def packed(self, length: float) -> dict[str, int]:
        norm = _K1 * (1 - _B + _B * length / _MEAN_LENGTH)
        bits = self._bits
        return {
            term: bits[term] << IMPACT_BITS | max(1, round(IMPACT_MASK * count / (count + norm)))
            for term, count in self._counts.items()
        }


def _facets(entry: Entry) -> tuple[str, ...]:
    """Filters by kind, date, and tag (a component counts as a tag); what is counted: component and year."""
    tags = (f"tag={tag.casefold()}" for tag in (*entry.tags, *entry.components))
    # Tags stand in where a document names no component.
    components = (f"component={name}" for name in entry.components or entry.tags)
    date = (f"date={entry.date}", f"year={entry.date[:4]}") if entry.date else ()
    return tuple(dict.fromkeys((f"kind={entry.kind}", *tags, *components, *date, "all=")))


def _stored(entry: Entry) -> Stored:
    return Stored(
        entry.id,
        entry.title,
        entry.kind,
        entry.date,
        entry.source,
        entry.tags,
        entry.components,
        entry.sections,
    )
