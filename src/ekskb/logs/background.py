"""How much a word tells by itself, from what any cluster writes to its logs all day.

The tiers are a judgement of ours, not a count of one company's logs: words of every English sentence,
words of every log, words of every Kubernetes or AWS log, and words of most faults. A word that is not
listed is taken as telling; how rare it is among the entries then decides.
"""

from __future__ import annotations

from itertools import pairwise

from ekskb.logs.common import COMMON
from ekskb.logs.stems import stem
from ekskb.logs.vocabulary import FAULT, LOG, PHRASES, PLATFORM, SENTENCE

# Part of a telling word's weight that a word of the tier keeps.
_SHARES = ((FAULT, 0.5), (PLATFORM, 0.4), (LOG, 0.25), (SENTENCE, 0.06))
_KEPT = dict.fromkeys(COMMON.split(), 0.5)
_KEPT |= {stem(word): share for text, share in _SHARES for word in text.split()}
# Level words are taken off by some wrappers and left on by others.
_KEPT |= dict.fromkeys(("error", "err", "warn", "warning", "info", "debug", "trace", "fatal", "notice"), 0.08)
# Pairs that stand in logs of every cause, so that even their order tells little.
STOCK_PAIRS = frozenset(
    (stem(left), stem(right))
    for phrase in PHRASES.replace("\n", "").split("|")
    for left, right in pairwise(phrase.split())
)

# Exit statuses of signals (128 + number, POSIX) and close codes of WebSocket (RFC 6455, section 7.4.1).
_KEPT |= dict.fromkeys(("126", "127", "134", "137", "139", "143", "1001", "1006", "1011"), 0.9)

COMPOUND = 0.6
"""A name in kebab case tells something even where its parts are plain: `db-init`, `read-only`."""


def word_share(word: str) -> float:
    """1.0 for a telling word, less for words that stand in logs of every cause, 0 for a bare small number."""
    kept = _KEPT.get(word)
    if kept is not None:
        return kept
    if word.isdigit():
        return 0.5 if len(word) in (3, 4) else 0.2 if len(word) > 4 else 0.0
    if "-" in word:
        return COMPOUND
    return 1.0 if len(word) > 2 or word > "\x7f" else 0.2
