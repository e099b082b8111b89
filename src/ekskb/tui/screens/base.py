"""Base of the large screens: the knowledge base at hand, failures told, layouts by width."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.worker import Worker

from ekskb.tui.door import KnowledgeBase
from ekskb.tui.fetch import tell_crash

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp

WIDE = 120
"""Cells from which a list and an entry stand side by side."""


class KbScreen(Screen[None]):
    # Textual declares these as plain attributes, so they cannot be marked as class variables.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high")]  # noqa: RUF012

    @property
    def ekskb(self) -> EksKbApp:
        return cast("EksKbApp", self.app)

    @property
    def kb(self) -> KnowledgeBase:
        return self.ekskb.kb

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= WIDE

    def kb_changed(self) -> None:
        """The knowledge base has changed on disk: show what is there now."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_crash(self, event)
