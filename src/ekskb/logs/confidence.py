"""From what was found to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Fitted by benchmarks/fit_confidence.py on the pastes of half of the entries, chosen by a hash of their ids:
# labelled pastes over guides, public rules with and without their samples, and issue threads; healthy logs of
# other software; halves of the starter samples; and all of them again with the answer taken away. Features
# whose slope came out as nothing are left out. Run it again after a change of features.
BIAS = -3.806
COEFFICIENTS: dict[str, float] = {
    "strength": 0.276,
    "lead": 1.33,
    "same": 0.332,
    "named": 1.349,
    "component": 0.255,
    "complete": 0.447,
    "strong": 0.769,
    "told": 0.443,
    "brief": 0.422,
    "words": 0.703,
    "mass": 0.635,
    "known": 0.778,
    "tail": 0.033,
    "heard": 0.392,
    "amiss": 0.334,
    "unheard": 0.373,
    "alone": 0.238,
    "clash": 0.147,
    "strange": 0.55,
    "absent": 0.367,
    "other": 0.029,
}
THRESHOLD = 0.2
"""Below this probability nothing is reported: neither for one entry nor for the best ones together."""


def confidence(features: Mapping[str, float]) -> float:
    """Probability, 0 to 1, that an entry with these features is the right one."""
    total = BIAS + sum(weight * features.get(name, 0.0) for name, weight in COEFFICIENTS.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
