"""What of an entry a log line can be held against: its samples, and its prose line by line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ekskb.logs.lines import LogLine, unwrap
from ekskb.model import Entry, Record, Section, Signature

# What a line weighs by where it stands, before rarity. Samples are what logs look like; prose about a fault
# names the same things; a fix names things that stand in a hundred healthy logs as well. What one types to
# look at a thing names it, whatever is wrong with it: on the dev half of the labelled pastes, false answers
# that rested on commands lost a third of their confidence by this, and no right answer was lost.
WEIGHTS: dict[str, float] = {
    "log": 1.0,
    "quote": 0.95,
    "code": 0.8,
    "nomatch": 0.0,
    "title": 0.85,
    "symptom": 0.7,
    "cause": 0.55,
    "diagnosis": 0.4,
    "summary": 0.4,
    "background": 0.35,
    "impact": 0.35,
    "fix": 0.35,
    "verification": 0.25,
    "prevention": 0.2,
    "lesson": 0.25,
    "reference": 0.1,
    "other": 0.3,
    "command": 0.12,
    "tag": 0.3,
    "component": 0.3,
}
PLAIN = 0.3
"""The same for any other line."""

SAMPLES = ("log", "quote", "code")
"""Kinds of lines that are output of a program."""

_KIND_SHARE = {"incident": 1.0, "howto": 0.7, "reference": 0.5}
_MARKUP = re.compile(r"[*`|#>]{1,8}|\]\([^)\s]{0,400}\)|^\s{0,12}(?:[-+]|\d{1,3}\.)\s")
_RULE = re.compile(r"[\s|:=*_`~-]*")
LONGEST = 2_000
MOST = 600
"""Lines of one entry that are indexed; a pasted log dump inside a document must not outweigh all others."""


class Unit(Record, frozen=True, array_like=True):
    """One line of an entry, as the index keeps it."""

    kind: str
    """A signature kind, `command`, or the role of the section that the line stands in."""

    line: int
    text: str
    """The message as one reads it, without the wrapper that a log puts around it."""

    words: bytes = b""
    """Keys of the words of the masked text in order, 32 bits each; behind them those of `beside`."""

    total: float = 0.0
    """What all terms of the message weigh."""

    beside: str = ""
    """Names and fields that the wrapper of a log line holds; empty in an index."""


def unit_weight(kind: str) -> float:
    return WEIGHTS.get(kind, PLAIN)


def entry_share(entry: Entry) -> float:
    return _KIND_SHARE.get(entry.kind, 1.0)


def entry_units(entry: Entry) -> tuple[Unit, ...]:
    """The lines of `entry`, samples first; a prose line that is also a sample is listed once."""
    units = [_sample_unit(sample) for sample in entry.signatures[:MOST] if sample.text.strip()]
    taken = {(unit.line, unit.kind != "quote") for unit in units}
    units.append(Unit("title", entry.source.lines[0], entry.title))
    for kind, names in (("tag", entry.tags), ("component", entry.components)):
        if names:
            units.append(Unit(kind, entry.source.lines[0], ", ".join(dict.fromkeys(names))))
    typed = _command_lines(entry)
    for section in entry.sections:
        units += [unit for unit in _section_units(section, typed) if (unit.line, True) not in taken]
    return tuple(units[:MOST])


def _sample_unit(sample: Signature) -> Unit:
    text = sample.text[:LONGEST]
    if sample.kind not in ("log", "nomatch"):
        return Unit(sample.kind, sample.line, text)
    records = unwrap(text)
    if len(records) != 1 or not records[0].text.strip():
        return Unit(sample.kind, sample.line, text)
    record = records[0]
    return Unit(sample.kind, sample.line, record.text, beside=beside_text(record))


def beside_text(record: LogLine) -> str:
    """What a record says besides its message: fields, logger, source."""
    fields = " ; ".join(f"{key}={value}" for key, value in record.fields)
    return " ; ".join(part for part in (fields, record.logger, record.source) if part)


def _command_lines(entry: Entry) -> frozenset[int]:
    """Lines that hold nothing but commands; a command inside a sentence leaves the sentence what it is."""
    fenced = [command for command in entry.commands if command.language]
    return frozenset(line for one in fenced for line in range(one.line, one.line + one.text.count("\n") + 1))


def _section_units(section: Section, typed: Collection[int]) -> Iterator[Unit]:
    rows = section.text.split("\n")
    first = section.lines[1] - len(rows) + 1
    for number, row in enumerate(rows, max(first, section.lines[0])):
        text = _MARKUP.sub(" ", row[:LONGEST]).strip()
        if text and _RULE.fullmatch(text) is None:
            yield Unit("command" if number in typed else section.role, number, text)
    if section.heading and not section.text.lstrip().startswith("#"):
        yield Unit(section.role, section.lines[0], section.heading)
