"""The search box: typing searches, up and down walk the list and, above it, the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from ekskb.tui.history import History


class SearchBox(Input):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "move(8)", "Page down", show=False),
        Binding("pageup", "move(-8)", "Page up", show=False),
        Binding("escape", "leave", "List", tooltip="To the list, where single keys act"),
        Binding("enter", "submit", "Open", tooltip="Open the highlighted entry"),
    ]

    @dataclass
    class Moved(Message):
        """The highlight of the list is to move by `step`."""

        step: int

    @dataclass
    class Left(Message):
        """The user is done typing."""

    def __init__(self, history: History, id: str | None = None) -> None:
        super().__init__(placeholder="Search words, or paste a log anywhere", id=id, select_on_focus=False)
        self.at_top = True
        """Whether the list's highlight is on the first row: then `up` asks for an older query."""

        self._history = history
        self._recalled = ""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        # Textual knows no character for the key it calls "slash" and would offer it in the footer.
        return key == "slash" or super().check_consume_key(key, character)

    def action_move(self, step: int) -> None:
        recalled = None
        if step == -1 and (self.at_top or self._history.walking):
            recalled = self._history.older(self.value)
        elif step == 1:
            recalled = self._history.newer()
        if recalled is None:
            self.post_message(self.Moved(step))
        else:
            self._recalled = recalled
            self.value = recalled
            self.cursor_position = len(recalled)

    def action_leave(self) -> None:
        self.post_message(self.Left())

    def remember(self) -> None:
        """The query led somewhere: keep it."""
        self._history.add(self.value)

    def watch_value(self, value: str) -> None:
        if value != self._recalled:
            self._history.stop()
