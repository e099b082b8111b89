"""Where the words of a query stand in a title."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\s\"()]+")
_OPERATORS = frozenset({"and", "or", "not"})


def query_words(query: str) -> tuple[str, ...]:
    """The words to look for: no operators, no exclusions, no `field:` in front."""
    words = (word for word in _WORD.findall(query) if not word.startswith("-"))
    bare = (word.rpartition(":")[2].strip("*~") for word in words if word.casefold() not in _OPERATORS)
    return tuple(word.casefold() for word in bare if word)


def title_marks(title: str, query: str) -> list[tuple[int, int]]:
    """Half-open character spans of `title` that a word of `query` covers."""
    low = title.casefold()
    if len(low) != len(title):
        return []
    spans = []
    for word in query_words(query):
        at = low.find(word)
        while at >= 0:
            spans.append((at, at + len(word)))
            at = low.find(word, at + len(word))
    return sorted(spans)
