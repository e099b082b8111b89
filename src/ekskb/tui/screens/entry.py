"""One entry over the whole window."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from ekskb.errors import NotFoundError
from ekskb.model import Entry, Match
from ekskb.tui.fetch import fetch
from ekskb.tui.moved import find_moved
from ekskb.tui.paper.entry import Paper, read_entry, read_related
from ekskb.tui.screens.base import Subject
from ekskb.tui.screens.judged import JudgedScreen
from ekskb.tui.widgets.entry_pane import EntryPane
from ekskb.tui.widgets.key_footer import KeyFooter


class EntryScreen(JudgedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,h", "back", "Back", id="back"),
    ]

    pane = getters.query_one(EntryPane)

    def __init__(self, entry_id: str, match: Match | None = None, line: int = 0) -> None:
        super().__init__()
        self.entry_id = entry_id
        self._match = match
        self._line = line

    def compose(self) -> ComposeResult:
        yield EntryPane()
        yield KeyFooter()

    def on_mount(self) -> None:
        self.pane.reader.focus()
        self.kb_changed()

    def kb_changed(self) -> None:
        fetch(self, partial(self._read, self.pane.entry), self._show, group="entry")

    def _read(self, before: Entry | None) -> tuple[Entry, Paper]:
        """Called in a worker; an entry whose title was edited is followed to its new id."""
        try:
            return read_entry(self.kb, self.entry_id)
        except NotFoundError:
            if before is None:
                raise
            return read_entry(self.kb, find_moved(self.kb, before).id)

    def _show(self, read: tuple[Entry, Paper]) -> None:
        moved, self.entry_id = self.entry_id != read[0].id, read[0].id
        self.pane.show_entry(*read, self._match, self.ekskb.judging.told(self.entry_id), moved)
        if self._line:
            self.call_after_refresh(self.pane.reader.jump, self._line)
            self._line = 0
        # Apart, because the first look compares every entry with every other.
        fetch(self, partial(read_related, self.kb, self.entry_id), self.pane.show_related, group="related")

    def judged(self) -> None:
        self.pane.show_told(self.ekskb.judging.told(self.entry_id))

    def subject(self) -> Subject:
        return Subject(self.entry_id, self._match, self.pane.reader.top_line)

    def action_back(self) -> None:
        if not self.pane.end_find():
            self.app.pop_screen()
