"""A pasted log: numbered, matched lines marked in place, repeats folded."""

from __future__ import annotations

from collections.abc import Sequence, Set

from textual.content import Content

from ekskb.tui.log_rows import LogRow
from ekskb.tui.safe import MUTED, safe_line
from ekskb.tui.widgets.line_view import LineView

_LONGEST = 4_000
"""Cells that one can scroll across; the rest of a longer line is cut."""


class LogView(LineView):
    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[str] = ()
        self._rows: Sequence[LogRow] = ()
        self._marked: Set[int] = frozenset()
        self._current = 0

    @property
    def line_count(self) -> int:
        return len(self._rows)

    def show_log(self, lines: Sequence[str], rows: Sequence[LogRow], marked: Set[int] = frozenset()) -> None:
        """Show `rows` of `lines`; the line numbers in `marked` are evidence."""
        self._lines, self._rows, self._marked = lines, rows, marked
        longest = min(_LONGEST, max((len(line) for line in lines), default=0) + self._digits + 1)
        self.lines_changed(longest)

    @property
    def _digits(self) -> int:
        return len(str(len(self._lines)))

    def is_marked(self, index: int) -> bool:
        row = self._rows[index]
        return row.line in self._marked and not row.hidden

    def is_current(self, index: int) -> bool:
        return self._rows[index].line == self._current

    def content_at(self, index: int) -> Content:
        row = self._rows[index]
        if row.hidden:
            note = f"… {row.hidden:,} more like it, z shows them"
            return Content.styled(f"{'':>{self._digits}} {note}", "italic dim")
        number = Content.styled(f"{row.line:>{self._digits}} ", MUTED)
        text = Content(safe_line(self._lines[row.line - 1][:_LONGEST]))
        return Content.assemble(number, text.stylize("bold") if row.line in self._marked else text)

    def places(self, folded: str) -> list[int]:
        # Drawing a million lines only to search them would be slow; the raw line holds the same words.
        return [n for n, row in enumerate(self._rows) if folded in self._lines[row.line - 1].casefold()]

    def show_paste_line(self, line: int) -> None:
        """Scroll to a line of the paste, or to the fold that holds it, and point at it."""
        self._current = line
        self.refresh()
        at = next((n for n, row in enumerate(self._rows) if row.line + max(0, row.hidden - 1) >= line), None)
        if at is not None:
            self.show_line(at)
