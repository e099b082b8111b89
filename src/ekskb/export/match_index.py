"""Entries -> the index of the page's matcher: the words of each of their lines, as short text.

The page needs no postings. It runs over the words of all lines and notes where those of the paste stand,
which takes a millisecond for a hundred entries, and the words are a third of what postings would be.
"""

from __future__ import annotations

import base64
import struct
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ekskb.export.bodies import read_bodies
from ekskb.export.links import file_name
from ekskb.export.markdown import plain_text
from ekskb.export.match_script import provide
from ekskb.export.site_file import SiteFile
from ekskb.export.words import entry_language
from ekskb.logs.mask import mask
from ekskb.logs.terms import BREAK, read_words
from ekskb.logs.units import SAMPLES, WEIGHTS, Unit, entry_share, entry_units
from ekskb.model import Command, Entry
from ekskb.text import shorten

SHARD = 200
"""Entries whose words are one file: about 200 kB."""

_TOLD = 360
"""Characters of cause and fix that a card shows, and of a section that they are taken from."""

_PART = 1000
_EXAMPLE = 1200
"""Characters of the log that is shown as an example, at most."""

# One character for the commonest words, two for the next, three and four for the rest: a character that
# begins a number says how many follow. The limits were tried on four knowledge bases.
_ALPHABET = "".join(chr(code) for code in range(0x20, 0x7F) if chr(code) not in '"\\')
_BASE = len(_ALPHABET)
_ONE, _TWO, _THREE = 53, 36, 3


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of an entry, read."""

    unit: Unit
    spoken: list[int]
    beside: list[int]


def index_files(entries: Sequence[Entry]) -> Iterator[SiteFile]:
    """The words and what they weigh, the lines of all entries by them, and each entry by itself."""
    shares: dict[int, float] = {}
    read = [[_read_line(unit, shares) for unit in entry_units(entry)] for entry in entries]
    ids = _number_words(read)
    kinds = list(WEIGHTS)
    about = {"entries": len(entries), "shard": SHARD, "kinds": kinds, "example": _example(entries)}
    yield provide("match/index", _words(ids, shares) | about)
    for first in range(0, len(entries), SHARD):
        shard = slice(first, first + SHARD)
        yield provide(f"match/words-{first // SHARD}", _shard(entries[shard], read[shard], ids, kinds))
    for entry, lines in zip(entries, read, strict=True):
        yield provide(f"match/entries/{file_name(entry.id)}", _entry(entry, lines))


def _read_line(unit: Unit, shares: dict[int, float]) -> _Line:
    spoken = read_words(mask(unit.text))
    beside = read_words(mask(unit.beside)) if unit.beside else []
    shares.update({key: share for key, share, _ in (*spoken, *beside) if key})
    return _Line(unit, [key for key, _, _ in spoken], [key for key, _, _ in beside if key])


def _number_words(read: Sequence[Sequence[_Line]]) -> dict[int, int]:
    """Key of each word -> its number: the commonest first, so that it takes one character."""
    counts = Counter(key for lines in read for line in lines for key in (*line.spoken, *line.beside))
    counts.pop(BREAK, None)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return {BREAK: 0} | {key: number for number, key in enumerate(ordered, 1)}


def _example(entries: Sequence[Entry]) -> str:
    """A log to try the page with: the longest that an entry quotes, within reason."""
    logs = ("\n".join(one.text for one in entry.signatures if one.kind == "log") for entry in entries)
    return max((log for log in logs if len(log) <= _EXAMPLE), key=len, default="")


def _words(ids: dict[int, int], shares: dict[int, float]) -> dict[str, Any]:
    keys = [key for key in ids if key != BREAK]
    levels = sorted(set(shares.values()))
    places = {share: number for number, share in enumerate(levels)}
    return {
        "words": base64.b64encode(struct.pack(f"<{len(keys)}I", *keys)).decode("ascii"),
        "levels": levels,
        "levelOf": "".join(write_number(places[shares[key]]) for key in keys),
    }


def _shard(
    entries: Sequence[Entry], read: Sequence[Sequence[_Line]], ids: dict[int, int], kinds: list[str]
) -> dict[str, Any]:
    places = {kind: number for number, kind in enumerate(kinds)}
    numbers = (number for lines in read for number in _entry_numbers(lines, ids, places))
    return {
        "ids": [entry.id for entry in entries],
        "files": {entry.id: file_name(entry.id) for entry in entries if file_name(entry.id) != entry.id},
        "shares": [entry_share(entry) for entry in entries],
        "lines": "".join(map(write_number, numbers)),
    }


def _entry_numbers(lines: Sequence[_Line], ids: dict[int, int], kinds: dict[str, int]) -> Iterator[int]:
    """How many lines; per line its kind (doubled, odd with words beside), how many words, and the words."""
    yield len(lines)
    for line in lines:
        yield 2 * kinds.get(line.unit.kind, len(kinds)) + bool(line.beside)
        yield len(line.spoken)
        if line.beside:
            yield len(line.beside)
        yield from (ids[key] for key in (*line.spoken, *line.beside))


@lru_cache(maxsize=1 << 16)
def write_number(number: int) -> str:
    """A whole number from 0 on as one to four characters."""
    tail = ""
    limits = (_ONE, _TWO * _BASE, _THREE * _BASE**2)
    first = 0
    for more, limit in enumerate(limits):
        if number < limit:
            break
        number -= limit
        first += limit // _BASE**more
    else:
        more = len(limits)
    for _ in range(more):
        number, rest = divmod(number, _BASE)
        tail = _ALPHABET[rest] + tail
    return _ALPHABET[first + number] + tail


def _entry(entry: Entry, lines: Sequence[_Line]) -> dict[str, Any]:
    """What is shown of a matched entry, and what its commands are filled by."""
    return {
        "title": entry.title,
        "lang": entry_language(entry),
        "kind": entry.kind,
        "date": entry.date,
        "path": entry.source.path,
        "told": _told(entry),
        "units": [[line.unit.line, line.unit.text] for line in lines],
        "samples": [[one.line, one.text] for one in entry.signatures if one.kind in SAMPLES],
        "commands": [_command(command) for command in entry.commands],
    }


def _told(entry: Entry) -> list[list[str]]:
    """[role, the first running text of that role] of what one reads first: cause and fix."""
    found: dict[str, str] = {}
    for section, text, _ in read_bodies(entry):
        if section.role in ("cause", "fix") and not found.get(section.role):
            found[section.role] = shorten(plain_text(text[:_PART]), _TOLD)
    return [[role, text] for role, text in found.items() if text]


def _command(command: Command) -> dict[str, Any]:

    return {
        "text": command.text,
        "role": command.role,
        "line": command.line,
        "risk": command.risk,
        "placeholders": list(command.placeholders),
    }
