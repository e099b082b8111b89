"""What the scan needs to know of the signature index and of the matcher. The only place that asks them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from ekskb.logs.lines import unwrap
from ekskb.logs.mask import mask
from ekskb.logs.score import score_paste
from ekskb.logs.sigindex import Lookup, SignatureIndex
from ekskb.logs.terms import Word, pair_key, read_words, weigh_words
from ekskb.logs.units import SAMPLES
from ekskb.model import Record, Scoring

Weigher = Callable[[Sequence[str]], tuple[list[float], list[float]]]
"""Words in a row -> what each tells, and what each two neighbours tell by their order."""


class Line(Record, frozen=True):
    """One line of an entry."""

    kind: str
    text: str
    sample: bool
    """Output of a program, not prose."""


def entry_lines(index: SignatureIndex) -> Iterator[tuple[Line, ...]]:
    """The lines of each entry, by its number; without those that must not match."""
    lookup = Lookup(index)
    for number in range(len(lookup.ids)):
        units = lookup.units(number)
        yield tuple(Line(u.kind, u.text, u.kind in SAMPLES) for u in units if u.kind != "nomatch")


def make_weigher(index: SignatureIndex) -> Weigher:
    """What words tell among these entries, as the matcher weighs them."""
    lookup = Lookup(index)

    @functools.cache
    def rarity(key: int) -> float:
        return max(0.0, lookup.rarity(key))

    @functools.cache
    def read(word: str) -> tuple[float, Word | None]:
        row = read_words(word)
        told = max((share * rarity(key) for key, share, _ in row if key), default=0.0)
        return told, row[0] if row else None

    @functools.cache
    def read_pair(left: Word | None, right: Word | None) -> float:
        if left is None or right is None:
            return 0.0
        key = pair_key(left[0], right[0])
        return weigh_words([left, right]).get(key, 0.0) * rarity(key)

    def weigh(words: Sequence[str]) -> tuple[list[float], list[float]]:
        rows = [read(word) for word in words]
        return [told for told, _ in rows], [read_pair(a, b) for (_, a), (_, b) in pairwise(rows)]

    return weigh


def mask_line(text: str) -> str:
    return mask(text)


def read_form(line: str) -> str:
    """What a line says without its wrapper, variable parts masked: equal for two runs of the same fault."""
    return mask("\n".join(record.text for record in unwrap(line)))


def record_lines(text: str, line: int) -> range:
    """The lines of the record that a line of `text` belongs to, both counted from 1."""
    for record in unwrap(text):
        if record.number <= line <= max(record.number, record.last):
            return range(record.number, max(record.number, record.last) + 1)
    return range(line, line + 1)


def score_text(text: str, index: SignatureIndex) -> Scoring:
    return score_paste(text, index)
