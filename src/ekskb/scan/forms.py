"""Lines that may matter, those that read alike counted as one."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

MOST_FORMS = 10_000
"""Lines that read differently and are kept of one scan; the first in order of files."""


class Spot(msgspec.Struct, frozen=True, array_like=True):
    """A line of a file."""

    file: int
    line: int
    """Counted from 1; within a part of a file from the part's first line."""

    time: str = ""

    def moved(self, lines: int) -> Spot:
        return Spot(self.file, self.line + lines, self.time)


class Form(msgspec.Struct, array_like=True):
    """All lines that read like this once their variable parts are masked."""

    key: str
    literals: frozenset[int]
    first: Spot
    last: Spot
    context: str
    """The first of the lines with its neighbours."""

    context_line: int
    """Number of the context's first line in the file."""

    count: int = 0
    files: dict[int, int] = {}
    """How many of the lines stand in which file."""

    def note(self, spot: Spot) -> None:
        self.count += 1
        self.last = spot
        self.files[spot.file] = self.files.get(spot.file, 0) + 1


class Collected(msgspec.Struct, array_like=True):
    """What was found in a file or a part of it."""

    lines: int = 0
    forms: list[Form] = []
    fault: str = ""
    """Why the file was not read to its end; empty where it was."""


def move_forms(forms: Iterable[Form], lines: int) -> None:
    """Number the lines of a part as lines of its file; `lines` stand before the part."""
    for form in forms:
        form.first, form.last = form.first.moved(lines), form.last.moved(lines)
        form.context_line += lines


def merge_forms(known: dict[str, Form], found: Iterable[Form]) -> None:
    """Add what a later part found."""
    for form in found:
        held = known.get(form.key)
        if held is None:
            if len(known) < MOST_FORMS:
                known[form.key] = form
            continue
        held.count += form.count
        held.first, held.last = _earlier(held.first, form.first), _later(held.last, form.last)
        for file, count in form.files.items():
            held.files[file] = held.files.get(file, 0) + count


def _earlier(one: Spot, other: Spot) -> Spot:
    """Files are read in order of their names, which need not be the order of their times."""
    return other if one.time and other.time and other.time < one.time else one


def _later(one: Spot, other: Spot) -> Spot:
    return one if one.time and other.time and other.time < one.time else other
