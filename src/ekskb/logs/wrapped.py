"""Lines that a terminal or a ticket broke at its edge: the rest of a line is given back to it."""

from __future__ import annotations

from collections.abc import Sequence

_NARROWEST, _WIDEST = 60, 400
"""Widths of terminals, in characters."""

_PIECES = 40
_ALIKE = 4


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which lines seem to be broken, or 0.

    Nothing is longer than an edge, so only the longest lines can be broken ones.
    """
    width = max(map(len, lines), default=0)
    return width if _NARROWEST <= width <= _WIDEST and len(lines) > 1 else 0


def count_pieces(lines: Sequence[str], start: int, width: int) -> int:
    """How many lines from `start` on are one: 1 for a line that is whole."""
    if width == 0 or len(lines[start]) != width:
        return 1
    end = start
    while end - start < _PIECES and end + 1 < len(lines) and _goes_on(lines, start, end, width):
        end += 1
    return end - start + 1


def _goes_on(lines: Sequence[str], start: int, end: int, width: int) -> bool:
    line, following = lines[end], lines[end + 1]
    if len(line) != width or not following or following[0].isspace():
        return False
    # A log of lines of one length has the same beginning again and again.
    if following[:_ALIKE] == lines[start][:_ALIKE]:
        return False
    opened = sum(piece.count('"') - piece.count('\\"') for piece in lines[start : end + 1])
    return opened % 2 == 1
