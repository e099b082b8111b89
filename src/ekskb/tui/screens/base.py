"""Base of the large screens: the knowledge base at hand, failures told, layouts by width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker

from ekskb.model import Match
from ekskb.tui.door import KnowledgeBase
from ekskb.tui.fetch import tell_crash
from ekskb.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp

WIDE = 120
"""Cells from which a list and an entry stand side by side."""

TALL = 44
"""Lines from which proof and entry stand one above the other."""


class KbScreen(Screen[None]):
    # Textual declares these as plain attributes, so they cannot be marked as class variables.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (16, "-high"), (TALL, "-tall")]  # noqa: RUF012

    @property
    def ekskb(self) -> EksKbApp:
        return cast("EksKbApp", self.app)

    @property
    def kb(self) -> KnowledgeBase:
        return self.ekskb.kb

    @property
    def is_wide(self) -> bool:
        return self.app.size.width >= WIDE

    @property
    def is_tall(self) -> bool:
        return self.app.size.height >= TALL

    def kb_changed(self) -> None:
        """The knowledge base has changed on disk: show what is there now."""

    def judged(self) -> None:
        """Something was noted about an entry: show it."""

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_crash(self, event)


@dataclass(frozen=True, slots=True)
class Subject:
    """The entry that the screen is about at the moment."""

    entry_id: str
    match: Match | None = None
    line: int = 0
    """Line in the document that is looked at; 0 for where the entry begins."""


class SubjectScreen(KbScreen):
    """A screen that shows or highlights an entry, and what one can do with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "commands", "Copy", tooltip="Copy a command of the entry", id="copy"),
        Binding("e", "edit", "Edit", tooltip="Edit the document at this line", id="edit"),
        Binding("w", "note", "Note", tooltip="Copy a handover note, secrets left out", id="note"),
        Binding(
            "W",
            "save_note",
            "Save note",
            show=False,
            tooltip="Save a handover note in this folder",
            id="save-note",
        ),
    ]

    @on(Reader.Followed)
    def _follow(self, event: Reader.Followed) -> None:
        self.ekskb.open_entry(event.entry_id)

    def subject(self) -> Subject | None:
        raise NotImplementedError

    def action_commands(self) -> None:
        if subject := self.subject():
            self.ekskb.copying.choose(subject.entry_id, subject.match)

    def action_edit(self) -> None:
        if subject := self.subject():
            self.ekskb.edit_entry(subject.entry_id, subject.line)

    def action_save_note(self) -> None:
        if self.app.is_web:
            self.app.notify("A note is saved where ekskb runs; w copies it.", markup=False)
        elif subject := self.subject():
            self.ekskb.copying.save_note(subject.entry_id, subject.match)

    def action_note(self) -> None:
        if subject := self.subject():
            self.ekskb.copying.note(subject.entry_id, subject.match)
