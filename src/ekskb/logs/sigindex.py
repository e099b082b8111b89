"""The signature index: which entries hold a term, and the lines of each entry to show as proof.

A knowledge base of ten thousand entries has to load within a keystroke, so the index is a few flat
arrays that are read in place: sorted term keys, where each term's postings begin, and the postings
themselves (entry number and weight in one 32-bit word).
"""

from __future__ import annotations

import math
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable

import msgspec

from ekskb.logs.mask import mask
from ekskb.logs.terms import term_shares, word_key, words
from ekskb.logs.units import Unit, entry_share, entry_units, unit_weight
from ekskb.model import Entry, Record, replace

FORM = 2
"""Number of this layout; another number means: build it again."""

WEIGHT_BITS = 8
FULL = 255
_HOLD = 0.6
_SMALL = 100
"""Rarity among fewer entries than this says little; the share of the background decides there."""


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


def rarity(count: int, entries: int) -> float:
    """1.0 for a term of one entry, falling with the logarithm of how many hold it (Spärck Jones 1972)."""
    whole = max(_SMALL, entries) + 1
    return math.log(whole / (max(1, count) + 0.5)) / math.log(whole / 1.5)


def build_index(entries: Iterable[Entry]) -> SignatureIndex:
    """The index over `entries`; their order decides ties."""
    ids: list[str] = []
    rows: list[list[tuple[Unit, dict[int, float]]]] = []
    table: dict[int, array[int]] = {}
    for number, entry in enumerate(entries):
        ids.append(entry.id)
        read = [_read_unit(unit) for unit in entry_units(entry)]
        rows.append(read)
        for key, weight in _entry_weights(read).items():
            share = min(FULL, max(1, round(weight * entry_share(entry) * FULL)))
            table.setdefault(key, array("I")).append(number << WEIGHT_BITS | share)
    rarities = {key: rarity(len(row), len(ids)) for key, row in table.items()}
    packed = tuple(_pack_units(read, rarities) for read in rows)
    return _pack(tuple(ids), table, packed)


def _read_unit(unit: Unit) -> tuple[Unit, dict[int, float]]:
    row = words(mask(unit.text))
    keys = array("I", (word_key(word) for word in row))
    return replace(unit, words=keys.tobytes()), term_shares(row)


def _entry_weights(read: list[tuple[Unit, dict[int, float]]]) -> dict[int, float]:
    """Each term of an entry with how much the entry is about it: each line adds to it (noisy or)."""
    missed: dict[int, float] = {}
    for unit, shares in read:
        doubt = 1.0 - _HOLD * unit_weight(unit.kind)
        for key in shares:
            missed[key] = missed.get(key, 1.0) * doubt
    return {key: 1.0 - doubt for key, doubt in missed.items() if doubt < 1.0}


def _pack_units(read: list[tuple[Unit, dict[int, float]]], rarities: dict[int, float]) -> bytes:
    whole = [
        replace(unit, total=round(sum(share * rarities.get(key, 1.0) for key, share in shares.items()), 3))
        for unit, shares in read
    ]
    return msgspec.msgpack.encode(whole)


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
