"""A paste held against all entries: matches with proof, or the nearest misses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ekskb.logs.align import Alignment, Pair, align_entry
from ekskb.logs.confidence import THRESHOLD, confidence
from ekskb.logs.paste import Paste, read_paste
from ekskb.logs.sigindex import Lookup, SignatureIndex
from ekskb.logs.units import Unit
from ekskb.model import Evidence, Scored, Scoring
from ekskb.text import shorten

_CANDIDATES = 16
_WEAK = 3
_BROAD = 0.3
_NAME = 1.0
_WHOLE = 0.1
_MATCHES = 10
_FAINT = 0.02
"""Terms that weigh less are not looked up: they are in most entries and decide nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int
    broad: float
    """Weights of all shared terms, wherever they stand."""

    alignment: Alignment
    features: dict[str, float]
    confidence: float


def score_paste(text: str, index: SignatureIndex) -> Scoring:
    """The entries that explain `text`, strongest first; under the threshold at most three weak ones."""
    paste = read_paste(text)
    found = rank_entries(paste, Lookup(index))
    matches = _select([one for one in found if one.confidence >= THRESHOLD])
    weak = [one for one in found if one.confidence < THRESHOLD][:_WEAK] if not matches else []
    return Scoring(
        paste.lines,
        tuple(_scored(one, index, "") for one in matches),
        tuple(_scored(one, index, _missing(one)) for one in weak),
    )


def rank_entries(paste: Paste, lookup: Lookup) -> list[Candidate]:
    """Candidates with their features and confidence, strongest first."""
    weights, spans = weigh_terms(paste, lookup)
    broad = _accumulate(paste, lookup, weights, spans)
    nearest = sorted(broad, key=lambda number: (-broad[number], number))[:_CANDIDATES]
    aligned = [(number, align_entry(paste.templates, lookup.units(number), weights)) for number in nearest]
    strengths = {
        number: _strength(alignment, broad[number], named_share(lookup.units(number), weights))
        for number, alignment in aligned
    }
    made = []
    for number, alignment in aligned:
        others = max((value for other, value in strengths.items() if other != number), default=0.0)
        features = _features(alignment, strengths[number], others)
        made.append(Candidate(number, broad[number], alignment, features, confidence(features)))
    return sorted(
        (one for one in made if one.alignment.pairs), key=lambda one: (-one.features["raw"], one.number)
    )


def weigh_terms(paste: Paste, lookup: Lookup) -> tuple[dict[int, float], dict[int, tuple[int, int]]]:
    """How much each term of the paste tells (rare among the entries, and not of every log), and its postings."""
    weights: dict[int, float] = {}
    spans: dict[int, tuple[int, int]] = {}
    for template in paste.templates:
        for key, share in (*template.terms.items(), *template.weak.items()):
            if key not in spans:
                spans[key] = lookup.span(key)
            weights[key] = max(weights.get(key, 0.0), share * max(0.0, lookup.rarity(spans[key])))
    return weights, spans


def _accumulate(
    paste: Paste, lookup: Lookup, weights: dict[int, float], spans: dict[int, tuple[int, int]]
) -> dict[int, float]:
    """For each entry the weights of the terms that it shares with the paste, wherever they stand."""
    heard: dict[int, float] = {}
    for template in paste.templates:
        for key in (*template.terms, *template.weak):
            if template.weight > heard.get(key, 0.0):
                heard[key] = template.weight
    totals: dict[int, float] = {}
    for key, weight in heard.items():
        worth = weights[key] * weight
        if worth < _FAINT:
            continue
        for number, held in lookup.postings(spans[key]):
            totals[number] = totals.get(number, 0.0) + worth * held
    return totals


def named_share(units: Sequence[Unit], weights: Mapping[int, float]) -> float:
    """Which part of the words that name the entry (title, tags, components) stands anywhere in the paste."""
    shares: dict[str, float] = {}
    for kind in ("title", "tag"):
        rows = [unit for unit in units if unit.kind == kind and unit.total > 0]
        for unit in rows[:1]:
            keys = set(memoryview(unit.words).cast("I"))
            shares[kind] = min(1.0, sum(weights.get(key, 0.0) for key in keys) / max(0.7, unit.total))
    return sum(shares.values()) / len(shares) if shares else 0.0


def _strength(alignment: Alignment, broad: float, named: float) -> float:
    told = sum(pair.value for pair in alignment.pairs) + _BROAD * broad
    return told * (1.0 + _NAME * named + _WHOLE * alignment.complete) - alignment.denied


def _features(alignment: Alignment, strength: float, others: float) -> dict[str, float]:
    best = alignment.pairs[0] if alignment.pairs else None
    return {
        "raw": strength,
        "strength": math.log1p(max(0.0, strength)),
        "lead": (strength - others) / (strength + others + 0.5),
        "best": math.log1p(best.value) if best else 0.0,
        "cover": best.cover if best else 0.0,
    }


def _select(candidates: list[Candidate]) -> list[Candidate]:
    """Leave out what explains no line that a stronger one does not explain already."""
    kept: list[Candidate] = []
    explained: set[int] = set()
    for one in candidates:
        own = {pair.template.number for pair in one.alignment.pairs if pair.value >= 0.3}
        if not kept or own - explained:
            kept.append(one)
            explained |= own
    return kept[:_MATCHES]


def _scored(one: Candidate, index: SignatureIndex, missing: str) -> Scored:
    pairs = one.alignment.pairs
    total = sum(pair.value for pair in pairs) or 1.0
    evidence = tuple(_evidence(pair, pair.value / total) for pair in pairs)
    return Scored(index.ids[one.number], round(one.confidence, 4), evidence, missing)


def _evidence(pair: Pair, share: float) -> Evidence:
    return Evidence(
        pair.template.number, shorten(pair.template.text, 400), pair.unit.line, shorten(pair.unit.text, 400),
        share, pair.template.repeats,
    )  # fmt: skip


def _missing(one: Candidate) -> str:
    if not one.alignment.pairs:
        return "no line of the paste is like a line of this entry"
    kind = one.alignment.pairs[0].unit.kind
    if kind in ("log", "quote", "code"):
        return "only part of its log lines is in the paste"
    return "its text names the same things, but none of its log lines is in the paste"
