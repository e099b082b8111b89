"""Candidates -> the features that tell right from wrong ones, and the probability that each is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ekskb.logs.confidence import confidence
from ekskb.logs.paste import Paste
from ekskb.logs.rank import Candidate
from ekskb.logs.units import SAMPLES

STRONG = 0.3
"""Value from which a pair of lines counts as an explanation of the pasted line."""

_CHANCE = 0.4
"""Strength that some entry reaches by chance; in a small knowledge base none may be there to show it."""

_SPOKEN = 0.5
"""Weight of lines that are no background; the more of them, the less a chance hit tells."""

_LOUD = 0.9
"""Weight of lines that tell of a fault."""


def judge(found: Sequence[Candidate], paste: Paste, weights: Mapping[int, float]) -> list[Candidate]:
    """The same candidates in the same order, with their features and confidence."""
    trouble = {key: weights[key] for row in paste.templates if row.weight >= _LOUD for key in row.terms}
    whole = sum(trouble.values()) + 0.5
    brief = -math.log1p(sum(row.weight for row in paste.templates if row.weight >= _SPOKEN))
    judged = []
    for one in found:
        shared = {key for pair in one.alignment.pairs for key in pair.shared}
        rival = max((_contest(one, other) for other in found if other is not one), default=0.0)
        rival = max(rival, _CHANCE)
        features = _own_features(one) | {
            "lead": (one.strength - rival) / (one.strength + rival + 0.5),
            "told": sum(trouble.get(key, 0.0) for key in shared) / whole,
            "brief": brief,
        }
        judged.append(replace(one, features=features, confidence=confidence(features)))
    return judged


def _own_features(one: Candidate) -> dict[str, float]:
    pairs = one.alignment.pairs
    best = pairs[0]
    return {
        "strength": math.log1p(max(0.0, one.strength)),
        "best": math.log1p(best.value),
        "loud": best.template.weight,
        "cover": best.cover,
        "held": min(1.0, best.mass / max(0.5, best.unit.total)),
        "same": best.same,
        "named": one.named,
        "component": one.component,
        "complete": one.alignment.complete,
        "sample": sum(p.value for p in pairs if p.unit.kind in SAMPLES) / sum(p.value for p in pairs),
        "strong": math.log1p(sum(pair.value >= STRONG for pair in pairs)),
    }


def _contest(one: Candidate, other: Candidate) -> float:
    """The strength of `other` as far as it rests on lines that `one` explains, too."""
    lines = {pair.template.number for pair in one.alignment.pairs}
    total = sum(pair.value for pair in other.alignment.pairs)
    common = sum(pair.value for pair in other.alignment.pairs if pair.template.number in lines)
    return other.strength * common / total if total else 0.0
