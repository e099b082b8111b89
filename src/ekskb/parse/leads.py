"""Words that lead to a part of a story without naming it: openings, questions, verbs. Data: leads.yaml."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ekskb.model import Role
from ekskb.parse.tables import any_of, load_table

ORDER: Final[Mapping[str, int]] = {"symptom": 0, "cause": 1, "diagnosis": 2, "fix": 3}
"""The order in which running text tells a story; it leads forward only."""

_LONGEST: Final = 60
_WIDEST: Final = 400
_MARKS = "*_> -:：?？!.。,、"
_SENTENCE = re.compile(r"[?？!.。,:：]\s+|\s[-–—]\s+")
_PLAIN_HOW = re.compile(
    r"how\s(?:to|do|does|can|would|should|we|i)\b|.{0,60}(?:는 법|하기|방법은?\??|하려면\??)$", re.IGNORECASE
)


@functools.cache
def _table() -> Mapping[str, Any]:
    data: Mapping[str, Any] = load_table("leads.yaml")
    return data


@functools.cache
def _phrases(name: str) -> Mapping[str, Role]:
    """Every phrase of one table with its role."""
    return {phrase: role for role, phrases in _table()[name].items() for phrase in phrases}


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    return any_of(_phrases(name))


def opening_role(line: str) -> Role | None:
    """The part of the story that a line of running text leads to, or None."""
    text = line[:_WIDEST].lstrip(_MARKS + "0123456789)").lower()
    match = _pattern("openings").match(text)
    if match:
        return _phrases("openings")[match[0]]
    if line.rstrip().endswith((":", "：")):
        inside = _pattern("before-colon").search(text)
        # "If it is not, install the add-on:" asks for what stands behind the comma.
        return _phrases("before-colon")[inside[0]] if inside else verb_role(text.rsplit(", ", 1)[-1])
    return None


def verb_role(heading: str) -> Role | None:
    """What a heading without a name asks for: "Restart the node" a fix, "로그 확인" a look."""
    words = heading.lower().strip(_MARKS).split(None, 3)
    if not words:
        return None
    verbs, endings = _phrases("verbs"), _phrases("endings")
    last = re.split(r"[(（\[]", heading.lower())[0].strip(_MARKS).rsplit(None, 1)[-1:]
    if last and last[0] in endings:
        return endings[last[0]]
    return verbs.get(" ".join(words[:2])) or verbs.get(words[0]) if len(words) > 1 else None


def question_names() -> Iterator[tuple[str, Role]]:
    """Questions that as a whole name a part: "How do I fix it?"."""
    yield from _phrases("asks").items()


def question_role(heading: str) -> Role | None:
    """What the question asks for with which a heading ends after a statement: "Pods hang. Why?"."""
    parts = [part.strip(_MARKS).lower() for part in _SENTENCE.split(heading[:_WIDEST])]
    if len(parts) > 1 and len(parts[-1]) <= _LONGEST:
        return _phrases("asks").get(parts[-1])
    return None


def asks_why(heading: str) -> bool:
    """True for a question after a cause as a whole: "Why are pods pending?", "왜 느려지나요?"."""
    text = heading.strip()
    return text.endswith(("?", "？")) and bool(re.match(r"why\s|왜\s|なぜ|为什么", text, re.IGNORECASE))


def asks_how(heading: str) -> bool:
    """True for a question after a way to do something: "How to read logs?", "로그를 보는 방법은?"."""
    return bool(_PLAIN_HOW.match(heading.strip()))
