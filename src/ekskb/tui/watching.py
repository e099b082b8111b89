"""Seeing at once that documents have changed: the only home of watchfiles."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

STEP_MS = 500
"""Milliseconds within which the watcher notices that it is to stop; changes are told at once."""


class Watcher:
    """Tells of changes below some paths from a thread of its own.

    Where the system cannot watch (a network share, no handles left, a folder that vanishes) it ends
    without a word: the app looks at the disk every few seconds as well.
    """

    def __init__(self, paths: tuple[Path, ...], tell: Callable[[], None]) -> None:
        self._paths = paths
        self._tell = tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="ekskb-watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end; returns at once."""
        self._stop.set()

    def _watch(self) -> None:
        from watchfiles import watch

        there = [path for path in self._paths if path.exists()]
        if not there:
            return
        try:
            changes = watch(*there, stop_event=self._stop, rust_timeout=STEP_MS, raise_interrupt=False)
            for _ in changes:
                if self._stop.is_set():
                    return
                self._tell()
        except (OSError, RuntimeError):
            return
