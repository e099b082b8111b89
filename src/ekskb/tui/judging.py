"""What was noted about entries on this machine: loaded once, added to by a key, shown where entries are."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ekskb.errors import EkskbError
from ekskb.feedback import Note, Tally, Verdict, add_note, clear_notes, read_tallies
from ekskb.tui.fetch import fetch, tell_fault

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp

_JUST_NOW = timedelta(hours=1)
_TOLD: dict[Verdict, str] = {
    "fixed": "Noted on this machine: this fixed it. {key} forgets it.",
    "wrong": "Noted on this machine: not this. {key} forgets it.",
    "forgotten": "Forgotten.",
}


class Judging:
    """Notes stay on this machine. For one log each verdict on an entry counts once."""

    def __init__(self, app: EksKbApp, path: Path) -> None:
        self._app = app
        self._path = path
        self._tallies: dict[str, Tally] = {}
        self._noted: set[tuple[str, str, Verdict]] = set()
        self._lock = threading.Lock()

    def tally(self, entry_id: str) -> Tally:
        return self._tallies.get(entry_id, Tally())

    def told(self, entry_id: str) -> str:
        """What was noted about an entry, in words; empty for nothing, and for having been opened just now."""
        tally, now = self.tally(entry_id), self._app.now()
        first = tally == Tally(seen=1, last=tally.last)
        return "" if first and tally.last and now - tally.last < _JUST_NOW else tally.told(now)

    def load(self) -> None:
        """Read what was noted before; where it cannot be read, that is told once something is to be noted."""
        read = partial(read_tallies, self._path)
        fetch(self._app, read, self._show, group="feedback", fail=lambda _: None)

    def note(self, entry_id: str, verdict: Verdict) -> None:
        """Keep a verdict about the log at hand."""
        key = (self._app.paste, entry_id, verdict)
        if key in self._noted:
            if verdict in _TOLD:
                self._app.notify("Noted already.", markup=False)
            return
        self._noted.add(key)
        note = Note(entry_id, verdict, self._app.now())
        self._change(partial(add_note, self._path, note), f"{entry_id} {verdict}", self._told_of(verdict))

    def _told_of(self, verdict: Verdict) -> str:
        return _TOLD.get(verdict, "").format(key=self._app.key("forget"))

    def forget(self, entry_id: str) -> None:
        """What was noted about one entry no longer counts."""
        self._noted = {key for key in self._noted if key[1] != entry_id}
        note = Note(entry_id, "forgotten", self._app.now())
        self._change(partial(add_note, self._path, note), f"{entry_id} forgotten", _TOLD["forgotten"])

    def clear(self) -> None:
        """Delete everything noted about this knowledge base."""
        self._noted.clear()
        self._change(partial(clear_notes, self._path), "all", "Everything noted here is deleted.")

    def _change(self, change: Callable[[], None], group: str, told: str) -> None:
        def work() -> dict[str, Tally]:
            with self._lock:
                change()
                return read_tallies(self._path)

        def done(tallies: dict[str, Tally]) -> None:
            self._show(tallies)
            if told:
                self._app.notify(told, markup=False)

        # A group of its own: a later note must not cancel this one.
        fetch(self._app, work, done, group=f"feedback {group}", fail=self._failed)

    def _failed(self, fault: EkskbError) -> None:
        self._noted.clear()
        tell_fault(self._app, fault)

    def _show(self, tallies: dict[str, Tally]) -> None:
        self._tallies = tallies
        self._app.judged()


def clock() -> datetime:
    return datetime.now(UTC)
