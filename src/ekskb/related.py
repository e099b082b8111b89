"""Entries that belong together: they link to each other, or share words that few others have."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ekskb.model import Entry

MOST = 5
"""Related entries of one entry, at the most."""

# Identifiers and words of at least four letters; numbers and short words say nothing about kinship.
_WORD = re.compile(r"[A-Za-z][\w./:-]{2,80}[A-Za-z0-9]|[\uac00-\ud7a3]{2,20}")
_LEAST_SHARED = 2
# A word in more than this part of all entries is no sign of kinship; small bases allow two entries.
_RARE_SHARE = 0.04


def relate(entries: Sequence[Entry]) -> dict[str, tuple[str, ...]]:
    """Ids of related entries by id, nearest first: linked ones, then those that share rare words.

    The weight of a shared word is its inverse document frequency, ln(N / n).
    """
    words = {entry.id: _words(entry) for entry in entries}
    counts = Counter(word for found in words.values() for word in found)
    most = max(2, int(_RARE_SHARE * len(entries)))
    holders: dict[str, list[str]] = {}
    for entry_id, found in words.items():
        for word in found:
            if 2 <= counts[word] <= most:
                holders.setdefault(word, []).append(entry_id)
    linked = _links(entries)
    return {entry.id: _nearest(entry.id, words, holders, linked, len(entries)) for entry in entries}


def _nearest(
    entry_id: str,
    words: Mapping[str, set[str]],
    holders: Mapping[str, list[str]],
    linked: Mapping[str, list[str]],
    total: int,
) -> tuple[str, ...]:
    weight: dict[str, float] = {}
    shared: Counter[str] = Counter()
    for word in sorted(words[entry_id]):
        others = holders.get(word, ())
        for other in others:
            if other != entry_id:
                weight[other] = weight.get(other, 0.0) + math.log(total / len(others))
                shared[other] += 1
    kin = sorted((o for o in weight if shared[o] >= _LEAST_SHARED), key=lambda o: (-weight[o], o))
    return tuple(dict.fromkeys((*linked.get(entry_id, ()), *kin)))[:MOST]


def _links(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Explicit links, in both directions, between entries that exist."""
    known = {entry.id for entry in entries}
    found: dict[str, list[str]] = {}
    for entry in entries:
        for other in entry.related:
            if other in known:
                found.setdefault(entry.id, []).append(other)
                found.setdefault(other, []).append(entry.id)
    return found


def _words(entry: Entry) -> set[str]:
    """What names the entry's matter: title, components, error codes, files, tags."""
    return set(_split(entry.title)) | {
        word
        for text in (
            *entry.components,
            *entry.tags,
            *(s.text for s in entry.signatures if s.kind == "code"),
            *(file.path.rpartition("/")[2] for file in entry.files),
        )
        for word in _split(text)
    }


def _split(text: str) -> Iterable[str]:
    return (word.casefold() for word in _WORD.findall(text))
