"""Ask for a log file to match."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from ekskb.tui.screens.modal import SmallScreen


class PathScreen(SmallScreen[str]):
    """Dismissed with the path as typed."""

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Open a log file"
            box.border_subtitle = "enter open · esc leave"
            yield Input(placeholder="~/logs/api.log", id="path")

    @on(Input.Submitted)
    def _done(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
