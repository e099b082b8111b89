"""All entries narrowed down to the few that can explain a paste, strongest first."""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ekskb.logs.align import Alignment, Row, align_entry
from ekskb.logs.likeness import Likeness, Voice, hear, measure_likeness
from ekskb.logs.paste import Paste
from ekskb.logs.reading import FULL
from ekskb.logs.sigindex import NUMBER_SHIFT, WEIGHT_BITS, Lookup
from ekskb.logs.units import Unit

CANDIDATES = 10
"""Entries that are aligned line by line by each of two views; all others are weighed by their terms alone."""

_BROAD = 0.3
"""What a term tells that an entry holds somewhere, beside what its lines tell."""

_NAME = 0.3
_COMPONENT = 0.15
_WHOLE = 0.1
_WORDS = 0.7
_FLOOR = 0.05
"""BM25 knows what the whole paste is about, lines know what happened; an entry must please both."""

# What else a candidate has to say for itself, as exponents: factors fitted by a listwise softmax over the
# candidates of each labelled paste of the dev half, then shrunk to 0.4 of the optimum, where the other folds
# of the cross-validation are best.
_NAMED = 2.0
_SPOKEN = 1.7
_HEARD = 1.25
_TAIL = 0.45
_WHOLLY = 1.2
_ALONE = 0.25
_ABSENT = 0.3

ALIGNED = 250
"""Distinct lines of a paste that are aligned; in a longer one the background is left out."""

_POSTINGS = 150_000
"""Postings read per paste, of the most telling terms first; bounds the work on a large knowledge base."""

FIRST_PAIR = 1 << 32
"""Keys from here on are pairs of words."""

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

    words: float = 0.0
    """BM25 over single words, as a part of the best entry's, 0 to 1."""

    known: float = 0.0
    """The same as a part of what an entry would have that holds every word of the paste many times."""

    likeness: Likeness = field(default_factory=Likeness)
    features: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    samples: int = 0
    """Log samples of the entry."""


def find_candidates(
    paste: Paste,
    lookup: Lookup,
    weights: Mapping[int, float],
    wanted: Sequence[int] = (),
    without: Collection[int] = (),
) -> list[Candidate]:
    """The nearest entries, strongest first; `wanted` ones are among them if they share a line at all.

    Entries `without` are as if they did not exist.
    """
    asked = _ask(paste, weights)
    broad, words = _weigh_entries(asked, lookup)
    ceiling = sum(plain * lookup.rarity(key) for key, _, plain in asked if key < FIRST_PAIR) or 1.0
    for number in without:
        broad[number] = words[number] = 0.0
    numbers = dict.fromkeys(
        (*_highest(broad), *_highest(words), *(one for one in wanted if broad[one] > 0.0))
    )
    rows = _rows(paste, weights)
    voice = hear(paste, lookup)
    most = max(words, default=0.0) or 1.0
    found = [
        replace(
            _align(number, broad[number], words[number] / most, rows, lookup.units(number), weights, voice),
            known=words[number] / ceiling,
        )
        for number in numbers
    ]
    return sorted((one for one in found if one.alignment.pairs), key=lambda one: (-one.strength, one.number))


def _highest(totals: Sequence[float]) -> list[int]:
    """The entries with the highest totals above 0, the first of equal ones first."""
    least = min(heapq.nlargest(CANDIDATES, totals), default=0.0)
    high = [number for number, total in enumerate(totals) if total >= least and total > 0.0]
    return sorted(high, key=lambda number: -totals[number])[:CANDIDATES]


def weigh_terms(paste: Paste, lookup: Lookup) -> dict[int, float]:
    """How much each term of the paste tells: rare among the entries, and not of every log."""
    shares: dict[int, float] = {}
    for template in paste.templates:
        for key, share in (*template.terms.items(), *template.weak.items()):
            if share >= shares.get(key, 0.0):
                shares[key] = share
    return {key: share * max(0.0, lookup.rarity(key)) for key, share in shares.items()}


@dataclass(slots=True)
class _Asked:
    """A term of the paste as it is asked of all entries."""

    heard: float
    """Weight of the line that tells most of it."""

    lines: int


def _ask(paste: Paste, weights: Mapping[int, float]) -> list[tuple[int, float, float]]:
    """Each term with what it is worth and what it is worth to BM25, the most telling first."""
    asked: dict[int, _Asked] = {}
    for template in paste.templates:
        for key in (*template.terms, *template.weak):
            known = asked.get(key)
            if known is None:
                asked[key] = _Asked(template.weight, 1)
            else:
                known.lines += 1
                known.heard = max(known.heard, template.weight)
    worth = {key: weights[key] * one.heard for key, one in asked.items()}
    return [
        (key, worth[key], math.sqrt(worth[key]) * (1.0 + math.log(asked[key].lines)))
        for key in sorted((key for key in worth if worth[key] >= _FAINT), key=lambda key: -worth[key])
    ]


def _weigh_entries(
    asked: Sequence[tuple[int, float, float]], lookup: Lookup
) -> tuple[list[float], list[float]]:
    """For each entry what the terms that it shares with the paste are worth, and its BM25 value."""
    broad = [0.0] * len(lookup.ids)
    words = [0.0] * len(lookup.ids)
    read = 0
    for key, worth, plain in asked:
        postings = lookup.postings(key)
        read += len(postings)
        if read > _POSTINGS:
            break
        unit = worth / FULL
        if key >= FIRST_PAIR:
            for word in postings:
                broad[word >> NUMBER_SHIFT] += unit * (word >> WEIGHT_BITS & FULL)
            continue
        single = plain * lookup.rarity(key) / FULL
        for word in postings:
            number = word >> NUMBER_SHIFT
            broad[number] += unit * (word >> WEIGHT_BITS & FULL)
            words[number] += single * (word & FULL)
    return broad, words


def _rows(paste: Paste, weights: Mapping[int, float]) -> list[Row]:
    """The lines of the paste that can tell most, in order of appearance."""
    rows = [
        Row(
            template,
            tuple(key for key in (*template.terms, *template.weak) if weights[key] > 0.0),
            sum(weights[key] for key in template.terms),
        )
        for template in paste.templates
    ]
    if len(rows) <= ALIGNED:
        return rows
    kept = sorted(range(len(rows)), key=lambda n: -rows[n].whole * rows[n].template.weight ** 2)[:ALIGNED]
    return [rows[n] for n in sorted(kept)]


def _align(
    number: int,
    broad: float,
    words: float,
    rows: Sequence[Row],
    units: Sequence[Unit],
    weights: Mapping[int, float],
    voice: Voice,
) -> Candidate:
    alignment = align_entry(rows, units, weights)
    named = named_share(units, weights)
    told = sum(pair.value for pair in alignment.pairs) + _BROAD * broad
    component = component_share(units, weights)
    known = 1.0 + _NAME * named + _COMPONENT * component + _WHOLE * alignment.complete
    likeness = measure_likeness(voice, alignment, units)
    spoken = (
        _NAMED * named
        + _SPOKEN * words
        + _HEARD * likeness.heard
        + _TAIL * likeness.tail
        + _WHOLLY * alignment.complete
        - _ALONE * likeness.alone
        - _ABSENT * likeness.absent
    )
    samples = sum(unit.kind == "log" for unit in units)
    strength = told * known * (words + _FLOOR) ** _WORDS * math.exp(spoken) - alignment.denied
    return Candidate(number, alignment, strength, named, component, words, likeness=likeness, samples=samples)


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
