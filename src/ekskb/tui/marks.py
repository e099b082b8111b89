"""Where the words of a query stand in a title or a snippet."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\s\"()]+")
_MARKDOWN = re.compile(r"\*\*|`+|^[\s>#|]+(?=\S)|^\s*(?:[-*+]|\d{1,3}\.)\s+(?:\[[ xX]\]\s+)?|\s{2,}")
_ELSEWHERE = ("-", "since:", "before:", "kind:", "tag:", "file:", "command:")
"""What such words are looked for in is not the title."""

_OPERATORS = frozenset({"and", "or", "not"})


def query_words(query: str) -> tuple[str, ...]:
    """The words to look for: no operators, no exclusions, no `field:` in front."""
    words = (word for word in _WORD.findall(query) if not word.startswith(_ELSEWHERE))
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


def without_markdown(text: str, marks: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text without list, heading and emphasis signs, and the spans moved to fit."""
    kept: list[str] = []
    moved: list[int] = []
    at = length = 0
    for found in _MARKDOWN.finditer(text):
        kept.append(text[at : found.start()])
        moved.extend(range(length, length + found.start() - at))
        length += found.start() - at
        space = " " if found[0].isspace() and found.start() else ""
        moved.extend([length] * len(found[0]))
        kept.append(space)
        length += len(space)
        at = found.end()
    kept.append(text[at:])
    moved.extend(range(length, length + len(text) - at + 1))
    plain = "".join(kept)
    spans = [(moved[min(a, len(text))], moved[min(b, len(text))]) for a, b in marks]
    return plain, [(a, b) for a, b in spans if a < b]
