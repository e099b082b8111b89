"""Pairs of lines -> those that are worth showing as proof."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.logs.align import Pair

_SAMPLE_PART = 0.1
_PROSE_PART = 0.25
"""Part of the strongest pair's value that a further pair must have; prose names many things in passing."""

_ALIKE = 0.5
_HEALTHY = 0.4
"""Weight up to which a pasted line tells of nothing wrong: info, debug, full replica counts, commands."""

_SAID = 0.8
"""Likeness from which on even a healthy line is the entry's own sample."""


def choose_pairs(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """The pairs that carry their weight, strongest first; never none where there is one.

    A healthy line is proof only where it is the entry's own sample or where nothing else is left.
    """
    shown = [pair for pair in pairs if _tells(pair)] or list(pairs)
    most = max((pair.value for pair in shown), default=0.0)
    return tuple(pair for pair in shown if pair.value >= _needed(pair) * most)


def _tells(pair: Pair) -> bool:
    return pair.template.weight > _HEALTHY or (pair.sample and pair.same >= _SAID)


def _needed(pair: Pair) -> float:
    return _SAMPLE_PART if pair.sample and pair.cover >= _ALIKE else _PROSE_PART
