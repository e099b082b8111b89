"""Blocks -> rows of a given width. A row is what one line of the terminal shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from textual.content import Content
from textual.highlight import highlight

from ekskb.tui.paper.blocks import Block, Code, Gap, Heading, Link, Prose, Rule, Table
from ekskb.tui.paper.grid import column_widths, lay_row, lay_rule
from ekskb.tui.paper.inline import inline
from ekskb.tui.safe import safe_line

RowKind = Literal["text", "code", "heading", "section", "fold"]

LONG_CODE = 16
"""Lines from which a block of code or log is folded."""

SHOWN_OF_LONG = 8
_BIGGEST_HIGHLIGHT = 20_000
"""Characters above which code is shown plain: some lexers slow down on megabytes of log."""


@dataclass(frozen=True, slots=True)
class Row:
    content: Content
    line: int
    """Line in the document, 0 for rows that stand in no document."""

    kind: RowKind = "text"
    leads_to: str = ""
    """Id of the entry that a click opens."""


def lay_out(blocks: Iterable[Block], width: int, unfold: bool = False) -> list[Row]:
    """The rows of `blocks` at `width` cells; long code is folded unless `unfold`."""
    rows: list[Row] = []
    for block in blocks:
        if isinstance(block, Code):
            rows.extend(_code_rows(block, width, unfold))
        else:
            rows.extend(_PAINTERS[type(block)](block, width))
    return _without_double_gaps(rows)


def _gap_rows(block: Gap, width: int) -> list[Row]:
    return [Row(Content(""), block.line)]


def _rule_rows(block: Rule, width: int) -> list[Row]:
    return [Row(Content.styled("─" * width, "dim"), block.line)]


def _heading_rows(block: Heading, width: int) -> list[Row]:
    lines = inline(block.text, "bold $text-secondary").wrap(width)
    return [Row(Content(""), 0), *(Row(line, block.line, "heading") for line in lines)]


def _prose_rows(block: Prose, width: int) -> list[Row]:
    indent = min(block.indent, width // 3)
    lead = Content.styled("▎ ", "dim") if block.quoted else Content(" " * indent)
    if block.bullet:
        lead = Content.assemble(lead, Content.styled(f"{block.bullet} ", "$text-primary"))
    hang = lead if block.quoted else Content(" " * lead.cell_length)
    lines = inline(block.text).wrap(max(8, width - lead.cell_length)) or [Content("")]
    return [Row(Content.assemble(lead if n == 0 else hang, line), block.line) for n, line in enumerate(lines)]


def _link_rows(block: Link, width: int) -> list[Row]:
    title = Content.styled(safe_line(block.title), "underline $text-accent")
    lines = title.wrap(max(8, width - 2)) or [Content("")]
    return [
        Row(Content.assemble("→ " if n == 0 else "  ", line), 0, leads_to=block.entry_id)
        for n, line in enumerate(lines)
    ]


def _table_rows(block: Table, width: int) -> list[Row]:
    cells = [[inline(cell, "bold" if n == 0 else "") for cell in row] for n, row in enumerate(block.rows)]
    widths = column_widths(cells, width)
    if widths is None:
        return _stacked_rows(block, width)
    rows: list[Row] = []
    for number, (row, line) in enumerate(zip(cells, block.lines, strict=True)):
        rows.extend(Row(text, line) for text in lay_row(row, widths))
        if number == 0:
            rows.append(Row(lay_rule(widths), line))
    return rows


def _stacked_rows(block: Table, width: int) -> list[Row]:
    """A table too wide for the window, one `head: cell` per line."""
    head = block.rows[0]
    rows: list[Row] = []
    for cells, line in zip(block.rows[1:], block.lines[1:], strict=True):
        for name, cell in zip(head, cells, strict=False):
            text = Content.assemble(inline(name, "bold"), ": ", inline(cell))
            rows.extend(Row(part, line) for part in text.wrap(width))
        rows.append(Row(Content(""), line))
    return rows


def _code_rows(block: Code, width: int, unfold: bool) -> list[Row]:
    folded = not unfold and len(block.lines) > LONG_CODE
    lines = _highlighted(block.lines, block.language)
    shown = lines[:SHOWN_OF_LONG] if folded else lines
    rows = [Row(Content.styled(f"{block.note}:", "italic $text-warning"), 0)] if block.note else []
    rows += [
        Row(_on_code(part, width, first=n == 0), block.line + number, "code")
        for number, line in enumerate(shown)
        for n, part in enumerate(line.wrap(max(8, width - 4)) or [Content("")])
    ]
    if folded:
        note = f"… {len(lines) - len(shown)} more lines, click to unfold"
        rows.append(Row(_on_code(Content.styled(note, "italic dim"), width), block.line + len(shown), "fold"))
    return rows


def _on_code(line: Content, width: int, first: bool = True) -> Content:
    text = Content.assemble("  " if first else "↪ ", line)
    return text.pad_right(max(0, width - text.cell_length)).stylize_before("on $boost")


@lru_cache(maxsize=256)
def _highlighted(lines: tuple[str, ...], language: str) -> tuple[Content, ...]:
    code = "\n".join(lines)
    if not language or len(code) > _BIGGEST_HIGHLIGHT:
        return tuple(Content(line) for line in lines)
    return tuple(highlight(code, language=language).split("\n", allow_blank=True)) or (Content(""),)


def _without_double_gaps(rows: list[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        blank = row.kind == "text" and not row.content.plain.strip()
        if blank and (not kept or (kept[-1].kind == "text" and not kept[-1].content.plain.strip())):
            continue
        kept.append(row)
    return kept


_PAINTERS: dict[type, Callable[[Any, int], list[Row]]] = {
    Gap: _gap_rows,
    Rule: _rule_rows,
    Heading: _heading_rows,
    Prose: _prose_rows,
    Link: _link_rows,
    Table: _table_rows,
}
