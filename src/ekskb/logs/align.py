"""One entry held against a paste: which line answers to which, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ekskb.logs.mask import mask
from ekskb.logs.paste import Template
from ekskb.logs.terms import masked_terms
from ekskb.logs.units import Unit, unit_weight

_MOST_PAIRS = 12
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Pair:
    """A pasted line beside an entry line."""

    template: Template
    unit: Unit
    mass: float
    """Weights of the shared terms, rare and telling ones near 1 each."""

    cover: float
    """Part of the shorter side that is shared, 0 to 1."""

    value: float


@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[Pair, ...]
    """Strongest first; each adds terms that the ones before it do not explain."""

    denied: float = 0.0
    """Value of pasted lines that the author says must not match."""


def align_entry(
    templates: tuple[Template, ...], units: tuple[Unit, ...], weights: Mapping[str, float]
) -> Alignment:
    """Pair the lines of a paste with the lines of one entry."""
    rows = [frozenset(masked_terms(mask(unit.text))) for unit in units]
    totals = [sum(weights.get(term, 1.0) for term in row) for row in rows]
    holders: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for term in row:
            holders.setdefault(term, []).append(place)
    pairs: list[Pair] = []
    denied = 0.0
    for template in templates:
        pair, no = _best(template, units, totals, holders, weights)
        denied += no
        if pair is not None and not no:
            pairs.append(pair)
    return Alignment(_keep_new(pairs, weights), denied)


def _best(
    template: Template,
    units: tuple[Unit, ...],
    totals: list[float],
    holders: Mapping[str, list[int]],
    weights: Mapping[str, float],
) -> tuple[Pair | None, float]:
    masses: dict[int, float] = {}
    for term in template.terms:
        for place in holders.get(term, ()):
            masses[place] = masses.get(place, 0.0) + weights[term]
    for term, share in template.weak.items():
        for place in holders.get(term, ()):
            masses[place] = masses.get(place, 0.0) + share * weights[term]
    whole = sum(weights[term] for term in template.terms)
    best: Pair | None = None
    denied = 0.0
    for place, mass in masses.items():
        cover = min(1.0, mass / (max(0.5, min(whole, totals[place])) + 1e-9))
        unit = units[place]
        if unit.kind == "nomatch":
            denied = max(denied, mass * cover if cover > 0.8 else 0.0)
            continue
        value = mass * unit_weight(unit.kind) * (0.3 + 0.7 * cover) * template.weight
        if best is None or value > best.value:
            best = Pair(template, unit, mass, cover, value)
    if best is not None and denied >= best.mass * best.cover > 0.0:
        return None, denied
    return best, 0.0


def _keep_new(pairs: list[Pair], weights: Mapping[str, float]) -> tuple[Pair, ...]:
    """The pairs in order of value, each valued by the terms that stronger ones do not explain yet."""
    kept: list[Pair] = []
    explained: set[str] = set()
    for pair in sorted(pairs, key=lambda one: -one.value):
        shared = frozenset(masked_terms(mask(pair.unit.text))) & {*pair.template.terms, *pair.template.weak}
        fresh = sum(weights[term] for term in shared if term not in explained)
        known = sum(weights[term] for term in shared)
        value = pair.value * fresh / known if known else 0.0
        explained |= shared
        if value >= _LEAST:
            kept.append(Pair(pair.template, pair.unit, pair.mass, pair.cover, value))
        if len(kept) >= _MOST_PAIRS:
            break
    return tuple(sorted(kept, key=lambda one: -one.value))
