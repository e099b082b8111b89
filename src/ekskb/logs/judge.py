"""Candidates -> the features that tell right from wrong ones, and the probability that each is right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ekskb.logs.confidence import confidence
from ekskb.logs.paste import Paste, tells_trouble
from ekskb.logs.rank import FIRST_PAIR, Candidate

_TWIN = 0.95
STRONG = 0.3
"""Value from which a pair of lines counts as an explanation of the pasted line."""

_CHANCE = 0.4
"""Strength that some entry reaches by chance; in a small knowledge base none may be there to show it."""

_SPOKEN = 0.5
"""Weight of lines that are no background; the more of them, the less a chance hit tells."""

_LOUD = 0.9
"""Weight of lines that tell of a fault."""


_USUAL = 300
"""Entries from which on some entry is likely to be near by chance, so that the lead over it tells."""

_LIMITS = (0.0, 0.15, 0.6)
"""The most that no, one and two shared words can prove, however well they fit. Names count by their parts."""

_WHOLE_WORD = 0.3
"""The same for one word that is all of a sample, where many other entries do without it."""

_MANY = 100

_AGAINST = ("clash", "strange", "absent", "contrary")
"""Parts of the likeness that tell against an entry."""


def judge(
    found: Sequence[Candidate], paste: Paste, weights: Mapping[int, float], entries: int
) -> list[Candidate]:
    """The same candidates in the same order, with their features and confidence."""
    chance = _CHANCE * (1.0 + 0.5 * max(0.0, math.log10(_USUAL / max(1, entries))))
    trouble = {key: weights[key] for row in paste.templates if row.weight >= _LOUD for key in row.terms}
    whole = sum(trouble.values()) + 0.5
    brief = -math.log1p(sum(row.weight for row in paste.templates if row.weight >= _SPOKEN))
    judged = []
    for one in found:
        shared = {key for pair in one.alignment.pairs for key in pair.shared}
        rival = max((_contest(one, other) for other in found if other is not one), default=0.0)
        rival = max(rival, chance)
        mass = sum(weights[key] for key in shared)
        features = _own_features(one) | {
            "lead": (one.strength - rival) / (one.strength + rival + 0.5),
            "told": sum(trouble.get(key, 0.0) for key in shared) / whole,
            "brief": brief,
            "mass": math.log1p(mass),
        }
        features["limit"] = _limit(one, shared, entries)
        belief = min(confidence(features), features["limit"]) * (1.0 - _placid_share(one)) ** 2
        judged.append(replace(one, features=features, confidence=belief))
    return judged


def _limit(one: Candidate, shared: set[int], entries: int) -> float:
    """The most that this few words can prove."""
    told = sum(key < FIRST_PAIR for key in shared)
    best = one.alignment.pairs[0]
    if told == 1 and best.sample and best.same >= _TWIN and entries >= _MANY:
        return _WHOLE_WORD
    return _LIMITS[told] if told < len(_LIMITS) else 1.0


def _own_features(one: Candidate) -> dict[str, float]:
    pairs = one.alignment.pairs
    best = pairs[0]
    likeness = one.likeness
    kept = math.log1p(one.samples)
    return {
        "strength": math.log1p(max(0.0, one.strength)),
        "same": best.same,
        "named": one.named,
        "component": one.component,
        "words": one.words,
        "known": one.known,
        "complete": one.alignment.complete,
        "strong": math.log1p(sum(pair.value >= STRONG for pair in pairs)),
        "tail": likeness.tail,
        "heard": likeness.heard,
        # The more samples an entry has, the less excuse there is for a line that is like none of them.
        "amiss": kept * (likeness.tail - 1.0),
        "unheard": kept * (likeness.heard - 1.0),
        "alone": -likeness.alone if one.samples else 0.0,
        **{name: -getattr(likeness, name) for name in _AGAINST},
    }


def _placid_share(one: Candidate) -> float:
    """Which part of the value rests on lines without trouble that are held against samples of trouble.

    Of a thousand right answers to the labelled pastes two have more than a quarter; healthy logs of the same
    component have most of it.
    """
    pairs = one.alignment.pairs
    placid = sum(
        pair.value * (1.0 - pair.same)
        for pair in pairs
        if pair.sample and pair.template.calm and tells_trouble(pair.unit.text)
    )
    return placid / sum(pair.value for pair in pairs)


def _contest(one: Candidate, other: Candidate) -> float:
    """The strength of `other` as far as it rests on lines that `one` explains, too."""
    lines = {pair.template.number for pair in one.alignment.pairs}
    total = sum(pair.value for pair in other.alignment.pairs)
    common = sum(pair.value for pair in other.alignment.pairs if pair.template.number in lines)
    return other.strength * common / total if total else 0.0
