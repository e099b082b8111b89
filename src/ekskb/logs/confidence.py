"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on half of the labelled pastes.
# Run it again after a change of features.
BIAS = -3.577
COEFFICIENTS: dict[str, float] = {
    "best": 0.571,
    "lead": 4.524,
    "cover": 0.12,
    "held": 0.153,
    "same": 2.57,
    "named": 2.792,
    "component": 0.279,
    "complete": 0.553,
    "strong": 0.834,
    "told": 1.735,
    "brief": 0.695,
}
THRESHOLD = 0.22
"""Below this probability nothing is reported."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
