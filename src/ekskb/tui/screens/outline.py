"""Jump to a heading of the entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from ekskb.tui.screens.modal import SmallScreen


class OutlineScreen(SmallScreen[int]):
    """Dismissed with the row index of the chosen heading."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "app.simulate_key('down')", "Down", show=False),
        Binding("k", "app.simulate_key('up')", "Up", show=False),
    ]

    def __init__(self, headings: Sequence[tuple[int, str, str]]) -> None:
        super().__init__()
        self._headings = headings

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Outline"
            yield OptionList(*(_option(*heading) for heading in self._headings), markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(int(event.option_id or 0))


def _option(index: int, kind: str, text: str) -> Option:
    lead = "" if kind == "section" else "    "
    return Option(Content(lead + text), id=str(index))
