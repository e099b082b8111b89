"""Two lines side by side: what both say, and what each says alone.

Lines of different faults often share a long frame ("failed calling webhook ... Post ...: ") and differ in
the last clause alone, in words that are common in all logs. So here words count by what they mean to
a reader and not by how rare they are, and names, numbers and addresses count nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ekskb.logs.background import word_share
from ekskb.logs.stems import stem
from ekskb.logs.terms import word_key

_NAME = re.compile(r"""(["'`])[^"'`\s]{1,200}\1""")
_WORD = re.compile(
    r"(?<![\w./@=\\-])(?:[A-Za-z]{2,60}|[가-힣]{2,60}|x\d{3}|[1-5]\d\d)(?![A-Za-z0-9_/@=-]|\.\w)"
)
_CLAUSE = re.compile(r"[:;,]\s|\b(?:due to|because|caused by|reason)\b|\bdesc = ")
_EMPTY = 0.08
"""Words that tell up to this much stand in every sentence."""

_DOUBT = 0.5
"""Keeps two lines of one word each from looking like the same or the opposite."""

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Contrast:
    alone: float
    """What the words weigh that the entry's line alone says."""

    tail: float
    """1 where the entry's line says all of the pasted line's last clause, -1 where it says nothing of it."""

    clash: float
    """The lesser of what each line says alone: a line that is only longer does not clash."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a line that are neither names nor found in every sentence."""

    words: dict[int, float]
    """Weight of each."""

    last: frozenset[int]
    """Those of the last clause that has any."""


@lru_cache(maxsize=1 << 12)
def read_sentence(text: str) -> Sentence:
    text = _NAME.sub(" ", text[:LONGEST])
    words: dict[int, float] = {}
    last: set[int] = set()
    for clause in _CLAUSE.split(text):
        found = _read_clause(clause)
        if found:
            words |= found
            last = set(found)
    return Sentence(words, frozenset(last))


def _read_clause(clause: str) -> dict[int, float]:
    found: dict[int, float] = {}
    for word in _WORD.findall(clause):
        stemmed = stem(word.lower())
        share = word_share(stemmed)
        if share > _EMPTY:
            found[word_key(stemmed)] = float(share**0.5)
    return found


def compare_lines(pasted: Sentence, entry: Sentence, unknown: set[int]) -> Contrast:
    """`unknown` words, which at most one entry holds, are names more often than faults and count half."""
    news = sum(
        0.5 * weight if key in unknown else weight
        for key, weight in pasted.words.items()
        if key not in entry.words
    )
    alone = sum(weight for key, weight in entry.words.items() if key not in pasted.words)
    held = sum(pasted.words[key] for key in pasted.last if key in entry.words)
    whole = sum(pasted.words[key] for key in pasted.last)
    tail = (2.0 * held - whole) / (whole + _DOUBT)
    return Contrast(alone=alone, tail=tail, clash=min(news, alone))
