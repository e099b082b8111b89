"""From an entry to a command in the clipboard: choose, fill in, copy, tell how."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from ekskb.errors import EkskbError
from ekskb.logs.facts import placeholder_kind, read_facts
from ekskb.model import Entry, FilledCommand, Match
from ekskb.store import write_new
from ekskb.text import printable, slug
from ekskb.tui import actions
from ekskb.tui.clipboard import Outcome
from ekskb.tui.commands import copy_all_text, entry_commands, known_values
from ekskb.tui.fetch import fetch
from ekskb.tui.handover import Copied, handover_note
from ekskb.tui.safe import safe_line
from ekskb.tui.screens.commands import CommandScreen
from ekskb.tui.screens.fill import Filled, FillScreen, Offers

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp

FILE = "copied.txt"


class Copying:
    """What was typed and copied so far, and the way from an entry to the clipboard."""

    def __init__(self, app: EksKbApp) -> None:
        self._app = app
        self._typed: dict[str, str] = {}
        """Placeholder values typed so far, offered again."""

        self._journal: list[Copied] = []
        self.kept: list[str] = []
        """Texts that perhaps no clipboard took; printed once the terminal is free again."""

    def choose(self, entry_id: str, match: Match | None) -> None:
        """Offer the commands of an entry, filled from the paste where it came from a match."""
        paste = self._app.paste if match else ""
        fetch(self._app, partial(self._read, entry_id, match, paste), self._offer, group="entry")

    def _read(
        self, entry_id: str, match: Match | None, paste: str
    ) -> tuple[Entry, tuple[FilledCommand, ...], Offers]:
        entry = self._app.kb.get(entry_id)
        commands = entry_commands(entry, match)
        offers = {name: [pair] for name, pair in known_values(commands, self._typed).items()}
        facts = read_facts(paste) if paste else ()
        for name in dict.fromkeys(name for command in commands for name in command.placeholders):
            found = [(f.value, f"log line {f.line}") for f in facts if f.kind == placeholder_kind(name)]
            offers.setdefault(name, []).extend(found)
        return entry, commands, offers

    def _offer(self, read: tuple[Entry, tuple[FilledCommand, ...], Offers]) -> None:
        entry, commands, offers = read
        if not commands:
            self._app.notify("This entry holds no commands.", markup=False)
            return
        self._app.push_screen(CommandScreen(entry.title, commands), partial(self._chosen, entry.id, offers))

    def _chosen(self, entry_id: str, offers: Offers, chosen: tuple[FilledCommand, ...] | None) -> None:
        if not chosen:
            return
        if any(command.placeholders for command in chosen):
            self._app.push_screen(FillScreen(chosen, offers), partial(self._filled, entry_id))
        else:
            self._copy(entry_id, chosen)

    def _filled(self, entry_id: str, filled: Filled | None) -> None:
        if filled:
            self._typed |= filled.values
            self._copy(entry_id, filled.commands)

    def _copy(self, entry_id: str, commands: tuple[FilledCommand, ...]) -> None:
        self._journal += [Copied(now(), entry_id, command) for command in commands]
        text = copy_all_text(commands)
        still_open = dict.fromkeys(name for command in commands for name in command.placeholders)
        notes = [f"Still open: {', '.join(still_open)}."] if still_open else []
        if lines := text.count("\n"):
            notes.append(f"{lines + 1} lines: a shell may run all but the last at once when you paste.")
        self.copy(text, " ".join(notes))

    def note(self, entry_id: str, match: Match | None) -> None:
        """Copy a handover note about an entry."""
        told = partial(self.copy, note="A handover note, secrets left out.")
        fetch(self._app, partial(self._written, entry_id, match), told, group="note")

    def save_note(self, entry_id: str, match: Match | None) -> None:
        """Save a handover note to a new file of the folder that the app was started in."""

        def save() -> Path:
            text = self._written(entry_id, match).encode("utf-8", "replace")
            return write_new(Path.cwd(), f"handover-{now()[:10]}-{slug(entry_id)}", ".md", text)

        def tell(path: Path) -> None:
            self._app.notify(f"Saved {safe_line(str(path))}, secrets left out.", markup=False, timeout=8)

        fetch(self._app, save, tell, group="note")

    def _written(self, entry_id: str, match: Match | None) -> str:
        return handover_note(self._app.kb.get(entry_id), match, tuple(self._journal), now())

    def copy(self, text: str, note: str = "") -> None:
        """Copy by whatever works here and say which way it was."""
        safe = printable(text).rstrip("\n")
        fetch(self._app, partial(actions.copy_away, safe), partial(self._copied, safe, note), group="copy")

    def _copied(self, text: str, note: str, outcome: Outcome | str) -> None:
        if isinstance(outcome, Outcome):
            told, unsure = outcome.told, False
        elif outcome and self._app.write_sequence(outcome):
            told, unsure = (
                "Sent to the terminal (OSC 52), unconfirmed; printed when you quit.",
                False,
            )
            self.kept.append(text)
        else:
            told, unsure = self._keep(text), True
        warned = unsure or note.startswith("Still")
        self._app.notify(
            f"{told} {note}".strip(), severity="warning" if warned else "information", markup=False, timeout=8
        )

    def _keep(self, text: str) -> str:
        self.kept.append(text)
        try:
            path = actions.save_text(text, Path(platformdirs.user_state_path("ekskb")), FILE)
        except EkskbError:
            return "No clipboard here: it is printed when you quit."
        return f"No clipboard here: saved to {path}, and printed when you quit."


def now() -> str:
    """ISO time in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
