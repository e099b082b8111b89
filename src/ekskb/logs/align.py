"""One entry held against a paste: which line answers to which, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ekskb.logs.paste import Template
from ekskb.logs.terms import line_keys
from ekskb.logs.units import PLAIN, SAMPLES, WEIGHTS, Unit

MOST_PAIRS = 12
_LEAST = 0.05
_SLIGHT = 0.2
"""Lines that weigh less than this tell nothing even if they are repeated in full."""

_EQUAL = 0.95
_LETTER = 1.2
"""Equal to the letter breaks ties between entries that share a line."""

_NEARLY = 0.75
_ALL = 0.6
"""What it adds that a sample is repeated as a whole: common words rarely meet by chance in the same line."""

_SEVERAL = 3 * 4
"""Bytes of the keys of three words."""

_DENIES = 0.8
"""Part of a `nomatch` line that a pasted line must repeat to be shut out by it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A pasted line made ready to be held against many entries."""

    template: Template
    keys: tuple[int, ...]
    """All its terms that weigh anything, those of the message first."""

    whole: float
    """What the terms of the message weigh."""


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

    @property
    def sample(self) -> bool:
        return self.unit.kind in SAMPLES


@dataclass(frozen=True, slots=True)
class Alignment:
    pairs: tuple[Pair, ...]
    """Strongest first; each adds terms that the ones before it do not explain."""

    complete: float = 0.0
    """Which part of the entry's samples, by weight, the paste holds; 0 for an entry without samples."""

    denied: float = 0.0
    """Value of pasted lines that the author says must not match."""

    told: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    """For each pasted line the value by itself and the likeness of the entry line that explains it best."""

    held: frozenset[int] = frozenset()
    """Terms of the paste that stand anywhere in the entry, apart from what must not match."""


def align_entry(rows: Sequence[Row], units: Sequence[Unit], weights: Mapping[int, float]) -> Alignment:
    """Pair the lines of a paste with the lines of one entry."""
    keys = [line_keys(memoryview(unit.words).cast("I")) for unit in units]
    holders: dict[int, list[int]] = {}
    known: set[int] = set()
    for place, held in enumerate(keys):
        asked = held & weights.keys()
        for key in asked:
            holders.setdefault(key, []).append(place)
        if WEIGHTS.get(units[place].kind, PLAIN) > 0.0:
            known |= asked
    pairs: list[Pair] = []
    denied = 0.0
    for row in rows:
        masses = _masses(row, holders, weights)
        if not masses:
            continue
        place, no = _best(row, units, masses)
        denied += no
        if place >= 0:
            pairs.append(
                _pair(row, units[place], masses[place], frozenset(keys[place].intersection(row.keys)))
            )
    told = {pair.template.number: (pair.value, pair.same if pair.sample else 0.0) for pair in pairs}
    return Alignment(_keep_new(pairs, weights), _completeness(pairs, units), denied, told, frozenset(known))


def _masses(row: Row, holders: Mapping[int, list[int]], weights: Mapping[int, float]) -> dict[int, float]:
    """For each entry line the weights of the terms that it shares with a pasted line."""
    masses: dict[int, float] = {}
    for key in row.keys:
        places = holders.get(key)
        if places is not None:
            weight = weights[key]
            for place in places:
                masses[place] = masses.get(place, 0.0) + weight
    return masses


def _completeness(pairs: Sequence[Pair], units: Sequence[Unit]) -> float:
    whole = sum(unit.total for unit in units if unit.kind in SAMPLES)
    held: dict[int, float] = {}
    for pair in pairs:
        if pair.sample:
            held[pair.unit.line] = max(held.get(pair.unit.line, 0.0), min(pair.mass, pair.unit.total))
    return min(1.0, sum(held.values()) / whole) if whole > 0 else 0.0


def _best(row: Row, units: Sequence[Unit], masses: Mapping[int, float]) -> tuple[int, float]:
    """The place of the best entry line for a pasted line, or -1 and what a `nomatch` line takes from it."""
    best, most, heaviest, denied = -1, 0.0, 0.0, 0.0
    least = 0.0 if row.whole > 1.0 else 1.0
    for place, mass in masses.items():
        unit = units[place]
        weight = WEIGHTS.get(unit.kind, PLAIN)
        # No line is worth more than this; most entry lines end here.
        if (_ALL + (mass if mass > least else least)) * _LETTER * weight <= most:
            if weight > 0.0 or mass < _DENIES * unit.total:
                continue
            denied = max(denied, mass)
            continue
        value = _value(row, unit, mass)
        if value > most:
            best, most, heaviest = place, value, mass
    if best >= 0 and denied >= heaviest > 0.0:
        return -1, denied
    return best, 0.0


def _likeness(row: Row, unit: Unit, mass: float) -> tuple[float, float]:
    whole, total = row.whole, unit.total
    lesser, union = (whole if whole < total else total), whole + total - mass
    cover = mass / (lesser if lesser > _SLIGHT else _SLIGHT)
    same = mass / (union if union > _SLIGHT else _SLIGHT)
    return (cover if cover < 1.0 else 1.0), (same if same < 1.0 else 1.0)


def _value(row: Row, unit: Unit, mass: float) -> float:
    """What a pair of lines is worth, before the weight of the pasted line."""
    cover, same = _likeness(row, unit, mass)
    if same > _EQUAL and row.template.telling:
        mass = max(mass, 1.0)
    elif _says_all(row, unit, mass):
        mass += _ALL
    value = mass * WEIGHTS.get(unit.kind, PLAIN) * (0.3 + 0.5 * cover + 0.2 * same)
    return value * _LETTER if unit.text == row.template.text else value


def _says_all(row: Row, unit: Unit, mass: float) -> bool:
    """Whether a pasted line holds nearly all of a sample of several words, however common each of them is."""
    return (
        mass >= _NEARLY * unit.total > 0.0
        and unit.kind in SAMPLES
        and len(unit.words) >= _SEVERAL
        and row.template.telling
    )


def _pair(row: Row, unit: Unit, mass: float, shared: frozenset[int]) -> Pair:
    cover, same = _likeness(row, unit, mass)
    value = _value(row, unit, mass) * row.template.weight
    return Pair(row.template, unit, shared, mass, cover, same, value)


def _keep_new(pairs: list[Pair], weights: Mapping[int, float]) -> tuple[Pair, ...]:
    """The pairs in order of value, each valued by the terms that stronger ones do not explain yet."""
    kept: list[Pair] = []
    explained: set[int] = set()
    for pair in sorted(pairs, key=lambda one: -one.value):
        fresh = sum(weights[key] for key in pair.shared if key not in explained)
        value = pair.value * min(1.0, fresh / pair.mass) if pair.mass else 0.0
        explained |= pair.shared
        if value >= _LEAST:
            kept.append(replace(pair, value=value))
        if len(kept) >= MOST_PAIRS:
            break
    return tuple(sorted(kept, key=lambda one: -one.value))
