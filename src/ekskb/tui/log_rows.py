"""Which lines of a pasted log are shown: long runs of lines that look alike become one."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

# Digits and long hexadecimal words are what differs between repeats of one line.
_VARIABLE = re.compile(r"[0-9a-fA-F]{8,}|[0-9]+")
_LONGEST = 400
"""Characters of a line that are compared."""

_FEWEST = 4
"""Alike lines in a row from which they are folded."""


@dataclass(frozen=True, slots=True)
class LogRow:
    line: int
    """Line in the paste, counted from 1."""

    hidden: int = 0
    """How many lines from `line` on this row stands for; 0 for a line that is shown itself."""


def paste_lines(paste: str) -> list[str]:
    """The lines of a paste, whatever line ends the terminal made of them; no empty last line."""
    lines = unify_breaks(paste).split("\n")
    return lines[:-1] if lines and not lines[-1] else lines


def unify_breaks(paste: str) -> str:
    """Line feeds only: terminals paste carriage returns."""
    return paste.replace("\r\n", "\n").replace("\r", "\n") if "\r" in paste else paste


def fold_rows(lines: Sequence[str], keep: Set[int]) -> list[LogRow]:
    """The rows to show; lines whose number is in `keep` are never folded away."""
    rows: list[LogRow] = []
    start = 0
    shapes = [_VARIABLE.sub("0", line[:_LONGEST]) for line in lines]
    for end in range(1, len(lines) + 1):
        if end < len(lines) and shapes[end] == shapes[start] and end + 1 not in keep:
            continue
        rows.append(LogRow(start + 1))
        if end - start >= _FEWEST:
            rows.append(LogRow(start + 2, end - start - 1))
        else:
            rows.extend(LogRow(n + 1) for n in range(start + 1, end))
        start = end
    return rows


def all_rows(lines: Sequence[str]) -> list[LogRow]:
    return [LogRow(n) for n in range(1, len(lines) + 1)]
