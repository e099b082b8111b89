"""What the entries found have in common: how many of which component, kind and year."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

FACETS = ("component", "kind", "year")

Counts = dict[str, dict[str, int]]
"""Facet -> value -> number of entries."""


class FacetSets:
    """The entries behind each value of each facet, read once for one state of the index."""

    def __init__(self, values: Iterable[tuple[int, bytes]]) -> None:
        """`values`: each document with its values, as `packed` has them, parted by line breaks."""
        alike: dict[bytes, list[int]] = {}
        for doc, value in values:
            alike.setdefault(value, []).append(doc)
        sets: dict[str, set[int]] = {}
        for value, docs in alike.items():
            for name in value.decode("utf-8", "replace").split("\n") if value else ():
                sets.setdefault(name, set()).update(docs)
        self._sets = [(*_parted(name), docs) for name, docs in sets.items()]

    def count(self, docs: AbstractSet[int]) -> Counts:
        """How many of `docs` have which value: years newest first, the rest commonest first."""
        counts: Counts = {facet: {} for facet in FACETS}
        for facet, value, holders in self._sets:
            number = len(holders & docs)
            if number:
                counts[facet][value] = number
        return {facet: _ordered(facet, held) for facet, held in counts.items()}


def _parted(name: str) -> tuple[str, str]:
    facet, _, value = name.partition("=")
    return facet, value


def _ordered(facet: str, held: dict[str, int]) -> dict[str, int]:
    if facet == "year":
        return dict(sorted(held.items(), reverse=True))
    return dict(sorted(held.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0])))
