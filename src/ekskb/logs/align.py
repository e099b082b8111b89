"""One entry held against a paste: which line answers to which, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ekskb.logs.paste import Template
from ekskb.logs.terms import line_keys
from ekskb.logs.units import SAMPLES, Unit, unit_weight

MOST_PAIRS = 12
_LEAST = 0.05
_SLIGHT = 0.2
"""Lines that weigh less than this tell nothing even if they are repeated in full."""

_EQUAL = 0.95
_LETTER = 1.2
"""Equal to the letter breaks ties between entries that share a line."""

_DENIES = 0.8
"""Part of a `nomatch` line that a pasted line must repeat to be shut out by it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A pasted line beside an entry line."""

    template: Template
    unit: Unit
    shared: frozenset[int]
    mass: float
    """Weights of the shared terms, rare and telling ones near 1 each."""

    cover: float
    """Part of the shorter side that is shared, 0 to 1."""

    same: float
    """Part of both lines together that is shared, 0 to 1; 1 for equal lines."""

    value: float


@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[Pair, ...]
    """Strongest first; each adds terms that the ones before it do not explain."""

    complete: float = 0.0
    """Which part of the entry's samples, by weight, the paste holds; 0 for an entry without samples."""

    denied: float = 0.0
    """Value of pasted lines that the author says must not match."""


def align_entry(
    templates: Sequence[Template],
    wholes: Sequence[float],
    units: Sequence[Unit],
    weights: Mapping[int, float],
) -> Alignment:
    """Pair the lines of a paste, which weigh `wholes`, with the lines of one entry."""
    holders: dict[int, list[int]] = {}
    for place, unit in enumerate(units):
        for key in line_keys(memoryview(unit.words).cast("I")):
            if key in weights:
                holders.setdefault(key, []).append(place)
    pairs: list[Pair] = []
    denied = 0.0
    for template, whole in zip(templates, wholes, strict=True):
        pair, no = _best(template, whole, units, holders, weights)
        denied += no
        if pair is not None:
            pairs.append(pair)
    return Alignment(_keep_new(pairs, weights), _completeness(pairs, units), denied)


def _completeness(pairs: Sequence[Pair], units: Sequence[Unit]) -> float:
    whole = sum(unit.total for unit in units if unit.kind in SAMPLES)
    held: dict[int, float] = {}
    for pair in pairs:
        if pair.unit.kind in SAMPLES:
            held[pair.unit.line] = max(held.get(pair.unit.line, 0.0), min(pair.mass, pair.unit.total))
    return min(1.0, sum(held.values()) / whole) if whole > 0 else 0.0


def _best(
    template: Template,
    whole: float,
    units: Sequence[Unit],
    holders: Mapping[int, list[int]],
    weights: Mapping[int, float],
) -> tuple[Pair | None, float]:
    """The best pair of a pasted line, or what a `nomatch` line takes from it."""
    shared: dict[int, list[int]] = {}
    for key in (*template.terms, *template.weak):
        for place in holders.get(key, ()):
            shared.setdefault(place, []).append(key)
    if not shared:
        return None, 0.0
    best: Pair | None = None
    denied = 0.0
    for place, keys in shared.items():
        unit = units[place]
        mass = sum(weights[key] for key in keys)
        cover = min(1.0, mass / max(_SLIGHT, min(whole, unit.total)))
        if unit.kind == "nomatch":
            denied = max(denied, mass if mass >= _DENIES * unit.total else 0.0)
            continue
        same = min(1.0, mass / max(_SLIGHT, whole + unit.total - mass))
        if same > _EQUAL and template.telling:
            mass = max(mass, 1.0)
        value = mass * unit_weight(unit.kind) * (0.3 + 0.5 * cover + 0.2 * same) * template.weight
        if unit.text == template.text:
            value *= _LETTER
        if best is None or value > best.value:
            best = Pair(template, unit, frozenset(keys), mass, cover, same, value)
    if best is not None and denied >= best.mass > 0.0:
        return None, denied
    return best, 0.0


def _keep_new(pairs: list[Pair], weights: Mapping[int, float]) -> tuple[Pair, ...]:
    """The pairs in order of value, each valued by the terms that stronger ones do not explain yet."""
    kept: list[Pair] = []
    explained: set[int] = set()
    for pair in sorted(pairs, key=lambda one: -one.value):
        fresh = sum(weights[key] for key in pair.shared if key not in explained)
        value = pair.value * fresh / pair.mass if pair.mass else 0.0
        explained |= pair.shared
        if value >= _LEAST:
            kept.append(replace(pair, value=value))
        if len(kept) >= MOST_PAIRS:
            break
    return tuple(sorted(kept, key=lambda one: -one.value))
