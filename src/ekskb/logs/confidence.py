"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on half of the labelled pastes.
# Run it again after a change of features.
BIAS = -5.528
COEFFICIENTS: dict[str, float] = {
    "lead": 2.367,
    "cover": 0.112,
    "held": 0.658,
    "same": 1.871,
    "named": 2.924,
    "component": 0.104,
    "complete": 0.824,
    "strong": 0.404,
    "told": 0.85,
    "brief": 0.55,
    "words": 1.839,
    "mass": 0.456,
    "known": 0.637,
}
THRESHOLD = 0.18
"""Below this probability nothing is reported."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
