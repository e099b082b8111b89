"""Entries -> short texts of which a log line holds at least one, if it can matter.

A signature is what stands in a document; the same message in a log has other names, numbers, quotes and
wrappers. What survives is cut out of the masked line: runs of words with nothing between them that a JSON
encoder would escape, a shell would quote or another host would name differently. Of those the shortest that
tell enough are taken: each word more would miss a message that is worded a little differently, each word less
would stop at lines of every log.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ekskb.scan.signatures import Line, Weigher, mask_line

PER_LINE = 2
"""Texts taken from one signature, so that a message that differs in one of them is still seen."""

PER_PROSE = 16
"""Names, and as many phrases, taken from an entry without any sample: prose is a guess at what a log says."""

ENOUGH = 1.0
"""What the words of a text have to tell together; one rare telling word tells 1."""

_LEAST = 0.2
"""The same for a text that is taken because nothing better stands in a sample."""

_PLAIN = 0.1
"""What a word tells at least that is not of every sentence."""

SHORTEST = 6
LONGEST = 48
_WORDS = 8
_PROSE = ("title", "symptom", "summary", "cause")
# Escaped or dropped by JSON, YAML, shells and Go's HTML-safe encoder; or a line break in a one-line form.
_BREAK = re.compile(r"<[a-z]{2,8}>|\\(?:u[0-9a-fA-F]{4}|.)?|[\"'`<>&\x00-\x1f\x7f]|  +|[^\x00-\x7f]+")
_QUOTED = re.compile(r"\"[^\"\s]{1,120}\"|'[^'\s]{1,120}'|`[^`\s]{1,120}`")
_WORD = re.compile(r"[A-Za-z0-9_]+(?:-[A-Za-z0-9_]+)*")
_NUMBER = re.compile(r"v?\d+[a-z]{0,2}\d*")
_NAME = re.compile(r"[A-Z]?[a-z]+(?:[A-Z][a-z0-9]*)+|[A-Za-z]+_[A-Za-z_0-9]+|[A-Z]{5,}|[a-z]+\d{3,}")
"""Identifiers: one of them can stand alone, where a plain word would be any service's name."""

_STOP = re.compile(r"[,;:()] ?|\. ")
"""What parts a sentence; in a log such marks stand inside messages."""

