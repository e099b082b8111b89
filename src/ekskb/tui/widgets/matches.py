"""The incidents offered for a paste, and the proof for the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from ekskb.feedback import Tally
from ekskb.model import Match, MatchResult
from ekskb.tui.evidence import match_line, match_rows
from ekskb.tui.widgets.line_view import GUTTER, LineView
from ekskb.tui.widgets.marked_list import MarkedList

Tallies = Callable[[str], Tally]


class MatchList(MarkedList):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", tooltip="Open the highlighted entry")
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._offers: tuple[Match, ...] = ()
        self._strong = 0

    def show_result(self, result: MatchResult, tally: Tallies) -> None:
        """Show another answer; the entry that was highlighted stays so where it is still offered."""
        chosen = self.chosen
        self._offers = (*result.matches, *result.weak)
        self._strong = len(result.matches)
        at = next((n for n, match in enumerate(self._offers) if chosen and match.id == chosen.id), 0)
        self.fill((Option(line) for line in self._prompts(tally)), at)

    def show_tallies(self, tally: Tallies) -> None:
        """What was noted about the entries has changed; the highlight stays."""
        for at, line in enumerate(self._prompts(tally)):
            self.replace_option_prompt_at_index(at, line)

    def _prompts(self, tally: Tallies) -> Iterator[Content]:
        for at, match in enumerate(self._offers):
            yield match_line(match, at >= self._strong, tally(match.id))

    def step(self, step: int) -> Match | None:
        """Move the highlight to the next offer that has evidence, round the end."""
        count = len(self._offers)
        for away in range(1, count + 1):
            at = ((self.highlighted or 0) + step * away) % count
            if self._offers[at].evidence:
                self.highlighted = at
                return self._offers[at]
        return None

    @property
    def chosen(self) -> Match | None:
        at = self.highlighted
        return self._offers[at] if at is not None and at < len(self._offers) else None


class EvidenceView(LineView):
    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._match: Match | None = None
        self._weak = False
        self._told = ""
        self._rows: list[Content] = []

    @property
    def line_count(self) -> int:
        return len(self._rows)

    def content_at(self, index: int) -> Content:
        return self._rows[index]

    def show_match(self, match: Match, weak: bool, told: str = "") -> None:
        """Show the proof for a match; `told` is what was noted about its entry before."""
        self._match, self._weak, self._told = match, weak, told
        self._lay_out()
        self.scroll_to(y=0, animate=False)

    def show_pair(self, at: int) -> None:
        """Scroll to the pair number `at`, counted from 0."""
        heads = [n for n, row in enumerate(self._rows) if row.plain.startswith("■")]
        if at < len(heads):
            self.scroll_to(y=heads[at], animate=False)

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.scrollable_content_region.width - GUTTER
        match = self._match if room > 20 else None
        self._rows = match_rows(match, room, self._weak, self._told) if match else []
        self.lines_changed(room)
