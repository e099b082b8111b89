"""One entry -> what the index needs of it, as bytes that a caller may keep as long as the entry is the same.

Masking and splitting the lines of an entry is nearly all the work of building an index; nothing of it depends
on other entries.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from ekskb.logs.mask import mask
from ekskb.logs.terms import BREAK, read_words, weigh_words
from ekskb.logs.units import Unit, entry_share, entry_units, unit_weight
from ekskb.model import Entry, Record

FORM = 1
"""Number of this layout; parts that were kept under another number must be read again."""

_HOLD = 0.6
FULL = 63
"""Weights are kept in 63rds: six bits each."""

MOST_COUNT = 255


class Part(Record, frozen=True, array_like=True):
    """What one entry brings to an index."""

    id: str
    units: tuple[Unit, ...]
    keys: tuple[bytes, ...]
    """Per unit the keys of the terms of its message, 64 bits each."""

    shares: tuple[bytes, ...]
    """Per unit what each of these terms tells by itself, in 255ths."""

    terms: bytes
    """Keys of all terms of the entry, 64 bits each."""

    weights: bytes
    """For each term how much the entry is about it, in 63rds."""

    counts: bytes
    """For each term how often it stands in the entry, at most 255; 0 for a pair of words."""

    length: int
    """Words of the entry."""

    form: int = FORM


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of an entry, read."""

    unit: Unit
    told: dict[int, float]
    """Terms of the message with what each tells by itself."""

    beside: list[int]
    heard: list[int]
    words: bytes


def read_entry(entry: Entry) -> bytes:
    """The part of an index that `entry` is; equal entries give equal bytes."""
    rows = [_read_unit(unit) for unit in entry_units(entry)]
    missed, counts = _count_terms(rows)
    scale = entry_share(entry) * FULL
    return msgspec.msgpack.encode(
        Part(
            id=entry.id,
            units=tuple([Unit(row.unit.kind, row.unit.line, row.unit.text, row.words) for row in rows]),
            keys=tuple([array("Q", row.told).tobytes() for row in rows]),
            shares=tuple([bytes([int(one * 255.0) for one in row.told.values()]) for row in rows]),
            terms=array("Q", missed).tobytes(),
            weights=bytes([int((1.0 - doubt) * scale) or 1 for doubt in missed.values()]),
            counts=bytes([min(MOST_COUNT, counts.get(key, 0)) for key in missed]),
            length=sum(counts.values()),
        )
    )


def _count_terms(rows: Iterable[_Row]) -> tuple[dict[int, float], dict[int, int]]:
    """For each term the doubt that the entry is about it (noisy or over its lines), and counts of words."""
    missed: dict[int, float] = {}
    counts: dict[int, int] = {}
    for row in rows:
        weight = unit_weight(row.unit.kind)
        if weight <= 0.0:
            continue
        doubt = 1.0 - _HOLD * weight
        beside = [key for key in row.beside if key not in row.told]
        for key in (*row.told, *beside):
            missed[key] = missed.get(key, 1.0) * doubt
        for key in row.heard:
            counts[key] = counts.get(key, 0) + 1
    return missed, counts


def _read_unit(unit: Unit) -> _Row:
    spoken = read_words(mask(unit.text))
    keys = [key for key, _, _ in spoken]
    beside = [key for key, _, _ in read_words(mask(unit.beside)) if key] if unit.beside else []
    words = array("I", [*keys, BREAK, *beside] if beside else keys)
    return _Row(unit, weigh_words(spoken), beside, [key for key in (*keys, *beside) if key], words.tobytes())


def decode_part(data: bytes) -> Part:
    """What `read_entry` wrote; a `msgspec.MsgspecError` for anything else, also another layout."""
    part = msgspec.msgpack.decode(data, type=Part)
    if part.form != FORM:
        raise msgspec.ValidationError("the part of the signature index has another layout")
    return part
