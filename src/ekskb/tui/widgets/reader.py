"""The entry view: a paper, wrapped to the width of the window."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message

from ekskb.tui.paper.blocks import Link
from ekskb.tui.paper.entry import Paper
from ekskb.tui.paper.layout import Row
from ekskb.tui.widgets.line_view import GUTTER, LineView

_EMPTY = Paper((), ())


class Reader(LineView):
    @dataclass
    class Followed(Message):
        """The user wants to see another entry that this one leads to."""

        entry_id: str

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paper = _EMPTY
        self._rows: list[Row] = []
        self._marked: Set[int] = frozenset()
        self._width = 0
        self._unfolded = False

    @property
    def line_count(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> list[Row]:
        return self._rows

    def content_at(self, index: int) -> Content:
        return self._rows[index].content

    def is_marked(self, index: int) -> bool:
        return self._rows[index].line in self._marked

    def show_paper(self, paper: Paper, marked: Set[int] = frozenset(), keep_place: bool = False) -> None:
        """Show another paper; `marked` are the document lines that a paste matched."""
        top = self.top_line
        self._paper, self._marked = paper, marked
        self._lay_out()
        if not keep_place:
            self.find("")
            self.scroll_to(y=0, animate=False)
        else:
            self._return_to(top)

    def find(self, term: str) -> None:
        """As in the base; folded lines are unfolded, so that no place is missed."""
        if term and not self._unfolded:
            self.toggle_folds()
        super().find(term)

    def toggle_folds(self) -> None:
        """Show long code in full, or folded again; the place stays."""
        top = self.top_line
        self._unfolded = not self._unfolded
        self._lay_out()
        self._return_to(top)

    @property
    def top_line(self) -> int:
        """Document line of the first visible row; 0 while the head is in view."""
        top = round(self.scroll_offset.y)
        if top == 0:
            return 0
        return next((row.line for row in self._rows[top:] if row.line), 0)

    def jump(self, line: int) -> None:
        """Show a document line, or the nearest one above it that is on the paper."""
        if (index := nearest_row(self._rows, line)) is not None:
            self.show_line(index)

    def begin_at(self, line: int) -> None:
        """Show a document line as the first one in view."""
        self._return_to(line)

    def _return_to(self, line: int) -> None:
        """After a new layout: the line that was the first one in view is so again."""
        if line and (index := nearest_row(self._rows, line)) is not None:
            self.scroll_to(y=index, animate=False)

    def links(self) -> list[tuple[str, str]]:
        """Id and title of every entry that the paper leads to."""
        found = (block for part in self._paper.parts for block in part.blocks if isinstance(block, Link))
        return list({block.entry_id: (block.entry_id, block.title) for block in found}.values())

    def on_click(self, event: events.Click) -> None:
        index = round(self.scroll_offset.y) + event.y
        row = self._rows[index] if 0 <= index < len(self._rows) else None
        if row is not None and row.kind == "fold":
            self.toggle_folds()
        elif row is not None and row.leads_to:
            self.post_message(self.Followed(row.leads_to))

    def outline(self) -> list[tuple[int, str, str]]:
        """Row index, kind and text of every heading."""
        return [
            (index, row.kind, row.content.plain)
            for index, row in enumerate(self._rows)
            if row.kind in ("section", "heading")
        ]

    def on_resize(self, event: events.Resize) -> None:
        if self.scrollable_content_region.width != self._width:
            top = self.top_line
            self._lay_out()
            self._return_to(top)

    def _lay_out(self) -> None:
        self._width = self.scrollable_content_region.width
        room = max(20, self._width - GUTTER)
        self._rows = self._paper.rows(room, self._unfolded) if self._width else []
        self.lines_changed(self._width - GUTTER)


def nearest_row(rows: list[Row], line: int) -> int | None:
    """Index of the row that shows `line` of the document, or the closest line above it."""
    above = [(line - row.line, index) for index, row in enumerate(rows) if 0 < row.line <= line]
    return min(above)[1] if above else None
