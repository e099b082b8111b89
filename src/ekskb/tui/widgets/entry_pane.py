"""An entry with what one does to it: read, find, jump, copy a command, open the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ekskb.model import Entry, Match, Role
from ekskb.tui.paper.entry import Paper, with_related
from ekskb.tui.screens.outline import OutlineScreen
from ekskb.tui.screens.related import RelatedScreen
from ekskb.tui.widgets.line_view import LineView
from ekskb.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp


class EntryPane(Vertical):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,ctrl+f", "find", "Find", key_display="/", tooltip="Find in this entry", id="find"),
        Binding("n", "step(1)", "Next place", show=False, tooltip="Next found place", id="next-place"),
        Binding(
            "N", "step(-1)", "Previous place", show=False, tooltip="Found place before", id="previous-place"
        ),
        Binding("o", "outline", "Outline", tooltip="Jump to a heading", id="outline"),
        Binding("z", "fold", "Unfold", tooltip="Show long logs in full, or fold them", id="fold"),
        Binding("r", "related", "Related", tooltip="Open a related entry", id="related"),
    ]

    reader = getters.query_one(Reader)
    find_box = getters.query_one("#find", Input)
    places = getters.query_one("#places", Static)

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.entry: Entry | None = None
        self.match: Match | None = None
        self._paper = Paper((), ())
        self._told = ""

    def compose(self) -> ComposeResult:
        yield Reader()
        yield Input(placeholder="Find in this entry", id="find", compact=True)
        yield Static(id="places", markup=False)

    def show_entry(
        self, entry: Entry, paper: Paper, match: Match | None = None, told: str = "", keep_place: bool = False
    ) -> None:
        """Show an entry; from a match, the lines that the paste matched are marked.

        `told` is what was noted about it before. The place is kept for the same entry, or if asked for.
        """
        same = keep_place or (self.entry is not None and self.entry.id == entry.id)
        self.entry, self.match, self._paper, self._told = entry, match, paper, told
        if told:
            paper = replace(paper, head=(*paper.head, Content.styled(f"Noted here: {told}", "$text-accent")))
        marked = frozenset(pair.entry_line for pair in match.evidence) if match else frozenset()
        self.reader.show_paper(paper, marked, keep_place=same)
        self.find_box.display = self.places.display = False
        self.refresh_bindings()

    def show_role(self, roles: Sequence[Role]) -> None:
        """Begin with the first section of one of these roles; at the top where there is none."""
        line = next((part.line for part in self._paper.parts if part.role in roles), 0)
        self.reader.begin_at(line)

    def show_related(self, related: Sequence[tuple[str, str]]) -> None:
        """Name the entries that belong to this one, as ids and titles."""
        if self.entry is not None and related:
            self._paper = with_related(self._paper, related)
            self.show_entry(self.entry, self._paper, self.match, self._told)

    def show_told(self, told: str) -> None:
        """What was noted about the entry has changed."""
        if self.entry is not None:
            self.show_entry(self.entry, self._paper, self.match, told)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "related" or (self.is_mounted and bool(self.reader.links()))

    def action_related(self) -> None:
        """Open the related entry, or ask which."""
        links = self.reader.links()
        if len(links) == 1:
            self.follow(links[0][0])
        elif links:
            self.app.push_screen(RelatedScreen(links), self.follow)

    def follow(self, entry_id: str | None) -> None:
        if entry_id:
            self.post_message(Reader.Followed(entry_id))

    def action_find(self) -> None:
        self.find_box.display = True
        self.find_box.focus()

    def action_step(self, step: int) -> None:
        self.reader.step_place(step)

    def action_fold(self) -> None:
        self.reader.toggle_folds()

    def action_outline(self) -> None:
        def jump(index: int | None) -> None:
            if index is not None:
                self.reader.scroll_to(y=index, animate=False)

        if headings := self.reader.outline():
            self.app.push_screen(OutlineScreen(headings), jump)

    @on(Input.Changed, "#find")
    def find_term(self, event: Input.Changed) -> None:
        event.stop()
        self.reader.find(event.value)

    @on(Input.Submitted, "#find")
    def leave_find(self, event: Input.Submitted) -> None:
        event.stop()
        self.find_box.display = False
        self.reader.focus()

    @on(LineView.Searched)
    def tell_places(self, event: LineView.Searched) -> None:
        term = self.find_box.value
        self.places.display = bool(term)
        steps = f"{self._key('next-place')} next  {self._key('previous-place')} previous"
        told = f"{event.at} of {event.total}  {steps}" if event.total else "not found"
        self.places.update(Content(f"“{term}”: {told}"))

    def _key(self, action: str) -> str:
        return cast("EksKbApp", self.app).key(action)

    def end_find(self) -> bool:
        """Close the find bar and forget its marks; False when there was nothing to close."""
        if not self.find_box.display and not self.places.display:
            return False
        self.find_box.value = ""
        self.find_box.display = self.places.display = False
        self.reader.find("")
        self.places.display = False
        self.reader.focus()
        return True
