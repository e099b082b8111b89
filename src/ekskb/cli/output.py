"""The only writer to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

from ekskb.errors import EkskbError
from ekskb.render.style import Styler, ansi, plain


def styler() -> Styler:
    """Colour on a terminal without NO_COLOR, plain text everywhere else."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return ansi if wanted else plain


class ReaderGone(Exception):
    """Whoever read our output has what they wanted; not a fault."""


class OutputError(EkskbError):
    """Standard output cannot be written, because its disk is full, say."""


def write(text: str) -> None:
    """Write text as UTF-8, whatever the locale says; raises ReaderGone on a closed pipe, OutputError."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _forget()
        raise ReaderGone from None
    except OSError as fault:
        _forget()
        raise OutputError(f"standard output: cannot be written: {fault.strerror}") from fault


def _forget() -> None:
    """Python flushes once more at exit and would complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def write_json(data: dict[str, Any]) -> None:
    """One document on one line-broken, indented form; key order is the contract's."""
    import msgspec

    write(msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n")


def write_json_lines(rows: Iterable[dict[str, Any]]) -> None:
    """One object a line, each complete in itself."""
    import msgspec

    write("".join(msgspec.json.encode(row).decode() + "\n" for row in rows))
