"""The app: what all screens share, and the way in."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar

import platformdirs
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import Worker

from ekskb.errors import EkskbError, UsageError
from ekskb.model import Entry, FilledCommand, Match
from ekskb.tui import actions
from ekskb.tui.clipboard import Outcome
from ekskb.tui.commands import copy_all_text, entry_commands, known_values
from ekskb.tui.door import KnowledgeBase
from ekskb.tui.fetch import fetch, tell_crash, tell_fault
from ekskb.tui.history import History
from ekskb.tui.screens.base import KbScreen
from ekskb.tui.screens.commands import CommandScreen
from ekskb.tui.screens.entry import EntryScreen
from ekskb.tui.screens.fill import Filled, FillScreen
from ekskb.tui.screens.help import HelpScreen
from ekskb.tui.screens.match import MatchScreen
from ekskb.tui.screens.problems import ProblemScreen
from ekskb.tui.screens.search import SearchScreen
from ekskb.tui.widgets.entry_pane import EntryPane

REFRESH = 3.0
"""Seconds between two looks at the disk."""


class EksKbApp(App[None]):
    TITLE = "ekskb"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        f"screens/{name}.tcss" for name in ("entry", "search", "match", "problems", "modal")
    ]
    """All at once: a style sheet that comes with a later screen would make the app parse again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,f2", "paste_view", "Paste"),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("f1", "help", "Help"),
        Binding("q", "quit", "Quit"),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding("P,f4", "problems", "Problems", show=False),
    ]

    def __init__(self, kb: KnowledgeBase, paste: str = "", screen: str = "search") -> None:
        super().__init__()
        self.kb = kb
        self.history = History()
        self.values: dict[str, str] = {}
        """Placeholder values typed so far, offered again."""

        self.kept: list[str] = []
        """Texts that no clipboard took; printed once the terminal is free again."""

        self._paste = paste
        self._first = screen

    def get_default_screen(self) -> SearchScreen:
        return SearchScreen()

    def on_mount(self) -> None:
        if self._paste or self._first == "match":
            self.push_screen(MatchScreen(self._paste))
        elif self._first == "problems":
            self.push_screen(ProblemScreen())
        self.set_interval(REFRESH, self.look_again)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Paste) and not event.is_forwarded and self.take_paste(event.text):
            return
        await super().on_event(event)

    def take_paste(self, text: str) -> bool:
        """Several lines go to the match screen, one line to the search box; False leaves it to the focus."""
        if not isinstance(self.screen, KbScreen) or not text.strip():
            return False
        waiting = isinstance(self.screen, MatchScreen) and self.screen.is_waiting
        if waiting or len(text.strip("\r\n").splitlines()) > 1:
            self.open_match(text)
        elif self.screen.focused is not None and self.screen.focused.check_consume_key("a", "a"):
            return False
        else:
            self.search_for(text.strip())
        return True

    def open_match(self, paste: str) -> None:
        if isinstance(self.screen, MatchScreen):
            self.screen.take(paste)
        else:
            self.push_screen(MatchScreen(paste))

    def search_for(self, words: str) -> None:
        """Back to the search screen, with these words in the box."""
        while len(self.screen_stack) > 1:
            self.pop_screen()
        if isinstance(self.screen, SearchScreen):
            self.screen.ask(words)

    def open_entry(self, entry_id: str, match: Match | None = None, line: int = 0) -> None:
        self.push_screen(EntryScreen(entry_id, match, line))

    def choose_command(self, entry_id: str, match: Match | None = None) -> None:
        """Show the commands of an entry that may not have been read yet."""
        fetch(self, partial(self.kb.get, entry_id), partial(self.show_commands, match=match), group="entry")

    def show_commands(self, entry: Entry, match: Match | None) -> None:
        commands = entry_commands(entry, match)
        if not commands:
            self.notify("This entry holds no commands.", markup=False)
            return
        known = known_values(commands, self.values)
        self.push_screen(CommandScreen(entry.title, commands), partial(self._take_commands, known=known))

    def _take_commands(
        self, chosen: tuple[FilledCommand, ...] | None, known: dict[str, tuple[str, str]]
    ) -> None:
        if not chosen:
            return
        if any(command.placeholders for command in chosen):
            self.push_screen(FillScreen(chosen, known), self._take_filled)
        else:
            self.copy_commands(chosen)

    def _take_filled(self, filled: Filled | None) -> None:
        if filled:
            self.values |= filled.values
            self.copy_commands(filled.commands)

    def copy_commands(self, commands: tuple[FilledCommand, ...]) -> None:
        text = copy_all_text(commands)
        still_open = [name for command in commands for name in command.placeholders]
        notes = [f"Still open: {', '.join(still_open)}."] if still_open else []
        lines = text.count("\n") + 1
        if lines > 1:
            notes.append(f"{lines} lines: a shell may run all but the last at once when you paste.")
        self.copy_out(text, " ".join(notes))

    def copy_to_clipboard(self, text: str) -> None:
        """Text selected with the mouse takes the same way as a command."""
        self.copy_out(text)

    def copy_out(self, text: str, note: str = "") -> None:
        """Copy by whatever works here and say which way it was."""
        fetch(self, partial(actions.copy_away, text), partial(self._copied, text, note), group="copy")

    def _copied(self, text: str, note: str, outcome: Outcome | str) -> None:
        if isinstance(outcome, Outcome):
            told, severity = outcome.told, False
        elif outcome and self._driver is not None and not self.is_headless:
            self._driver.write(outcome)
            told, severity = "Sent to the terminal (OSC 52), which does not say whether it took it.", False
            self.kept.append(text)
        else:
            told, severity = self._keep(text), True
        self.notify(
            f"{told} {note}".strip(), severity="warning" if severity or note else "information", markup=False
        )

    def _keep(self, text: str) -> str:
        self.kept.append(text)
        folder = Path(platformdirs.user_state_path("ekskb"))
        try:
            path = actions.save_text(text, folder, "copied.txt")
        except EkskbError:
            return "No clipboard here: it is printed when you quit."
        return f"No clipboard here: saved to {path}, and printed when you quit."

    def edit_entry(self, entry_id: str, line: int = 0) -> None:
        fetch(self, partial(self.kb.get, entry_id), partial(self._edit, line=line), group="entry")

    def _edit(self, entry: Entry, line: int) -> None:
        self.edit_file(self.kb.document_path(entry), line or entry.source.lines[0])

    def edit_file(self, path: Path, line: int) -> None:
        try:
            actions.edit_file(self, path, line)
        except EkskbError as fault:
            tell_fault(self, fault)
        self.look_again()

    def on_entry_pane_commands_wanted(self, event: EntryPane.CommandsWanted) -> None:
        self.show_commands(event.entry, event.match)

    def on_entry_pane_edit_wanted(self, event: EntryPane.EditWanted) -> None:
        self._edit(event.entry, event.line)

    def look_again(self) -> None:
        """See whether documents have changed, off the main loop."""
        fetch(self, self.kb.refresh, self._refreshed, group="refresh")

    def _refreshed(self, changed: bool) -> None:
        for screen in self.screen_stack if changed else ():
            if isinstance(screen, KbScreen):
                screen.kb_changed()

    def action_paste_view(self) -> None:
        if not isinstance(self.screen, MatchScreen):
            self.push_screen(MatchScreen())

    def action_problems(self) -> None:
        if not isinstance(self.screen, ProblemScreen):
            self.push_screen(ProblemScreen())

    def action_help(self) -> None:
        shown = [active.binding for active in self.screen.active_bindings.values()]
        keys: dict[str, list[str]] = {}
        for binding in shown:
            if binding.description and not binding.system:
                keys.setdefault(binding.description, []).append(self.get_key_display(binding))
        self.push_screen(HelpScreen([(" ".join(names), what) for what, names in keys.items()]))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_crash(self, event)


def run(kb: KnowledgeBase, paste: str = "", screen: str = "search") -> int:
    """Show the app until the user leaves; returns the exit status.

    Raises `UsageError` when there is no terminal to show it on.
    """
    _need_terminal()
    app = EksKbApp(kb, paste, screen)
    app.run()
    for text in app.kept:
        sys.stdout.write(f"{text}\n")
    return app.return_code or 0


def _need_terminal() -> None:
    """A screen to write on, and the keyboard even when a log was piped in."""
    if not sys.stdout.isatty() or os.environ.get("TERM", "") in ("dumb", ""):
        raise UsageError("the terminal UI needs a terminal", "use `ekskb search` and `ekskb match` instead")
    if not sys.stdin.isatty():
        try:
            keyboard = os.open("/dev/tty", os.O_RDONLY)
        except OSError as fault:
            raise UsageError("there is no keyboard", "use `ekskb match` for a log from a pipe") from fault
        os.dup2(keyboard, 0)
        os.close(keyboard)
