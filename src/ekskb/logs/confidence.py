"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on the pastes of half of the entries, chosen by a hash of their ids:
# labelled pastes over guides, public rules with and without their samples, and issue threads; healthy logs of
# other software; halves of the starter samples; and all of them again with the answer taken away. Features
# whose slope came out as nothing are left out. Run it again after a change of features.
BIAS = -3.840
COEFFICIENTS: dict[str, float] = {
    "strength": 0.277,
    "lead": 1.33,
    "same": 0.365,
    "named": 1.326,
    "component": 0.25,
    "complete": 0.45,
    "strong": 0.771,
    "told": 0.435,
    "brief": 0.421,
    "words": 0.701,
    "mass": 0.633,
    "known": 0.799,
    "tail": 0.026,
    "heard": 0.387,
    "amiss": 0.321,
    "unheard": 0.381,
    "alone": 0.227,
    "clash": 0.135,
    "strange": 0.536,
    "absent": 0.348,
    "contrary": 0.433,
}
THRESHOLD = 0.2
"""Below this probability nothing is reported: neither for one entry nor for the best ones together."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
