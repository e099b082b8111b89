"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on half of the labelled pastes.
# Run it again after a change of features.
BIAS = -3.664
COEFFICIENTS: dict[str, float] = {
    "strength": 0.599,
    "best": 0.336,
    "lead": 4.019,
    "cover": 0.36,
    "same": 2.607,
    "named": 3.025,
    "component": 0.477,
    "complete": 0.378,
    "strong": 0.218,
    "told": 1.397,
    "brief": 0.739,
}
THRESHOLD = 0.25
"""Below this probability nothing is reported."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
