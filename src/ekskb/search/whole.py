"""Which entries hold every word of a query, where ranking is content with some."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from ekskb.search.plan import Concept, Plan
from ekskb.search.shelf import Shelf

STANDS_FOR = 0.5
"""Weight from which another expression counts as the word: `pod` for 파드, but not a word merely near."""


def holding_all(plan: Plan, shelf: Shelf, docs: Iterable[int]) -> int:
    """How many of `docs` hold every word of the plan; words that say little (안, the) may be missing."""
    left: AbstractSet[int] = frozenset(docs)
    for concept in sorted(plan.concepts, key=lambda concept: -concept.idf):
        if concept.factor >= 1 and left:
            left = _holding(concept, shelf, left)
    return len(left)


def _holding(concept: Concept, shelf: Shelf, docs: AbstractSet[int]) -> AbstractSet[int]:
    held: set[int] = set()
    for option in concept.options:
        if option.weight < STANDS_FOR:
            continue
        left = docs
        for postings in sorted((shelf.postings(option.space, term) for term in option.terms), key=len):
            left = postings.keys() & left
        held |= left
    return held
