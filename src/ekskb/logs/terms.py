"""Masked text -> terms: words, codes and ordered pairs of them, as numbers.

A word's key is its CRC-32; a pair's key holds both words, the first in the upper half. So a pair costs
no hashing, and an entry's line is stored as the keys of its words alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

from ekskb.logs.background import is_stock, word_share
from ekskb.logs.stems import stem

# Identifiers stay whole, so that `CreateSecurityGroup` and `ERR_TOO_MANY` count as one word each.
_WORD = re.compile(r"<[a-z]{2,8}>|[A-Za-z0-9_]+|[가-힣]+|[\u3040-\u30ff\u4e00-\u9fff]+|[^\x00-\u303f\s]+")
_NAME = re.compile(r"(?<![\w<>.-])[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+){1,5}(?![\w<>-])")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
MOST_WORDS = 400
"""Words of one line that count; the rest of a longer line adds work and tells nothing new."""

BREAK = 0
"""Key of a placeholder: it is no term, and it parts the words on its two sides."""

PAIR = 0.45
"""A pair repeats what its words say; their order adds less than two more words would."""

_LOW = 0.1
_STOCK = 0.5
"""Part that a word keeps inside a stock phrase such as "connection refused"."""

_STOCK_PAIR = 0.07


def words(masked: str) -> list[str]:
    """Words in order, lower case and without endings; a placeholder is an empty string.

    Hangul runs become pairs of syllables. The parts of CamelCase and snake_case names stand once more behind
    the line, so that `OutOfMemoryError` meets "out of memory".
    """
    found: list[str] = []
    parts: list[str] = []
    for word in _WORD.findall(masked):
        if word[0] == "<":
            found.append("")
        elif word[0] < "\u3040":
            found.append(stem(word.strip("_").lower()))
            if len(word) > 5 and ("_" in word or not (word.islower() or word.isupper())):
                parts += _split_name(word)
        else:
            found.extend(word[n : n + 2] for n in range(max(1, len(word) - 1)))
        if len(found) >= MOST_WORDS:
            break
    for name in _NAME.findall(masked)[:MOST_WORDS]:
        parts += ["", name.lower()]
    return [*found, *parts] if parts else found


def _split_name(word: str) -> list[str]:
    parts = _CAMEL.findall(word)
    return ["", *(stem(part.lower()) for part in parts), ""] if len(parts) > 1 else []


def word_key(word: str) -> int:
    """A number above 0 for a word, the same on every machine; 0 for no word."""
    return (crc32(word.encode("utf-8", "replace")) or 1) if word else BREAK


def pair_key(left: int, right: int) -> int:
    return left << 32 | right


def term_shares(row: Iterable[str]) -> dict[int, float]:
    """Key of each distinct term of a line with how much it tells by itself, 0 to 1."""
    told = [(word_key(word), word, word_share(word)) for word in row]
    found = {key: share for key, word, share in told if word}
    for (left, before, one), (right, after, two) in pairwise(told):
        if not left or not right:
            continue
        if is_stock(before, after):
            found[left] = min(found[left], _STOCK * one)
            found[right] = min(found[right], _STOCK * two)
            found[pair_key(left, right)] = _STOCK_PAIR
        else:
            found[pair_key(left, right)] = PAIR * math.sqrt(max(one, _LOW) * max(two, _LOW))
    return found


def line_keys(row: Iterable[int]) -> set[int]:
    """Keys of the terms of a line that is given as the keys of its words."""
    keys = list(row)
    found = set(keys)
    found.update(pair_key(left, right) for left, right in pairwise(keys) if left and right)
    found.discard(BREAK)
    return found
