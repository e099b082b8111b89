"""One entry over the whole window."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer

from ekskb.model import Entry, Match
from ekskb.tui.fetch import fetch
from ekskb.tui.paper.entry import Paper, read_entry
from ekskb.tui.screens.base import Subject, SubjectScreen
from ekskb.tui.widgets.entry_pane import EntryPane


class EntryScreen(SubjectScreen):
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
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.pane.reader.focus()
        self.kb_changed()

    def kb_changed(self) -> None:
        fetch(self, partial(read_entry, self.kb, self.entry_id), self._show, group="entry")

    def _show(self, read: tuple[Entry, Paper]) -> None:
        self.pane.show_entry(*read, self._match)
        if self._line:
            self.call_after_refresh(self.pane.reader.jump, self._line)
            self._line = 0

    def subject(self) -> Subject:
        return Subject(self.entry_id, self._match, self.pane.reader.top_line)

    def action_back(self) -> None:
        if not self.pane.end_find():
            self.app.pop_screen()
