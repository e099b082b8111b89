"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on half of the labelled pastes.
# Run it again after a change of features.
BIAS = -5.421
COEFFICIENTS: dict[str, float] = {
    "lead": 2.274,
    "held": 0.613,
    "same": 1.882,
    "named": 3.09,
    "component": 0.06,
    "complete": 0.965,
    "strong": 0.402,
    "told": 0.898,
    "brief": 0.538,
    "words": 1.733,
    "mass": 0.49,
    "known": 0.553,
}
THRESHOLD = 0.17
"""Below this probability nothing is reported."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
