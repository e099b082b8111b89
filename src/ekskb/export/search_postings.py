"""Postings of one space (words, or letter pairs) -> files that a page loads one by one.

A file holds a stretch of the sorted terms with their postings, so that a word, its forms and what
begins like it lie together. A page knows the first term of each file and loads only those it asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ekskb.export.search_codec import digits, fixed_digits, front_coded, sort_key
from ekskb.search.stored import IMPACT_BITS, IMPACT_MASK

ESCAPE = 15
"""The number in place of a set of fields that is not among the most frequent."""

Postings = dict[str, list[tuple[int, int]]]
"""Term -> (entry number, packed posting) in order of entries."""


def gather(held: Sequence[Mapping[str, int]]) -> Postings:
    """Postings of entries that are numbered by their place; each maps its terms to packed postings."""
    postings: Postings = {}
    for number, terms in enumerate(held):
        for term, packed in terms.items():
            postings.setdefault(term, []).append((number, packed))
    return postings


def frequent_fields(spaces: Sequence[Postings]) -> list[int]:
    """The sets of fields that postings name most often, as bits."""
    count: Counter[int] = Counter()
    for postings in spaces:
        for rows in postings.values():
            count.update(packed >> IMPACT_BITS for _, packed in rows)
    ordered = sorted(count.items(), key=lambda item: (-item[1], item[0]))
    return [bits for bits, _ in ordered[:ESCAPE]]


class PostingCoder:
    """Writes postings as text; most of them repeat, so each is worked out once."""

    def __init__(self, fields: Sequence[int]) -> None:
        self._places = {bits: at for at, bits in enumerate(fields)}
        self._coded: dict[int, str] = {}
        self._gaps: dict[int, str] = {}

    def text(self, rows: Sequence[tuple[int, int]]) -> str:
        """Of each posting the gap to the entry before, then impact and fields."""
        coded, gaps = self._coded, self._gaps
        parts, before = [], -1
        for number, packed in rows:
            gap = number - before
            parts.append(gaps.get(gap) or self._gap(gap))
            parts.append(coded.get(packed) or self._posting(packed))
            before = number
        return "".join(parts)

    def _gap(self, gap: int) -> str:
        text = self._gaps[gap] = digits(gap - 1)
        return text

    def _posting(self, packed: int) -> str:
        """Impact and fields in two characters; fields that are rare follow by themselves."""
        bits = packed >> IMPACT_BITS
        place = self._places.get(bits, ESCAPE)
        text = fixed_digits(place << IMPACT_BITS | packed & IMPACT_MASK, 2)
        text = self._coded[packed] = text + digits(bits) if place == ESCAPE else text
        return text


def shards(postings: Postings, fields: Sequence[int], size: int) -> Iterator[tuple[str, str]]:
    """(first term, content) of each file, of about `size` characters."""
    coder = PostingCoder(fields)
    terms: list[str] = []
    coded: list[str] = []
    length = 0
    for term in sorted(postings, key=sort_key):
        rows = coder.text(postings[term])
        if terms and length + len(rows) + len(term) // 2 > size:
            yield terms[0], _content(terms, coded)
            terms, coded, length = [], [], 0
        terms.append(term)
        coded.append(rows)
        length += len(rows) + len(term) // 2
    if terms:
        yield terms[0], _content(terms, coded)


def _content(terms: Sequence[str], coded: Sequence[str]) -> str:
    """Terms hold neither blanks nor commas."""
    return " ".join(f"{term},{rows}" for term, rows in zip(front_coded(terms), coded, strict=True))
