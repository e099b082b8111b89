"""Word lists of the analysis: Korean particles and endings, and words that say little."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

WEAK_WEIGHT = 0.2
"""Weight of a word that says little (안, 있는, the, not), beside 1 for any other."""


@lru_cache(maxsize=1)
def _lists() -> dict[str, str]:
    data = resources.files("ekskb.search").joinpath("words.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, str])


def word_list(name: str) -> tuple[str, ...]:
    return tuple(_lists()[name].split())


_WEAK = frozenset((*word_list("weak_korean"), *word_list("weak_english")))


def is_weak(word: str) -> bool:
    return word in _WEAK
