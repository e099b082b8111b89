"""The app: what all screens share."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path, PurePath
from typing import ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from ekskb.errors import EkskbError
from ekskb.feedback import feedback_path
from ekskb.model import Entry, Match
from ekskb.tui import actions
from ekskb.tui.copying import Copying
from ekskb.tui.door import KnowledgeBase
from ekskb.tui.drafting import Drafting
from ekskb.tui.fetch import fetch, tell_crash, tell_fault
from ekskb.tui.history import History
from ekskb.tui.judging import Judging, clock
from ekskb.tui.keymap import Keymap, default_keys, read_keymap
from ekskb.tui.large import Survey
from ekskb.tui.memory import LongLived
from ekskb.tui.offered import offered_actions
from ekskb.tui.palette import EntryProvider
from ekskb.tui.safe import safe_line
from ekskb.tui.screens.base import KbScreen
from ekskb.tui.screens.entry import EntryScreen
from ekskb.tui.screens.help import HelpScreen
from ekskb.tui.screens.match import MatchScreen
from ekskb.tui.screens.problems import ProblemScreen
from ekskb.tui.screens.search import SearchScreen
from ekskb.tui.terminal import need_terminal
from ekskb.tui.watching import Watcher

REFRESH = 5.0
"""Seconds between two looks at the disk, for places where changes are not told."""

_WATCHED = ("kb", "ekskb.yaml")


class EksKbApp(App[None]):
    TITLE = "ekskb"
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        *(f"screens/{name}.tcss" for name in ("entry", "search", "match", "problems", "modal")),
    ]
    """All at once: a style sheet that comes with a later screen would make the app parse again."""

    COMMANDS = App.COMMANDS | {EntryProvider}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p,f2", "paste_view", "Paste", tooltip="Match a pasted log", id="paste"),
        Binding("question_mark", "help", "Help", key_display="?", tooltip="This help", id="help"),
        Binding("f1", "help", "Help", tooltip="This help", id="help"),
        Binding("q", "quit", "Quit", id="quit"),
        Binding(
            "ctrl+p",
            "command_palette",
            "More",
            key_display="^p",
            tooltip="All actions, every entry by name",
            priority=True,
        ),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True),
        Binding(
            "P,f4",
            "problems",
            "Problems",
            show=False,
            tooltip="What is wrong with the documents",
            id="problems",
        ),
    ]

    def __init__(
        self, kb: KnowledgeBase, paste: str = "", screen: str = "search", survey: Survey | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"  # over SSH every frame of a scroll is bytes and time
        self.kb = kb
        self.history = History()
        self.copying = Copying(self)
        self.now = clock
        """The time as it is; tests stop it."""

        self.judging = Judging(self, feedback_path(kb.root, os.environ))
        self.drafting = Drafting(self)
        self.long_lived = LongLived()
        self.survey = survey
        """Scans a large log; without it such a log is matched from its end."""

        self.paste = paste
        """The log matched last; values for placeholders are looked for in it."""

        self._first = screen
        self._watcher = Watcher(tuple(kb.root / name for name in _WATCHED), self._told_of_change)
        self._lost = ""
        self._keys: Mapping[str, str] = {}

    def key(self, action: str) -> str:
        """The key of an action, by its id in the keymap, as it is to be told."""
        keys = self._keys.get(action) or default_keys().get(action, "")
        return self.get_key_display(Binding(keys.split(",")[0], action))

    def get_default_screen(self) -> SearchScreen:
        return SearchScreen()

    def on_mount(self) -> None:
        self.judging.load()
        self._set_theme(self.kb.config.theme)
        self._set_keys(self.kb.config.keymap)
        if self.paste or self._first == "match":
            self.push_screen(MatchScreen(self.paste))
        elif self._first == "problems":
            self.push_screen(ProblemScreen())
        self.set_interval(REFRESH, self.look_again)
        self._watcher.start()

    def on_unmount(self) -> None:
        self._watcher.stop()

    def _told_of_change(self) -> None:
        """From the watcher's thread."""
        self.call_later(self.look_again)

    def _set_theme(self, name: str) -> None:
        if name in self.available_themes:
            self.theme = name
        elif name:
            known = ", ".join(sorted(self.available_themes))
            self.notify(f"ekskb.yaml names no known theme. Known: {known}", severity="warning", markup=False)

    def _set_keys(self, wanted: Mapping[str, str]) -> None:
        keymap = read_keymap(wanted) if wanted else Keymap({}, ())
        if keymap.keys:
            self.set_keymap(keymap.keys)
            self._keys = keymap.keys
        if keymap.faults:
            told = safe_line(f"ekskb.yaml, keymap: {'; '.join(keymap.faults)}")
            self.notify(told, severity="warning", markup=False, timeout=10)

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
        self.paste = paste
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
        if match is not None:
            self.judging.note(entry_id, "seen")
        self.push_screen(EntryScreen(entry_id, match, line))

    def judged(self) -> None:
        """Something was noted about an entry."""
        for screen in self.screen_stack:
            if isinstance(screen, KbScreen):
                screen.judged()

    def copy_to_clipboard(self, text: str) -> None:
        """Text selected with the mouse takes the same way as a command."""
        self.copying.copy(text)

    def write_sequence(self, sequence: str) -> bool:
        """Send a control sequence to the terminal; False when there is none, as in a browser or a test."""
        if self._driver is None or self.is_headless or self.is_web:
            return False
        self._driver.write(sequence)
        return True

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

    def look_again(self) -> None:
        """See whether documents have changed, off the main loop."""
        fetch(self, self.kb.refresh, self._refreshed, group="refresh", fail=self._lost_sight)

    def _lost_sight(self, fault: EkskbError) -> None:
        """The knowledge base cannot be read: told once, not every few seconds."""
        if self._lost != fault.message:
            tell_fault(self, fault)
        self._lost = fault.message

    def _refreshed(self, changed: bool) -> None:
        self._lost = ""
        for screen in self.screen_stack if changed else ():
            if isinstance(screen, KbScreen):
                screen.kb_changed()

    def action_paste_view(self) -> None:
        if not isinstance(self.screen, MatchScreen):
            self.push_screen(MatchScreen())

    def action_problems(self) -> None:
        if not isinstance(self.screen, ProblemScreen):
            self.push_screen(ProblemScreen())

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every action that the screen offers now, by its name; then theme and quit."""
        for offer in offered_actions(screen):
            if offer.action != "quit":
                told = f"{offer.told} ({' '.join(offer.keys)})"
                yield SystemCommand(offer.name, told, partial(self.run_action, offer.action, offer.node))
        told = "Delete all that was noted on this machine about this knowledge base"
        yield SystemCommand("Clear feedback", told, self.judging.clear)
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)
        yield SystemCommand("Quit", "Leave", self.action_quit)

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            told = "An action, or an entry by its title"
            self.push_screen(CommandPalette(placeholder=told, id="--command-palette"))

    def action_help(self) -> None:
        self.push_screen(HelpScreen([(" ".join(o.keys), o.told) for o in offered_actions(self.screen)]))

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group == "refresh" and event.state is WorkerState.ERROR:
            self._lost_sight(EkskbError(f"the knowledge base cannot be read: {event.worker.error}"))
        else:
            tell_crash(self, event)


def run(kb: KnowledgeBase, paste: str = "", screen: str = "search", survey: Survey | None = None) -> int:
    """Show the app until the user leaves; returns the exit status.

    `screen` is the one to begin with: search, match or problems; `survey` scans large logs. Raises
    `UsageError` when there is no terminal to show it on.
    """
    need_terminal()
    app = EksKbApp(kb, paste, screen, survey)
    app.run()
    for text in dict.fromkeys(app.copying.kept):
        sys.stdout.write(f"{text}\n")
    return app.return_code or 0
