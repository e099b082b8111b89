"""Jump to a heading of the entry."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ekskb.tui.screens.modal import SmallScreen
from ekskb.tui.widgets.marked_list import MarkedList


class OutlineScreen(SmallScreen[int]):
    """Dismissed with the row index of the chosen heading."""

    def __init__(self, headings: Sequence[tuple[int, str, str]]) -> None:
        super().__init__()
        self._headings = headings

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Outline"
            yield MarkedList()

    def on_mount(self) -> None:
        self.query_one(MarkedList).fill(_option(*heading) for heading in self._headings)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option_id or 0))


def _option(index: int, kind: str, text: str) -> Option:
    lead = "" if kind == "section" else "    "
    return Option(Content(lead + text), id=str(index))
