"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on half of the labelled pastes; run it again after a change of features.
BIAS = -1.6
COEFFICIENTS: dict[str, float] = {"strength": 0.9, "lead": 1.5, "best": 1.0}
THRESHOLD = 0.5
"""Below this probability nothing is reported."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features[name] for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
