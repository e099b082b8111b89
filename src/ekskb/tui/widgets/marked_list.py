"""A list whose highlighted row has a bar in front of it, so that it is found without colour, too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import OptionList
from textual.widgets.option_list import Option

_BAR = "▌"


class MarkedList(OptionList):
    """Base of every list here. Prompts are `Content`; a plain string is never read as markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False, id="down"),
        Binding("k", "cursor_up", "Up", show=False, id="up"),
        Binding("g", "first", "First", show=False, id="top"),
        Binding("G", "last", "Last", show=False, id="bottom"),
        Binding("ctrl+d", "page_down", "Page down", show=False, id="page-down"),
        Binding("ctrl+u", "page_up", "Page up", show=False, id="page-up"),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)

    def fill(self, options: Iterable[Option | None], at: int = 0) -> None:
        """Show other rows (None draws a line between two) and highlight the row number `at`."""
        self.set_options(options)
        self.highlighted = min(at, self.option_count - 1) if self.option_count else None

    def _get_left_gutter_width(self) -> int:
        return len(_BAR)

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        at = self.scroll_offset.y + y
        option = self._lines[at][0] if at < len(self._lines) else None
        style = next(iter(strip)).style if strip else None
        bar = _BAR if option is not None and option == self.highlighted else " "
        return Strip([Segment(bar, style), *strip], strip.cell_length + len(_BAR))
