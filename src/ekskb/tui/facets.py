"""Narrowing a list of hits by component, kind and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ekskb.model import Hit

FacetName = Literal["component", "kind", "year"]
FACETS: tuple[FacetName, ...] = ("component", "kind", "year")
_LABELS = {"howto": "how-to"}
_YEAR = 4
"""Characters of a date that are its year."""


def facet_values(hit: Hit, facet: FacetName) -> tuple[str, ...]:
    """What `hit` counts under; tags stand in where a document names no component."""
    if facet == "component":
        return hit.components or hit.tags
    if facet == "kind":
        return (hit.kind,)
    return (hit.date[:_YEAR],) if hit.date else ()


def label(value: str) -> str:
    """A value as it is told."""
    return _LABELS.get(value, value)


@dataclass(frozen=True, slots=True)
class Filters:
    """Chosen values. Within one facet any of them will do; across facets all must hold."""

    chosen: tuple[tuple[FacetName, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.chosen)

    def toggled(self, facet: FacetName, value: str) -> Filters:
        pair = (facet, value)
        rest = tuple(other for other in self.chosen if other != pair)
        return replace(self, chosen=rest if len(rest) < len(self.chosen) else (*rest, pair))

    def apply(self, hits: Iterable[Hit]) -> list[Hit]:
        return [hit for hit in hits if self._allows(hit)] if self.chosen else list(hits)

    def _allows(self, hit: Hit) -> bool:
        wanted = {facet for facet, _ in self.chosen}
        return all(any((f, v) in self.chosen for v in facet_values(hit, f)) for f in wanted)

    def told(self) -> str:
        """For the status line: `kind: incident, component: Istio`."""
        return ", ".join(f"{facet}: {label(value)}" for facet, value in self.chosen)

    def as_query(self) -> str:
        """The same in the query language, for more hits than can be looked through here.

        Several years are left out: dates in a query have one beginning and one end.
        """
        named = [
            " OR ".join(f'{facet}:"{value}"' for name, value in self.chosen if name == facet)
            for facet in ("component", "kind")
        ]
        years = [value for facet, value in self.chosen if facet == "year"]
        span = [f"since:{years[0]} before:{int(years[0]) + 1}"] if len(years) == 1 else []
        return " ".join(filter(None, [*named, *span]))


Counts = Mapping[str, Mapping[str, int]]
"""Facet -> value -> how many hits have it, in the order in which they are offered."""


def facet_counts(hits: Sequence[Hit]) -> Counts:
    """Years newest first, the rest commonest first."""
    return {facet: dict(_counted(hits, facet)) for facet in FACETS}


def _counted(hits: Sequence[Hit], facet: FacetName) -> list[tuple[str, int]]:
    counts = Counter(value for hit in hits for value in facet_values(hit, facet))
    if facet == "year":
        return sorted(counts.items(), reverse=True)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold()))
