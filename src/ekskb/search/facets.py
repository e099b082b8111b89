"""What the entries found have in common: how many of which component, kind and year."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from ekskb.search.shelf import Shelf

FACETS = ("component", "kind", "year")
_MOST = 100_000

Counts = dict[str, dict[str, int]]
"""Facet -> value -> number of entries."""


class FacetSets:
    """The entries behind each value of each facet, read once for one state of the index."""

    def __init__(self, shelf: Shelf) -> None:
        self._sets = [
            (facet, name.partition("=")[2], frozenset(shelf.postings("facets", name)))
            for facet in FACETS
            for name in shelf.prefixed("facets", f"{facet}=", _MOST)
        ]

    def count(self, docs: AbstractSet[int]) -> Counts:
        """How many of `docs` have which value: years newest first, the rest commonest first."""
        counts: Counts = {facet: {} for facet in FACETS}
        for facet, value, holders in self._sets:
            number = len(holders & docs)
            if number:
                counts[facet][value] = number
        return {facet: _ordered(facet, held) for facet, held in counts.items()}


def _ordered(facet: str, held: dict[str, int]) -> dict[str, int]:
    if facet == "year":
        return dict(sorted(held.items(), reverse=True))
    return dict(sorted(held.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0])))
