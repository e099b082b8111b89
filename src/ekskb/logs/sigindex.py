"""The signature index: which entries hold a term, and the lines of each entry to show as proof.

A knowledge base of ten thousand entries has to load within a keystroke, so the index is a few flat
arrays that are read in place: sorted term keys, where each term's postings begin, and the postings
themselves (entry number and weights in one 32-bit word).
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import msgspec

from ekskb.logs.reading import FULL, MOST_COUNT, Part, decode_part, read_entry
from ekskb.logs.units import Unit
from ekskb.model import Entry, Record, replace

FORM = 3
"""Number of this layout; another number means: build it again."""

WEIGHT_BITS = 6
NUMBER_SHIFT = 2 * WEIGHT_BITS
MOST_ENTRIES = 1 << 20
_SATURATION = 1.2
_LENGTH = 0.75
"""Constants k1 and b of BM25 (Robertson, Zaragoza 2009, "The Probabilistic Relevance Framework")."""

TOP = _SATURATION + 1.0
"""The most that one word can bring by BM25, before its rarity."""

_SMALL = 100
"""Rarity among fewer entries than this says little; the share of the background decides there."""


class SignatureIndex(Record, frozen=True):
    ids: tuple[str, ...]
    keys: bytes
    """Term keys, 64 bits each, ascending."""

    starts: bytes
    """Where the postings of each key begin, 32 bits each, and one more for the end."""

    postings: bytes
    """Entry number in the upper 20 bits, then its weight and its BM25 value, six bits each."""

    units: tuple[bytes, ...]
    """Per entry its units, packed."""

    form: int = FORM
    order: str = sys.byteorder


def rarity(count: int, entries: int) -> float:
    """1.0 for a term of one entry, falling with the logarithm of how many hold it (Spärck Jones 1972)."""
    whole = max(_SMALL, entries) + 1
    return math.log(whole / (max(1, count) + 0.5)) / math.log(whole / 1.5)


def build_index(entries: Iterable[Entry]) -> SignatureIndex:
    """The index over `entries`; their order decides ties."""
    return join_parts([read_entry(entry) for entry in entries])


def join_parts(kept: Sequence[bytes]) -> SignatureIndex:
    """The index over entries that were read by `read_entry`; raises as `decode_part` does."""
    parts = [decode_part(data) for data in kept[:MOST_ENTRIES]]
    mean = sum(part.length for part in parts) / max(1, len(parts)) or 1.0
    table: dict[int, array[int]] = {}
    for number, part in enumerate(parts):
        values = _bm25_values(part.length / mean)
        first = number << NUMBER_SHIFT
        for key, weight, count in zip(
            memoryview(part.terms).cast("Q"), part.weights, part.counts, strict=True
        ):
            row = table.get(key)
            if row is None:
                row = table[key] = array("I")
            row.append(first | weight << WEIGHT_BITS | values[count])
    rarities = {key: rarity(len(row), len(parts)) for key, row in table.items()}
    packed = tuple(_pack_units(part, rarities) for part in parts)
    return _pack(tuple(part.id for part in parts), table, packed)


def _bm25_values(relative: float) -> list[int]:
    """For each count of a word in an entry of this relative length its BM25 value, in 63rds of the most."""
    norm = _SATURATION * (1.0 - _LENGTH + _LENGTH * relative)
    return [round(FULL * count / (count + norm)) for count in range(MOST_COUNT + 1)]


def _pack_units(part: Part, rarities: dict[int, float]) -> bytes:
    whole = [
        replace(unit, total=round(_total(keys, shares, rarities), 3))
        for unit, keys, shares in zip(part.units, part.keys, part.shares, strict=True)
    ]
    return msgspec.msgpack.encode(whole)


def _total(keys: bytes, shares: bytes, rarities: dict[int, float]) -> float:
    told = zip(memoryview(keys).cast("Q"), shares, strict=True)
    return sum(share * rarities.get(key, 1.0) for key, share in told) / 255


def _pack(ids: tuple[str, ...], table: dict[int, array[int]], units: tuple[bytes, ...]) -> SignatureIndex:
    keys, starts, postings = array("Q"), array("I", [0]), array("I")
    for key in sorted(table):
        keys.append(key)
        postings.extend(table[key])
        starts.append(len(postings))
    return SignatureIndex(ids, keys.tobytes(), starts.tobytes(), postings.tobytes(), units)


def encode(index: SignatureIndex) -> bytes:
    """The index as bytes for a cache file."""
    return msgspec.msgpack.encode(index)


def decode(data: bytes) -> SignatureIndex:
    """The index that `encode` wrote; a `msgspec.MsgspecError` for anything else, also another layout."""
    index = msgspec.msgpack.decode(data, type=SignatureIndex)
    if index.form != FORM or index.order != sys.byteorder:
        raise msgspec.ValidationError("the signature index has another layout")
    fits = (
        len(index.keys) % 8 == 0
        and len(index.starts) == 4 * (len(index.keys) // 8 + 1)
        and len(index.postings) % 4 == 0
        and len(index.ids) == len(index.units)
    )
    if not fits:
        raise msgspec.ValidationError("the signature index is damaged")
    return index


class Lookup:
    """The arrays of an index, ready to be asked."""

    def __init__(self, index: SignatureIndex) -> None:
        self.ids = index.ids
        self._packed = index.units
        self._keys = memoryview(index.keys).cast("Q")
        self._starts = memoryview(index.starts).cast("I")
        self._postings = memoryview(index.postings).cast("I")

    def postings(self, key: int) -> list[int]:
        """The postings of a term, packed as in the index; empty for a term that no entry holds."""
        start, end = self._span(key)
        return self._postings[start:end].tolist()

    def rarity(self, key: int) -> float:
        """How rare a term is among the entries, up to 1; also 1 for a term that none holds."""
        start, end = self._span(key)
        return rarity(end - start, len(self.ids))

    def _span(self, key: int) -> tuple[int, int]:
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return 0, 0
        return self._starts[place], self._starts[place + 1]

    def units(self, number: int) -> tuple[Unit, ...]:
        """The lines of one entry."""
        return msgspec.msgpack.decode(self._packed[number], type=tuple[Unit, ...])
