"""An entry's text, prepared for the second look and for snippets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from ekskb.model import Role, Section, Snippet
from ekskb.search.analyzer import fold
from ekskb.search.stored import FIELD_BITS, Stored

_MOST_PLACES = 30
"""Places of one word in one entry that are looked at."""

_NEAR_LINES = 3
SNIPPET_WIDTH = 240
_SOME = 10

_WORD = re.compile(r"\w+")

Words = Sequence[tuple[tuple[str, ...], float]]
"""For each word of the query: its spellings, and its weight."""


def fold_in_place(text: str) -> str:
    """Lower-case `text` so that every character keeps its place."""
    lowered = text.lower()
    return (
        lowered
        if len(lowered) == len(text)
        else "".join(low if len(low := ch.lower()) == 1 else ch for ch in text)
    )


class Look:
    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.compared: dict[str, bool] = {}
        """Id of another entry -> whether the two say the same, as found before."""

        self.title = " ".join(fold(stored.title).lower().split())

    @cached_property
    def lines(self) -> list[tuple[int, Section, str, str]]:
        """(document line, section, text, folded text), the title first."""
        rows: list[tuple[int, Section, str, str]] = []
        for section in self.stored.sections:
            for at, line in enumerate(section.text.split("\n")):
                if line.strip():
                    rows.append((section.lines[0] + at, section, line, fold_in_place(line)))
        return rows

    @cached_property
    def text(self) -> str:
        """Title and all lines, folded, one blank between words."""
        return self.title + "\n" + "\n".join(row[3] for row in self.lines)

    @cached_property
    def words(self) -> frozenset[str]:
        """The distinct words of title and text, numbers left out: what two writings of one incident share."""
        return frozenset(word for word in _WORD.findall(self.text) if not word.isdigit())

    @cached_property
    def some_words(self) -> list[str]:
        """About ten of the words, from all over the alphabet."""
        return sorted(self.words)[:: 1 + len(self.words) // _SOME]

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The distinct words and numbers of the title."""
        return frozenset(_WORD.findall(self.title))

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], len(self.title) + 1
        for row in self.lines:
            starts.append(at)
            at += len(row[3]) + 1
        return starts

    def holds(self, phrase: str, fields: int) -> bool:
        """Whether `phrase` stands in one of the fields as written, white space aside."""
        wanted = " ".join(phrase.split())
        if fields & FIELD_BITS["title"] and wanted in self.title:
            return True
        joined = " ".join(" ".join(row[3].split()) for row in self.lines if _field_bit(row[1].role) & fields)
        return wanted in joined

    def places(self, surfaces: Sequence[str]) -> list[tuple[int, int]]:
        """Character spans of `text` where one of the spellings stands."""
        found: list[tuple[int, int]] = []
        text = self.text
        for surface in surfaces:
            at = text.find(surface)
            count = 0
            while at >= 0 and count < _MOST_PLACES:
                end = at + len(surface)
                if _bordered(text, at, end, surface):
                    found.append((at, end))
                count += 1
                at = text.find(surface, end)
        return found

    def _line_hits(self, words: Words) -> dict[int, int]:
        """Row number -> bits of the words that stand in it; row 0 is the title."""
        hits: dict[int, int] = {}
        starts = self._starts
        for number, (surfaces, _) in enumerate(words):
            for at, _end in self.places(surfaces):
                row = bisect_right(starts, at) - 1
                hits[row] = hits.get(row, 0) | 1 << number
        return hits

    def nearness(self, words: Words) -> float:
        """0 to 1: the weight of the words that stand together in the best few neighbouring lines."""
        whole = sum(weight for _, weight in words)
        if not whole:
            return 0.0
        hits = self._line_hits(words)
        weights = [weight for _, weight in words]
        best = 0.0
        for row in hits:
            close = _bits_weight(hits[row], weights)
            around = 0
            for near in range(row, row + _NEAR_LINES):
                around |= hits.get(near, 0)
            best = max(best, 0.6 * close + 0.4 * _bits_weight(around, weights))
        return best / whole

    def snippets(self, words: Words, most: int) -> tuple[Snippet, ...]:
        """The lines that hold the most of the query, best first, with the matched spans."""
        hits = self._line_hits(words)
        weights = [weight for _, weight in words]
        rows = sorted(
            (
                row
                for row in hits
                if row > 0 and not self.lines[row - 1][2].lstrip().startswith(("```", "~~~"))
            ),
            key=lambda row: (
                -_bits_weight(hits[row], weights) * _role_weight(self.lines[row - 1][1].role),
                row,
            ),
        )
        chosen: list[int] = []
        seen = 0
        for row in rows:
            if len(chosen) < most and (not chosen or hits[row] & ~seen):
                chosen.append(row)
                seen |= hits[row]
        if not chosen:
            return self._opening()
        return tuple(self._snippet(row, words) for row in chosen)

    def _opening(self) -> tuple[Snippet, ...]:
        """Where no spelling stands in the text itself: the first line of what went wrong."""
        ordered = sorted(range(len(self.lines)), key=lambda at: (self.lines[at][1].role != "symptom", at))
        for at in ordered:
            line, section, text, _ = self.lines[at]
            if not text.lstrip().startswith(("#", "```", "~~~", "---", "|--")):
                return (Snippet(text.strip()[:SNIPPET_WIDTH], line, section.role, ()),)
        return ()

    def _snippet(self, row: int, words: Words) -> Snippet:
        line, section, text, _ = self.lines[row - 1]
        start = self._starts[row]
        end = start + len(text)
        spans = [
            (max(a, start) - start, min(b, end) - start)
            for surfaces, _ in words
            for a, b in self.places(surfaces)
            if a < end and b > start
        ]
        return _cut(text, _merged(spans), line, section.role)


def _bordered(text: str, start: int, end: int, surface: str) -> bool:
    """ASCII words must stand alone, at least at their beginning; Hangul may be part of a compound."""
    if not surface[0].isascii():
        return True
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    starts = not (before.isascii() and before.isalnum())
    ends = not (after.isascii() and after.isalnum())
    return starts and ends if len(surface) < 4 else starts or ends


def _field_bit(role: Role) -> int:
    return FIELD_BITS.get(role, FIELD_BITS["other"])


def _role_weight(role: Role) -> float:
    return 1.2 if role == "symptom" else 1.1 if role in ("cause", "fix") else 1.0


def _bits_weight(bits: int, weights: Sequence[float]) -> float:
    return sum(weight for at, weight in enumerate(weights) if bits >> at & 1)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, spans: list[tuple[int, int]], line: int, role: Role) -> Snippet:
    """At most SNIPPET_WIDTH characters around the first matched span."""
    lead = len(text) - len(text.lstrip())
    first = spans[0][0] if spans else lead
    start = lead if first < lead + SNIPPET_WIDTH * 2 // 3 else first - SNIPPET_WIDTH // 3
    end = min(len(text.rstrip()), start + SNIPPET_WIDTH)
    marks = tuple((max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start)
    return Snippet(text[start:end], line, role, marks)
