"""What ranking needs from an index, whatever engine keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, Protocol

from ekskb.search.stored import Stored
from ekskb.search.vocabulary import Vocabulary

Space = Literal["words", "pairs", "facets"]
"""Words (and identifiers), letter pairs of Hangul, and filters such as `kind=incident`."""

Postings = Mapping[int, int]
"""Document number -> field bits and impact, packed as in `stored`."""


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