_HANGUL = re.compile(r"[가-힣]+(?: [가-힣]+){0,3}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A text to look for, in lower case, with the entries that it may lead to."""

    data: bytes
    owners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words in a row."""

    start: int
    end: int
    tells: float
    text: str
    more: int
    """Words that are not of every sentence, apart from one."""


def derive_literals(entries: Iterable[Sequence[Line]], weigh: Weigher) -> tuple[Literal, ...]:
    """The literals of all entries, in byte order; `entries` holds the lines of each, by its number."""
    owners: dict[bytes, list[int]] = {}
    for number, lines in enumerate(entries):
        for text in dict.fromkeys(_entry_texts(lines, weigh)):
            owners.setdefault(text.lower().encode(), []).append(number)
    return tuple(Literal(data, tuple(held)) for data, held in sorted(owners.items()))


def _entry_texts(lines: Sequence[Line], weigh: Weigher) -> list[str]:
    told = [run for line in lines if line.sample for run in _best_runs(line.text, weigh, PER_LINE)]
    kept = [run for run in told if run.tells >= _LEAST and _can_stand(run)]
    if not kept:
        # A single word of every log would stop at most lines, and could prove nothing.
        kept = sorted((run for run in told if run.tells >= _PLAIN), key=lambda run: -run.tells)[:1]
    if kept:
        return [run.text for run in kept] + _name_texts([x.text for x in lines if x.kind == "title"], weigh)
    prose = [_STOP.sub("\x00", line.text) for line in lines if line.kind in _PROSE]
    runs = [run for text in prose for run in _best_runs(text, weigh, 3) if _can_stand(run)]
    return [*_name_texts(prose, weigh), *_most_telling(runs)]


def _name_texts(lines: Iterable[str], weigh: Weigher) -> list[str]:
    """Identifiers: they stand in logs as they do in titles and in prose."""
    pieces = (piece for text in lines for piece in _loose_fragments(mask_line(text)))
    return _most_telling(run for piece in pieces for run in _names(piece, weigh))


def _most_telling(runs: Iterable[_Run]) -> list[str]:
    told = sorted((run for run in runs if run.tells >= _LEAST), key=lambda run: -run.tells)
    return list(dict.fromkeys(run.text for run in told))[:PER_PROSE]


def _names(fragment: tuple[str, Words], weigh: Weigher) -> list[_Run]:
    _, words = fragment
    told, _ = weigh([word for _, _, word in words])
    rows = zip(words, told, strict=True)
    runs = (_Run(start, end, tells, word, 0) for (start, end, word), tells in rows)
    return [run for run in runs if _can_stand(run)]


def _best_runs(text: str, weigh: Weigher, most: int) -> list[_Run]:
    """The most telling texts of a line that do not overlap; without names of things, if that leaves any."""
    masked = mask_line(text)
    for fragments in (_strict_fragments, _loose_fragments, _wide_fragments):
        runs = [run for piece in fragments(masked) for run in _runs(piece, weigh)]
        if runs:
            return _apart(runs, most)
    return []


def _apart(runs: list[_Run], most: int) -> list[_Run]:
    kept: list[_Run] = []
    for run in sorted(runs, key=lambda one: (-round(one.tells, 2), len(one.text), one.start)):
        if all(run.end <= one.start or run.start >= one.end for one in kept):
            kept.append(run)
        if len(kept) == most:
            break
    return kept


Words = list[tuple[int, int, str]]
"""Start, end and text of each word of a fragment."""


def _strict_fragments(masked: str) -> Iterator[tuple[str, Words]]:
    """Words between breaks; names in quotes or with hyphens, and words glued to a masked part, are breaks."""
    blank = _QUOTED.sub(lambda found: "\x00" * len(found[0]), masked)
    return _split(masked, blank, lambda start, end: _is_name(blank, start, end))


def _loose_fragments(masked: str) -> Iterator[tuple[str, Words]]:
    return _split(masked, masked, lambda start, end: False)


def _wide_fragments(masked: str) -> Iterator[tuple[str, Words]]:
    """Hangul, for lines that hold nothing else."""
    for found in _HANGUL.finditer(masked):
        yield masked, [(found.start(), found.end(), found[0])]


def _split(masked: str, shown: str, is_name: Callable[[int, int], bool]) -> Iterator[tuple[str, Words]]:
    start = 0
    for stop in (*_BREAK.finditer(shown), None):
        words: Words = []
        for found in _WORD.finditer(shown, start, stop.start() if stop else len(shown)):
            if _NUMBER.fullmatch(found[0]) or is_name(found.start(), found.end()):
                if words:
                    yield masked, words
                words = []
            else:
                words.append((found.start(), found.end(), found[0]))
        if words:
            yield masked, words
        start = stop.end() if stop else start


def _is_name(text: str, start: int, end: int) -> bool:
    glued = text[max(0, start - 2) : start].startswith(">") or text[end : end + 2] in ("-<", "/<", ".<", "@<")
    return "-" in text[start:end] or glued


def _runs(fragment: tuple[str, Words], weigh: Weigher) -> list[_Run]:
    """The shortest runs that tell enough; where none does, the whole fragment."""
    masked, words = fragment
    told, pairs = weigh([word for _, _, word in words])
    found: dict[int, _Run] = {}
    for first in range(len(words)):
        run = _shortest(masked, words, told, pairs, first)
        if run is not None:
            # A later beginning of the same end is the shorter one.
            found[run.end] = run
    return list(found.values()) or _whole(masked, words, told, pairs)


def _shortest(
    masked: str, words: Words, told: Sequence[float], pairs: Sequence[float], first: int
) -> _Run | None:
    """The shortest run from a word on that tells enough."""
    if told[first] < _PLAIN:
        return None
    total, more = told[first], 0
    for last in range(first, min(len(words), first + _WORDS)):
        if last > first:
            total += told[last] + pairs[last - 1]
            more += told[last] >= _PLAIN
        start, end = words[first][0], words[last][1]
        if end - start > LONGEST:
            return None
        run = _Run(start, end, total, masked[start:end], more)
        if total >= ENOUGH and _can_stand(run):
            return run
    return None


def _whole(masked: str, words: Words, told: Sequence[float], pairs: Sequence[float]) -> list[_Run]:
    last = len(words) - 1
    while last > 0 and words[last][1] - words[0][0] > LONGEST:
        last -= 1
    start, end = words[0][0], words[last][1]
    if not SHORTEST <= end - start <= LONGEST:
        return []
    more = sum(one >= _PLAIN for one in told[: last + 1]) - 1
    return [_Run(start, end, sum(told[: last + 1]) + sum(pairs[:last]), masked[start:end], more)]


def _can_stand(run: _Run) -> bool:
    """Whether a text is long enough, and more than one plain word."""
    if len(run.text) < SHORTEST:
        return False
    return run.more > 0 or run.text[0] > "\x7f" or _NAME.fullmatch(run.text) is not None
