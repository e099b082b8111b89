"""What ranking needs from an index, whatever engine keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal, Protocol

from ekskb.search.stored import Stored
from ekskb.search.vocabulary import Vocabulary

Space = Literal["words", "pairs", "facets"]
"""Words (and identifiers), letter pairs of Hangul, and filters such as `kind=incident`."""

Postings = Mapping[int, int]
"""Document number -> field bits and impact, packed as in `stored`."""


class Held(dict[int, int]):
    """Postings that remember their entries as bits, so that counting long lists together costs little."""

    @cached_property
    def bits(self) -> int:
        if not self:
            return 0
        last = max(self)
        flags = bytearray(b"0") * (last + 1)
        for doc in self:
            flags[last - doc] = 49
        # To base 2 this is linear, whatever the length.
        return int(bytes(flags), 2)


def docs_of(bits: int) -> list[int]:
    """The entries whose bits are set, in order."""
    return [doc for doc, flag in enumerate(f"{bits:b}"[::-1]) if flag == "1"]


class Shelf(Protocol):
    """One state of the index. It does not change while a query runs."""

    @property
    def size(self) -> int:
        """Number of entries."""

    def postings(self, space: Space, term: str) -> Postings:
        """Entries that hold `term`; empty where it is unknown."""

    def count(self, space: Space, term: str) -> int:
        """Entries that hold `term`, without reading them all; a little too high for frequent terms."""

    def prefixed(self, space: Space, prefix: str, limit: int) -> list[str]:
        """Terms that begin so, in order, at most `limit`."""

    @property
    def vocabulary(self) -> Vocabulary: ...

    def stored(self, doc: int) -> Stored: ...
