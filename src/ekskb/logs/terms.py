"""Masked text -> terms: words, codes and ordered pairs of them."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import pairwise

from ekskb.logs.mask import mask

# Placeholders are skipped; identifiers stay whole so that `CreateSecurityGroup` and `ERR_TOO_MANY` count as one.
_WORD = re.compile(r"<[a-z]{2,8}>|[A-Za-z0-9_]+(?:'t)?|[가-힣]+|[\u3040-\u30ff\u4e00-\u9fff]+")
_CAMEL = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
# Words after these and their pairs are lost, so one line costs a bounded amount of work.
MOST_WORDS = 400
PAIR = " "


def words(masked: str) -> list[str]:
    """Words in order, lower case; a placeholder is an empty string, which breaks pairs."""
    found: list[str] = []
    for match in _WORD.finditer(masked):
        word = match[0]
        if word[0] == "<" and word[-1] == ">":
            found.append("")
        elif word[0] >= "\u3040":
            found.extend(word[n : n + 2] for n in range(max(1, len(word) - 1)))
        else:
            found.append(word.strip("_").lower())
        if len(found) >= MOST_WORDS:
            break
    return found


def terms(text: str) -> list[str]:
    """Distinct terms of an unmasked line: words, then pairs of neighbours."""
    return masked_terms(mask(text))


def masked_terms(masked: str) -> list[str]:
    row = words(masked)
    found = dict.fromkeys(word for word in row if word and not (word.isdigit() and len(word) < 3))
    for left, right in pairwise(row):
        if left and right:
            found[left + PAIR + right] = None
    return list(found)


def term_key(term: str) -> int:
    """A number that stands for the term in an index, the same on every machine."""
    return int.from_bytes(blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")
