"""The only writer to standard error: faults, notices, hints and progress."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ekskb.errors import EkskbError
from ekskb.text import printable

if TYPE_CHECKING:
    from ekskb.reader import Progress

_BAR = 24


def report(fault: EkskbError) -> None:
    """`ekskb: error: ...` and, where there is one, `hint: ...`."""
    _write(f"ekskb: error: {printable(fault.message)}\n")
    if fault.hint:
        hint(fault.hint)


def notice(message: str) -> None:
    _write(f"ekskb: {printable(message)}\n")


def notice_line(message: str) -> None:
    """One line, even where the message names a file with a line break in its name."""
    notice(" ".join(message.splitlines()))


def hint(message: str) -> None:
    _write(f"hint: {printable(message)}\n")


@contextlib.contextmanager
def progress(what: str) -> Iterator[Progress | None]:
    """A bar on a terminal, nothing elsewhere; gone when the work is done."""
    if not sys.stderr.isatty():
        yield None
        return
    shown = False

    def show(done: int, total: int) -> None:
        nonlocal shown
        shown = True
        filled = _BAR * done // max(1, total)
        _write(f"\r{what} [{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}")

    try:
        yield show
    finally:
        if shown:
            _write("\r\x1b[K")


def _write(text: str) -> None:
    # A closed standard error must not hide the exit status.
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
