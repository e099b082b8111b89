"""A paste held against all entries: matches with proof, or the nearest misses."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ekskb.logs.align import Alignment, Pair, align_entry
from ekskb.logs.confidence import THRESHOLD, confidence
from ekskb.logs.paste import Paste, read_paste
from ekskb.logs.sigindex import Lookup, SignatureIndex
from ekskb.logs.units import SAMPLES, Unit
from ekskb.model import Evidence, Scored, Scoring
from ekskb.text import shorten

_CANDIDATES = 16
_WEAK = 3
_BROAD = 0.3
_NAME = 0.5
_WHOLE = 0.1
_MATCHES = 10
_TIED = 0.7
"""An entry this near to the strongest on the same lines is offered beside it."""

_SPOKEN = 0.5
_LOUD = 0.9
_STRONG = 0.3
_FAINT = 0.02
"""Terms that weigh less are not looked up: they are in most entries and decide nothing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    number: int
    broad: float
    """Weights of all shared terms, wherever they stand."""

    alignment: Alignment
    strength: float
    """What candidates are ranked by; comparable within one paste only."""

    features: dict[str, float]
    confidence: float


def score_paste(text: str, index: SignatureIndex) -> Scoring:
    """The entries that explain `text`, strongest first; under the threshold at most three weak ones."""
    paste = read_paste(text)
    found = rank_entries(paste, Lookup(index))
    matches = _select(_believed(found))
    weak = [] if matches else found[:_WEAK]
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
    found = [_weigh_entry(number, broad[number], paste, lookup.units(number), weights) for number in nearest]
    found = sorted((one for one in found if one.alignment.pairs), key=lambda one: (-one.strength, one.number))
    return judge(found, paste, weights)


def judge(found: Sequence[Candidate], paste: Paste, weights: Mapping[int, float]) -> list[Candidate]:
    """The same candidates with the features that need a look at the others, and the confidence from all."""
    trouble = _trouble(paste, weights)
    judged = []
    for one in found:
        rival = max((_contest(one, other) for other in found if other is not one), default=0.0)
        features = {**one.features, "lead": (one.strength - rival) / (one.strength + rival + 0.5)}
        features["brief"] = -math.log1p(sum(row.weight for row in paste.templates if row.weight >= _SPOKEN))
        shared = {key for pair in one.alignment.pairs for key in pair.shared}
        features["told"] = sum(trouble.get(key, 0.0) for key in shared) / (sum(trouble.values()) + 0.5)
        judged.append(replace(one, features=features, confidence=confidence(features)))
    return judged


def _contest(one: Candidate, other: Candidate) -> float:
    """The strength of `other` as far as it rests on lines that `one` explains, too."""
    lines = {pair.template.number for pair in one.alignment.pairs}
    total = sum(pair.value for pair in other.alignment.pairs)
    common = sum(pair.value for pair in other.alignment.pairs if pair.template.number in lines)
    return other.strength * common / total if total else 0.0


def _trouble(paste: Paste, weights: Mapping[int, float]) -> dict[int, float]:
    """Weights of the terms of those lines of the paste that tell of a fault."""
    return {key: weights[key] for row in paste.templates if row.weight >= _LOUD for key in row.terms}


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


def component_share(units: Sequence[Unit], weights: Mapping[int, float]) -> float:
    """Which part of the software that the entry is about is named in the paste; 0.5 where the entry names none."""
    keys = {
        key for unit in units if unit.kind == "component" for key in memoryview(unit.words).cast("I") if key
    }
    return sum(key in weights for key in keys) / len(keys) if keys else 0.5


def _weigh_entry(
    number: int, broad: float, paste: Paste, units: Sequence[Unit], weights: Mapping[int, float]
) -> Candidate:
    alignment = align_entry(paste.templates, units, weights)
    named = named_share(units, weights)
    told = sum(pair.value for pair in alignment.pairs) + _BROAD * broad
    agreed = component_share(units, weights)
    strength = told * (1.0 + _NAME * named + _WHOLE * alignment.complete) - alignment.denied
    return Candidate(number, broad, alignment, strength, _features(alignment, strength, named, agreed), 0.0)


def _features(alignment: Alignment, strength: float, named: float, agreed: float) -> dict[str, float]:
    pairs = alignment.pairs
    if not pairs:
        return {}
    total = sum(pair.value for pair in pairs)
    best = pairs[0]
    return {
        "strength": math.log1p(max(0.0, strength)),
        "best": math.log1p(best.value),
        "loud": best.template.weight,
        "cover": best.cover,
        "same": best.same,
        "named": named,
        "component": agreed,
        "complete": alignment.complete,
        "sample": sum(pair.value for pair in pairs if pair.unit.kind in SAMPLES) / total,
        "strong": math.log1p(sum(pair.value >= _STRONG for pair in pairs)),
    }


def _believed(found: Sequence[Candidate]) -> list[Candidate]:
    """Candidates over the threshold; or, where the best ones are as good as each other, all of them together."""
    sure = [one for one in found if one.confidence >= THRESHOLD]
    if sure or not found:
        return sure
    tied = [one for one in found[:2] if one.strength >= _TIED * found[0].strength]
    return tied if sum(one.confidence for one in tied) >= THRESHOLD else []


def _select(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what explains no line that a clearly stronger one does not explain already."""
    kept: list[Candidate] = []
    explained: dict[int, float] = {}
    for one in candidates:
        own = {pair.template.number for pair in one.alignment.pairs if pair.value >= _STRONG}
        if not kept or any(one.strength >= _TIED * explained.get(line, 0.0) for line in own):
            kept.append(one)
            explained |= {line: max(one.strength, explained.get(line, 0.0)) for line in own}
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
