"""How well an entry speaks of what a paste speaks of, beyond the rare words that they share."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ekskb.logs.align import Alignment, Pair
from ekskb.logs.contrast import Contrast, Sentence, compare_lines, read_sentence
from ekskb.logs.faults import fault_kinds
from ekskb.logs.paste import Paste
from ekskb.logs.sigindex import Lookup
from ekskb.logs.units import SAMPLES, Unit

_LOUD = 0.9
"""Weight of lines that tell of a fault."""

_HEARD = 60
"""Loud lines that are listened to; more of them repeat what was said."""

_COMPARED = 4
"""Pairs of an entry whose words are compared."""


@dataclass(frozen=True, slots=True)
class Likeness:
    tail: float = 0.0
    """How much of a pasted line's last clause the entry's line says, -1 to 1; of the pair that fits best."""

    clash: float = 0.0
    """What both lines of the pairs say alone, on a logarithmic scale."""

    alone: float = 0.0
    """What the best pair's entry line says alone, on a logarithmic scale."""

    heard: float = 0.0
    """Which part of the words of all loud lines stands anywhere in the entry, 0 to 1."""

    strange: float = 0.0
    """Kinds of faults in the paste that no sample of the entry names, on a logarithmic scale."""

    absent: float = 0.0
    """Kinds of faults that the entry's samples name and the paste does not, on a logarithmic scale."""

    contrary: float = 0.0
    """Which part of the value rests on samples that name other kinds of faults than their line, 0 to 1."""


@dataclass(slots=True)
class Voice:
    """What the loud lines of a paste say, and which of its words entries know."""

    lookup: Lookup
    words: dict[int, float]
    """Weight of each word, summed over the loud lines."""

    kinds: frozenset[str]
    _unknown: dict[str, set[int]] = field(default_factory=dict)

    def unknown(self, text: str, sentence: Sentence) -> set[int]:
        """The words of a line that at most one entry holds."""
        known = self._unknown.get(text)
        if known is None:
            known = {key for key in sentence.words if self.lookup.rarity(key) >= 1.0}
            self._unknown[text] = known
        return known


def hear(paste: Paste, lookup: Lookup) -> Voice:
    """The loud lines of a paste; all lines where none is loud."""
    loud = [row for row in paste.templates if row.weight >= _LOUD] or list(paste.templates)
    words: dict[int, float] = {}
    kinds: set[str] = set()
    for row in loud[:_HEARD]:
        kinds |= fault_kinds(row.text)
        for key, weight in read_sentence(row.text).words.items():
            words[key] = words.get(key, 0.0) + weight
    return Voice(lookup, words, frozenset(kinds))


def measure_likeness(voice: Voice, alignment: Alignment, units: Sequence[Unit]) -> Likeness:
    pairs = alignment.pairs[:_COMPARED]
    if not pairs:
        return Likeness()
    compared = [_compare(voice, pair.template.text, pair.unit.text) for pair in pairs]
    whole = sum(pair.value for pair in pairs)
    clash = sum(pair.value * one.clash for pair, one in zip(pairs, compared, strict=True)) / whole
    kinds = _entry_kinds(units)
    return Likeness(
        tail=max(one.tail for one in compared),
        clash=math.log1p(clash),
        alone=math.log1p(compared[0].alone),
        heard=_heard_share(voice.words, alignment.held),
        strange=math.log1p(len(voice.kinds - kinds)),
        absent=math.log1p(len(kinds - voice.kinds)),
        contrary=sum(pair.value for pair in pairs if _is_contrary(pair)) / whole,
    )


def _compare(voice: Voice, pasted: str, entry: str) -> Contrast:
    sentence = read_sentence(pasted)
    return compare_lines(sentence, read_sentence(entry), voice.unknown(pasted, sentence))


def _heard_share(words: Mapping[int, float], held: Collection[int]) -> float:
    heard = sum(weight for key, weight in words.items() if key in held)
    return heard / (sum(words.values()) + 0.5)


def _is_contrary(pair: Pair) -> bool:
    """Whether both lines name kinds of faults, and not one in common."""
    pasted, entry = fault_kinds(pair.template.text), fault_kinds(pair.unit.text)
    return pair.sample and bool(pasted) and bool(entry) and pasted.isdisjoint(entry)


def _entry_kinds(units: Sequence[Unit]) -> set[str]:
    """Kinds of faults that the title and the samples of an entry name."""
    kinds: set[str] = set()
    for unit in units:
        if unit.kind == "title" or unit.kind in SAMPLES:
            kinds |= fault_kinds(unit.text)
    return kinds
