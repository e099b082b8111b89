"""The terminal that the app needs: a screen to write on and a keyboard to read from."""

from __future__ import annotations

import os
import sys

from ekskb.errors import UsageError

_DUMB = frozenset({"", "dumb"})
"""Values of TERM for terminals that cannot place a cursor."""


def need_screen() -> None:
    """Raises `UsageError` where nothing can be drawn."""
    # Textual draws on the error stream, so that results may go elsewhere.
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in _DUMB:
        raise UsageError("the terminal UI needs a terminal", "use 'ekskb search' and 'ekskb match' instead")


def need_terminal() -> None:
    """Make the terminal the keyboard even when a log was piped in; raises `UsageError` without one."""
    need_screen()
    if sys.stdin.isatty():
        return
    try:
        keyboard = os.open("/dev/tty", os.O_RDONLY)
    except OSError as fault:
        raise UsageError("there is no keyboard", "use 'ekskb match' for a log from a pipe") from fault
    os.dup2(keyboard, 0)
    os.close(keyboard)
