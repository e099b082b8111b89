"""Hits that helped before move up a little, others that did not move down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ekskb.search.look import Look
from ekskb.search.rank import Ranked

LEAST, MOST = 0.9, 1.1
"""Whatever is asked for, no score changes by more than a tenth."""


def favour_ranked(
    ranked: Sequence[Ranked], look: Callable[[int], Look], factors: Mapping[str, float]
) -> list[Ranked]:
    """The entries in their new order; `factors` by entry id, 1 for all that are not named."""
    changed = [
        Ranked(item.doc, item.score * min(MOST, max(LEAST, factors.get(look(item.doc).stored.id, 1.0))))
        for item in ranked
    ]
    # Sorting is stable: without notes the order stays as it is, that of a list by date included.
    return sorted(changed, key=lambda item: -item.score)
