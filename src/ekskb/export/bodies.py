"""Sections as one reads them: in reading order, without the headings and labels that the page says itself."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

from ekskb.model import Entry, Section
from ekskb.render.entry import reading_order

_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s|$)")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*$")
_LABEL = re.compile(r"(?P<lead>\s{0,8}(?:[-*+]\s{1,4})?)(?P<mark>\*\*|__)(?P<name>[^*_\n]{1,120})(?P=mark)")
_AFTER_LABEL = re.compile(r"\s{0,3}[:：]?\s{0,3}")
_MARKS = re.compile(r"[\s*_`:：#>-]+")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}[^\s][^\n]{0,1000}$")
_LONGEST_FRONT_MATTER = 100


class Body(NamedTuple):
    """A section's Markdown without its own heading."""

    section: Section
    text: str
    first: int
    """Line of the document on which the text begins."""


def read_bodies(entry: Entry) -> Iterator[Body]:
    """The sections with something to show, in reading order; words before the first heading come first."""
    order = reading_order(entry)
    opening = [s for s in order if not s.heading and s.role == "other"]
    for section in (*opening, *(s for s in order if s not in opening)):
        body = _read_body(entry, section)
        if body.text.strip():
            yield body


def link_definitions(entry: Entry) -> str:
    """The lines of an entry that say where its reference links lead."""
    found = (line for section in entry.sections for line in _DEFINITION.findall(section.text))
    return "\n".join(found)


def _read_body(entry: Entry, section: Section) -> Body:
    lines = section.text.split("\n")
    skip = _skip_blank(lines, _front_matter(lines) if section.lines[0] == 1 else 0)
    opens = section.lines[0] <= entry.source.lines[0]
    rest = lines[skip:]
    if rest and _HEADING.match(rest[0]) and _is_said(rest[0], entry, section, opens):
        skip += 1
    elif len(rest) > 1 and _UNDERLINE.match(rest[1]) and _is_said(rest[0], entry, section, opens):
        skip += 2
    elif rest and section.heading:
        lines[skip:] = _without_label(rest, section)
    return Body(section, "\n".join(lines[skip:]), section.lines[0] + skip)


def _front_matter(lines: list[str]) -> int:
    """How many lines the front matter takes; none where there is no end to it."""
    if lines[0].rstrip() != "---":
        return 0
    ends = (n for n, line in enumerate(lines[1:_LONGEST_FRONT_MATTER], 2) if line.rstrip() == "---")
    return next(ends, 0)


def _skip_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _is_said(line: str, entry: Entry, section: Section, opens: bool) -> bool:
    """True where the heading only repeats the section's own, or, on top, the entry's title."""
    told, heading, title = (_MARKS.sub("", text) for text in (line, section.heading, entry.title))
    return (bool(heading) and told == heading) or (opens and (title in told or told in title))


def _without_label(lines: list[str], section: Section) -> list[str]:
    """Lines that begin with the section's own name in bold, without it."""
    label = _LABEL.match(lines[0])
    if not label or _MARKS.sub("", label["name"]) != _MARKS.sub("", section.heading):
        return lines
    after = _AFTER_LABEL.match(lines[0], label.end())
    rest = lines[0][after.end() if after else label.end() :]
    if rest:
        return [label["lead"] + rest, *lines[1:]]
    # What was indented below the label would now read as a code block.
    return ["", *textwrap.dedent("\n".join(lines[1:])).split("\n")] if label["lead"] else ["", *lines[1:]]
