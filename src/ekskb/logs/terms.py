"""Masked text -> terms: words, codes and ordered pairs of them, as numbers.

A word's key is its CRC-32; a pair's key holds both words, the first in the upper half. So a pair costs
no hashing, and an entry's line is stored as the keys of its words alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from ekskb.logs.background import STOCK_PAIRS, word_share
from ekskb.logs.stems import stem

# Identifiers stay whole, so that `CreateSecurityGroup` and `ERR_TOO_MANY` count as one word each.
_WORD = re.compile(r"<[a-z]{2,8}>|[A-Za-z0-9_]+|[가-힣]+|[\u3040-\u30ff\u4e00-\u9fff]+|[^\x00-\u303f\s]+")
_NAME = re.compile(r"(?<![\w<>.-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){1,5}(?![\w<>-])")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
MOST_WORDS = 400
"""Words of one line that count; the rest of a longer line adds work and tells nothing new."""

_LONGEST = 120
"""Characters of one word that count, so that words can be remembered."""

BREAK = 0
"""Key of a placeholder: it is no term, and it parts the words on its two sides."""

PAIR = 0.45
"""A pair repeats what its words say; their order adds less than two more words would."""

_LOW = 0.1
_STOCK = 0.5
"""Part that a word keeps inside a stock phrase such as "connection refused"."""

_STOCK_PAIR = 0.07

Word = tuple[int, float, float]
"""Key of a word, how much it tells by itself (0 to 1), and the root of that, for pairs."""

_BREAK: Word = (BREAK, 0.0, 0.0)


def word_key(word: str) -> int:
    """A number above 0 for a word, the same on every machine; 0 for no word."""
    return (crc32(word.encode("utf-8", "replace")) or 1) if word else BREAK


def pair_key(left: int, right: int) -> int:
    return left << 32 | right


_STOCK_KEYS = frozenset(pair_key(word_key(left), word_key(right)) for left, right in STOCK_PAIRS)


def read_words(masked: str) -> list[Word]:
    """Words in order, without case and endings; a placeholder is a word with the key `BREAK`.

    Hangul runs become pairs of syllables. The parts of CamelCase and snake_case names stand once more behind
    the line, so that `OutOfMemoryError` meets "out of memory".
    """
    found: list[Word] = []
    parts: list[Word] = []
    for word in _WORD.findall(masked):
        own, inner = _read_word(word[:_LONGEST])
        found += own
        if inner:
            parts += inner
        if len(found) >= MOST_WORDS:
            break
    if "-" in masked:
        for name in _NAME.findall(masked)[:MOST_WORDS]:
            parts += (_BREAK, _weigh(name.lower()))
    return found + parts if parts else found


@lru_cache(maxsize=1 << 16)
def _read_word(word: str) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that a run of characters stands for, and the parts of its name."""
    if word[0] == "<":
        return (_BREAK,), ()
    if word[0] >= "\u3040":
        return tuple(_weigh(word[n : n + 2]) for n in range(max(1, len(word) - 1))), ()
    own = (_weigh(stem(word.strip("_").lower())),)
    if len(word) > 5 and ("_" in word or not (word.islower() or word.isupper())):
        parts = _CAMEL.findall(word)
        if len(parts) > 1:
            return own, (_BREAK, *(_weigh(stem(part.lower())) for part in parts), _BREAK)
    return own, ()


@lru_cache(maxsize=1 << 16)
def _weigh(word: str) -> Word:
    share = word_share(word) if word else 0.0
    return word_key(word), share, math.sqrt(max(share, _LOW))


def weigh_words(row: Sequence[Word]) -> dict[int, float]:
    """Key of each distinct term of a line with how much it tells by itself, 0 to 1."""
    found = {key: share for key, share, _ in row if key}
    for (left, one, root), (right, two, other) in pairwise(row):
        if not left or not right:
            continue
        key = left << 32 | right
        if key in _STOCK_KEYS:
            found[left] = min(found[left], _STOCK * one)
            found[right] = min(found[right], _STOCK * two)
            found[key] = _STOCK_PAIR
        else:
            found[key] = PAIR * root * other
    return found


def line_keys(row: Iterable[int]) -> set[int]:
    """Keys of the terms of a line that is given as the keys of its words."""
    keys = list(row)
    found = set(keys)
    found.update(left << 32 | right for left, right in pairwise(keys) if left and right)
    found.discard(BREAK)
    return found
