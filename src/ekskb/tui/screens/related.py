"""Choose one of the entries that an entry names."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ekskb.tui.safe import safe_line
from ekskb.tui.screens.modal import SmallScreen
from ekskb.tui.widgets.marked_list import MarkedList


class RelatedScreen(SmallScreen[str]):
    """Dismissed with the id of the chosen entry."""

    def __init__(self, links: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._links = links

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Related entries"
            box.border_subtitle = "enter open · esc close"
            yield MarkedList()

    def on_mount(self) -> None:
        self.query_one(MarkedList).fill(Option(Content(safe_line(title))) for _, title in self._links)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._links[event.option_index][0])
