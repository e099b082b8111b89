"""Choose what the results are narrowed to."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets.option_list import Option

from ekskb.tui.facets import FACETS, Counts, FacetName, Filters, label
from ekskb.tui.safe import safe_line
from ekskb.tui.screens.modal import SmallScreen
from ekskb.tui.widgets.marked_list import MarkedList

_MOST = 12
"""Components listed; the rare ones are found by typing them."""


class FacetScreen(SmallScreen[Filters]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "flip", "Toggle"),
        Binding("f,enter", "done", "Done", priority=True),
        Binding("x", "clear", "Clear"),
    ]

    def __init__(self, counts: Counts, filters: Filters) -> None:
        super().__init__()
        self._filters = filters
        self._rows: list[tuple[FacetName, str, int]] = [
            (facet, value, count)
            for facet in FACETS
            for value, count in islice(counts.get(facet, {}).items(), _MOST)
        ]

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Filter"
            box.border_subtitle = "space toggle · enter apply · x clear · esc leave"
            yield MarkedList()

    def on_mount(self) -> None:
        self.query_one(MarkedList).fill(self._option(n) for n in range(len(self._rows)))

    def _option(self, at: int) -> Option:
        facet, value, count = self._rows[at]
        mark = "[x]" if (facet, value) in self._filters.chosen else "[ ]"
        name = facet if at == 0 or self._rows[at - 1][0] != facet else ""
        return Option(
            Content.assemble(
                (f"{name:<10}", "bold"), f"{mark} {safe_line(label(value))}  ", (f"{count:,}", "dim")
            ),
            id=str(at),
        )

    def action_flip(self) -> None:
        chosen = self.query_one(MarkedList)
        if chosen.highlighted is not None:
            facet, value, _ = self._rows[chosen.highlighted]
            self._filters = self._filters.toggled(facet, value)
            self._redraw()

    def action_clear(self) -> None:
        self._filters = Filters()
        self._redraw()

    def on_option_list_option_selected(self) -> None:
        self.action_flip()

    def action_done(self) -> None:
        self.dismiss(self._filters)

    def _redraw(self) -> None:
        chosen = self.query_one(MarkedList)
        for at in range(len(self._rows)):
            chosen.replace_option_prompt_at_index(at, self._option(at).prompt)
