"""Tables as rows of cells that fit a width, Hangul and emoji counted as wide."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

_GAP = 2
_NARROWEST = 8


def column_widths(cells: Sequence[Sequence[Content]], width: int) -> list[int] | None:
    """Cells per column so that all fit in `width`, or None when there are too many columns."""
    count = max(len(row) for row in cells)
    widths = [max([1, *(row[n].cell_length for row in cells if n < len(row))]) for n in range(count)]
    room = width - _GAP * (count - 1)
    if room < count * _NARROWEST and sum(widths) > room:
        return None
    while (excess := sum(widths) - room) > 0:
        widest = max(range(count), key=widths.__getitem__)
        others = sorted(widths, reverse=True)
        step = max(1, min(excess, widths[widest] - (others[1] if count > 1 else 0)))
        widths[widest] = max(1, widths[widest] - step)
    return widths


def lay_row(row: Sequence[Content], widths: Sequence[int]) -> list[Content]:
    """One table row as lines: cells wrapped, padded and set side by side."""
    columns = [
        (row[n] if n < len(row) else Content("")).wrap(width) or [Content("")]
        for n, width in enumerate(widths)
    ]
    height = max(len(column) for column in columns)
    lines = []
    for at in range(height):
        parts = []
        for column, width in zip(columns, widths, strict=True):
            part = column[at] if at < len(column) else Content("")
            parts.append(part.pad_right(max(0, width - part.cell_length) + _GAP))
        lines.append(Content.assemble(*parts).rstrip())
    return lines


def lay_rule(widths: Sequence[int]) -> Content:
    return Content.styled((" " * _GAP).join("─" * width for width in widths), "dim")
