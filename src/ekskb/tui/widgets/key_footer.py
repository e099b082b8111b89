"""The footer: as many keys as there is room for, the least important ones left out first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

_LEAVING = (
    "quit",
    "open_file",
    "note",
    "fold",
    "outline",
    "edit",
    "judge('wrong')",
    "judge('fixed')",
    "command_palette",
    "find",
    "filter",
    "related",
    "view_log",
    "paste_view",
    "draft",
    "focus_search",
)
"""Actions in the order in which they leave; those not named here stay: open, copy, back, help."""


class KeyFooter(Footer):
    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._composed_for = 0

    def compose(self) -> ComposeResult:
        keys = [widget for widget in super().compose() if isinstance(widget, FooterKey)]
        self._composed_for = self.app.size.width
        shown = [(key.action, f"{key.key_display} {key.description} ") for key in keys]
        names = fitting(shown, self._composed_for)
        yield from (key for key in keys if key.action in names)

    async def on_resize(self, event: events.Resize) -> None:
        if self._composed_for and self._composed_for != self.app.size.width:
            await self.recompose()


def fitting(keys: Sequence[tuple[str, str]], width: int) -> list[str]:
    """The actions whose keys fit in `width` cells; `keys` are actions with what the footer shows of them."""
    kept = dict(keys)
    for action in _LEAVING:
        if sum(map(cell_len, kept.values())) <= width:
            break
        kept.pop(action, None)
    return list(kept)
