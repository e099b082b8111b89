"""All entries narrowed down to the few that can explain a paste, strongest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ekskb.logs.align import Alignment, Row, align_entry
from ekskb.logs.paste import Paste
from ekskb.logs.reading import FULL
from ekskb.logs.sigindex import NUMBER_SHIFT, WEIGHT_BITS, Lookup
from ekskb.logs.units import Unit

CANDIDATES = 16
"""Entries that are aligned line by line; all others are weighed by their terms alone."""

_BROAD = 0.3
"""What a term tells that an entry holds somewhere, beside what its lines tell."""

_NAME = 0.5
_WHOLE = 0.1
ALIGNED = 250
"""Distinct lines of a paste that are aligned; in a longer one the background is left out."""

_POSTINGS = 150_000
"""Postings read per paste, of the most telling terms first; bounds the work on a large knowledge base."""

_FAINT = 0.02
"""Terms that weigh less are not looked up: they are in most entries and decide nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int
    alignment: Alignment
    strength: float
    """What candidates are ranked by; comparable within one paste only."""

    named: float
    """Which part of the words that name the entry stands in the paste, 0 to 1."""

    component: float
    """Which part of the software that the entry is about is named in the paste, 0 to 1."""

    features: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0


def find_candidates(
    paste: Paste, lookup: Lookup, weights: Mapping[int, float], wanted: Sequence[int] = ()
) -> list[Candidate]:
    """The nearest entries, strongest first; `wanted` ones are among them if they share a line at all."""
    broad = _weigh_entries(paste, lookup, weights)
    nearest = sorted(broad, key=lambda number: (-broad[number], number))[:CANDIDATES]
    numbers = dict.fromkeys((*nearest, *(number for number in wanted if number in broad)))
    rows = _rows(paste, weights)
    found = [_align(number, broad[number], rows, lookup.units(number), weights) for number in numbers]
    return sorted((one for one in found if one.alignment.pairs), key=lambda one: (-one.strength, one.number))


def weigh_terms(paste: Paste, lookup: Lookup) -> dict[int, float]:
    """How much each term of the paste tells: rare among the entries, and not of every log."""
    shares: dict[int, float] = {}
    for template in paste.templates:
        for key, share in (*template.terms.items(), *template.weak.items()):
            if share >= shares.get(key, 0.0):
                shares[key] = share
    return {key: share * max(0.0, lookup.rarity(key)) for key, share in shares.items()}


def _weigh_entries(paste: Paste, lookup: Lookup, weights: Mapping[int, float]) -> dict[int, float]:
    """For each entry the weights of the terms that it shares with the paste, wherever they stand."""
    heard: dict[int, float] = {}
    for template in paste.templates:
        for key in (*template.terms, *template.weak):
            if template.weight > heard.get(key, 0.0):
                heard[key] = template.weight
    worth = {key: weights.get(key, 0.0) * weight for key, weight in heard.items()}
    totals: dict[int, float] = {}
    read = 0
    for key in sorted((key for key in worth if worth[key] >= _FAINT), key=lambda key: -worth[key]):
        postings = lookup.postings(key)
        read += len(postings)
        if read > _POSTINGS:
            break
        unit = worth[key] / FULL
        for word in postings:
            number = word >> NUMBER_SHIFT
            totals[number] = totals.get(number, 0.0) + unit * (word >> WEIGHT_BITS & FULL)
    return totals


def _rows(paste: Paste, weights: Mapping[int, float]) -> list[Row]:
    """The lines of the paste that can tell most, in order of appearance."""
    rows = [
        Row(template, (*template.terms, *template.weak), sum(weights[key] for key in template.terms))
        for template in paste.templates
    ]
    if len(rows) <= ALIGNED:
        return rows
    kept = sorted(range(len(rows)), key=lambda n: -rows[n].whole * rows[n].template.weight ** 2)[:ALIGNED]
    return [rows[n] for n in sorted(kept)]


def _align(
    number: int, broad: float, rows: Sequence[Row], units: Sequence[Unit], weights: Mapping[int, float]
) -> Candidate:
    alignment = align_entry(rows, units, weights)
    named = named_share(units, weights)
    told = sum(pair.value for pair in alignment.pairs) + _BROAD * broad
    strength = told * (1.0 + _NAME * named + _WHOLE * alignment.complete) - alignment.denied
    return Candidate(number, alignment, strength, named, component_share(units, weights))


def named_share(units: Sequence[Unit], weights: Mapping[int, float]) -> float:
    """Which part of the words that name the entry (title, tags) stands anywhere in the paste."""
    shares: dict[str, float] = {}
    for unit in units:
        if unit.kind in ("title", "tag") and unit.total > 0 and unit.kind not in shares:
            held = sum(weights.get(key, 0.0) for key in set(memoryview(unit.words).cast("I")))
            shares[unit.kind] = min(1.0, held / max(0.7, unit.total))
    return sum(shares.values()) / len(shares) if shares else 0.0


def component_share(units: Sequence[Unit], weights: Mapping[int, float]) -> float:
    """Which part of the software that the entry is about the paste names; 0.5 where the entry names none."""
    keys = {
        key for unit in units if unit.kind == "component" for key in memoryview(unit.words).cast("I") if key
    }
    return sum(key in weights for key in keys) / len(keys) if keys else 0.5
