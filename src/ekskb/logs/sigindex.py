"""The signature index: which entries hold a term, and the lines of each entry to show as proof.

A knowledge base of ten thousand entries has to load within a keystroke, so the index is a few flat
arrays that are read in place: sorted term keys, where each term's postings begin, and the postings
themselves (entry number and weight in one 32-bit word).
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec

from ekskb.logs.mask import mask
from ekskb.logs.terms import masked_terms, term_key
from ekskb.logs.units import Unit, entry_share, entry_units, unit_weight
from ekskb.model import Entry, Record

FORM = 1
"""Number of this layout; another number means: build it again."""

_WEIGHT_BITS = 8
_FULL = 255


class SignatureIndex(Record, frozen=True):
    ids: tuple[str, ...]
    keys: bytes
    """Term keys, 64 bits each, ascending."""

    starts: bytes
    """Where the postings of each key begin, 32 bits each, and one more for the end."""

    postings: bytes
    """Entry number in the upper 24 bits, weight in 255ths in the lower 8."""

    units: tuple[bytes, ...]
    """Per entry its units, packed."""

    form: int = FORM
    order: str = sys.byteorder


def build_index(entries: Iterable[Entry]) -> SignatureIndex:
    """The index over `entries`; their order decides ties."""
    ids: list[str] = []
    packed: list[bytes] = []
    table: dict[str, array[int]] = {}
    for number, entry in enumerate(entries):
        ids.append(entry.id)
        units = entry_units(entry)
        packed.append(msgspec.msgpack.encode(units))
        for term, weight in _entry_terms(units).items():
            word = number << _WEIGHT_BITS | min(_FULL, max(1, round(weight * entry_share(entry) * _FULL)))
            table.setdefault(term, array("I")).append(word)
    ordered = sorted((term_key(term), postings) for term, postings in table.items())
    return _pack(tuple(ids), ordered, tuple(packed))


def _pack(
    ids: tuple[str, ...], ordered: list[tuple[int, array[int]]], units: tuple[bytes, ...]
) -> SignatureIndex:
    keys, starts, postings = array("Q"), array("I", [0]), array("I")
    for key, row in ordered:
        keys.append(key)
        postings.extend(row)
        starts.append(len(postings))
    return SignatureIndex(ids, keys.tobytes(), starts.tobytes(), postings.tobytes(), units)


def _entry_terms(units: tuple[Unit, ...]) -> dict[str, float]:
    """Each term of the entry with the weight of the best line that holds it."""
    best: dict[str, float] = {}
    for unit in units:
        weight = unit_weight(unit.kind)
        if weight <= 0:
            continue
        for term in masked_terms(mask(unit.text)):
            if weight > best.get(term, 0.0):
                best[term] = weight
    return best


def encode(index: SignatureIndex) -> bytes:
    """The index as bytes for a cache file."""
    return msgspec.msgpack.encode(index)


def decode(data: bytes) -> SignatureIndex:
    """The index that `encode` wrote; `msgspec.DecodeError` for anything else, also another layout."""
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
        self.index = index
        self._keys = memoryview(index.keys).cast("Q")
        self._starts = memoryview(index.starts).cast("I")
        self._postings = memoryview(index.postings).cast("I")

    def count(self, term: str) -> int:
        """How many entries hold the term."""
        start, end = self._span(term)
        return end - start

    def postings(self, term: str) -> Iterator[tuple[int, float]]:
        """Entry numbers and weights (0 to 1) of the entries that hold the term."""
        start, end = self._span(term)
        for word in self._postings[start:end]:
            yield word >> _WEIGHT_BITS, (word & _FULL) / _FULL

    def _span(self, term: str) -> tuple[int, int]:
        key = term_key(term)
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return 0, 0
        return self._starts[place], self._starts[place + 1]

    def units(self, number: int) -> tuple[Unit, ...]:
        """The lines of one entry."""
        return msgspec.msgpack.decode(self.index.units[number], type=tuple[Unit, ...])
