"""A view of many lines of which only the visible ones are drawn, with find and vim keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.visual import Visual

_FOUND = "reverse"
_MARK = "▌ "
_AT = "▶ "
_NO_MARK = "  "
GUTTER = len(_MARK)


class LineView(ScrollView, can_focus=True):
    """Base of the entry view and the log view; a subclass says how many lines there are and what they are."""

    ALLOW_SELECT = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="down"),
        Binding("k", "scroll_up", "Up", show=False, id="up"),
        Binding("g", "scroll_home", "Top", show=False, id="top"),
        Binding("G", "scroll_end", "Bottom", show=False, id="bottom"),
        Binding("ctrl+d,space", "page_down", "Page down", show=False, id="page-down"),
        Binding("ctrl+u,b", "page_up", "Page up", show=False, id="page-up"),
    ]

    @dataclass
    class Searched(Message):
        """Told after a find or a step: which of how many places is shown (0 of 0 when there is none)."""

        at: int
        total: int

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._term = ""
        self._places: list[int] = []
        self._place = 0

    @property
    def line_count(self) -> int:
        raise NotImplementedError

    def content_at(self, index: int) -> Content:
        raise NotImplementedError

    def is_marked(self, index: int) -> bool:
        """Whether the line gets a bar in the gutter."""
        return False

    def is_current(self, index: int) -> bool:
        """Whether the line is the one of the marked ones that is being looked at."""
        return False

    def lines_changed(self, width: int) -> None:
        """To be called when the lines are others than before; `width` in cells, without the gutter."""
        self.virtual_size = Size(width + GUTTER, self.line_count)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        index = self.scroll_offset.y + y
        style = self.visual_style
        if index >= self.line_count:
            return Strip.blank(width, style.rich_style)
        across = self.scroll_offset.x
        text = self._decorated(index)[: (across + width) * 2]
        cells = max(width, text.cell_length)
        strip = Visual.to_strips(self, text, cells, 1, style, apply_selection=False, pad=True)[0]
        return strip.crop_extend(across, across + width, style.rich_style).apply_offsets(across, index)

    def _decorated(self, index: int) -> Content:
        marked = self.is_marked(index)
        content = self.content_at(index)
        if self._term:
            for start, end in _spans(content.plain, self._term):
                content = content.stylize(_FOUND, start, end)
        mark = _AT if marked and self.is_current(index) else _MARK
        gutter = Content.styled(mark, "$text-success bold") if marked else Content(_NO_MARK)
        whole = Content.assemble(gutter, content)
        if self.text_selection is not None and (span := self.text_selection.get_span(index)) is not None:
            end = len(whole) if span[1] == -1 else span[1]
            whole = whole.stylize("reverse", span[0], end)
        return whole

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        lines = (f"{_NO_MARK}{self.content_at(n).plain}" for n in range(self.line_count))
        chosen = selection.extract("\n".join(lines))
        return "\n".join(line.removeprefix(_NO_MARK).rstrip() for line in chosen.split("\n")), "\n"

    def find(self, term: str) -> None:
        """Mark every place of `term`, letter case aside, and show the first at or below the top."""
        self._term = term.casefold()
        self._places = self.places(self._term) if term else []
        top = round(self.scroll_offset.y)
        later = (n for n, index in enumerate(self._places) if index >= top)
        self._place = next(later, 0)
        self._show_place()

    def places(self, folded: str) -> list[int]:
        return [n for n in range(self.line_count) if folded in self.content_at(n).plain.casefold()]

    def step_place(self, step: int) -> None:
        """Go `step` found places further, round the end."""
        if self._places:
            self._place = (self._place + step) % len(self._places)
        self._show_place()

    def _show_place(self) -> None:
        self.refresh()
        if self._places:
            self.show_line(self._places[self._place])
        total = len(self._places)
        self.post_message(self.Searched(self._place + 1 if total else 0, total))

    def show_line(self, index: int) -> None:
        """Scroll so that a line stands in the upper third, where the eye is."""
        height = self.scrollable_content_region.height
        self.scroll_to(y=max(0, index - height // 3), animate=False)


def _spans(text: str, folded: str) -> list[tuple[int, int]]:
    low = text.casefold()
    if len(low) != len(text):
        return []
    spans, at = [], low.find(folded)
    while at >= 0:
        spans.append((at, at + len(folded)))
        at = low.find(folded, at + len(folded))
    return spans
