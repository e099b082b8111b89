"""Slips in a query, told below the box with a caret under the place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ekskb.model import QueryNote
from ekskb.tui.safe import safe_line, safe_span

_MOST = 2
"""Notes shown: each takes a line from the list."""

PAUSE = 0.6
"""Seconds without a key after which a slip is told: a quote being typed is no slip."""

_STYLE = "$text-warning"


class QueryNotes(Static):
    """Nothing at all while there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__(id="notes", markup=False)
        self.display = False
        self._waiting: Timer | None = None

    def show_notes(self, notes: Sequence[QueryNote], query: str, box: Input) -> None:
        """Tell the notes on `query`, which stands in `box`; the first ones once typing has paused."""
        if self._waiting is not None:
            self._waiting.stop()
        if not notes:
            self.display = False
        elif self.display:
            self._tell(notes, query, box)
        else:
            self._waiting = self.set_timer(PAUSE, partial(self._tell, notes, query, box))

    def _tell(self, notes: Sequence[QueryNote], query: str, box: Input) -> None:
        self.display = True
        # A query longer than its box is shown from further on, and what a user types may begin with blanks.
        blanks = len(box.value) - len(box.value.lstrip())
        lead = box.content_region.x - round(box.scroll_offset.x) + blanks
        width = self.app.size.width - 1
        self.update(Content("\n").join(note_line(note, query, lead, width) for note in notes[:_MOST]))


def note_line(note: QueryNote, query: str, lead: int, width: int) -> Content:
    """One line of at most `width` cells; `lead` is the column where the query begins."""
    message = safe_line(note.message)
    spot = query[note.start : note.end]
    at = lead + cell_len(safe_span(query[: note.start]))
    carets = "^" * max(1, cell_len(safe_span(spot)))
    after, before = at + len(carets) + 1 + cell_len(message), cell_len(message) + 1
    if spot == query or at < 0 or (after > width and before > at):
        named = "" if spot == query else f"“{safe_line(spot)}”: "
        return Content.styled(f"  {named}{message}", _STYLE).truncate(width, ellipsis=True)
    if after <= width:
        return Content.styled(f"{' ' * at}{carets} {message}", _STYLE)
    return Content.styled(f"{' ' * (at - before)}{message} {carets}", _STYLE).truncate(width, ellipsis=True)
