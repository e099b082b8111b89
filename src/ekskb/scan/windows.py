"""Blocks of bytes -> windows that end with a line and see some of what stands before and behind them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BLOCK = 4 << 20
"""Bytes read at once."""

MARGIN = 32 << 10
"""Bytes on either side of a window that its lines may be read with."""

LONGEST_LINE = 1 << 20
"""A longer line is looked at in pieces of this size, so that memory does not grow with it."""


@dataclass(frozen=True, slots=True)
class Window:
    data: bytes
    start: int
    """The window's own bytes begin here; what stands before was in the window before."""

    end: int


def cut_windows(
    blocks: Iterable[bytes],
    margin: int = MARGIN,
    longest: int = LONGEST_LINE,
    before: bytes = b"",
    behind: bytes = b"",
) -> Iterator[Window]:
    """Windows that cover all bytes of `blocks` once, in order. A block should be larger than `margin`.

    `before` and `behind` are what stands around the blocks and belongs to others.
    """
    held, start = before, len(before)
    for block in blocks:
        held += block
        end = held.rfind(b"\n", start, max(start, len(held) - margin)) + 1
        if end <= start:
            if len(held) - start < longest + margin:
                continue
            end = len(held) - margin
        yield Window(held, start, end)
        keep = max(0, end - margin)
        held, start = held[keep:], end - keep
    if len(held) > start:
        yield Window(held + behind, start, len(held))
