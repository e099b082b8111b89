"""Log text from files and standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from ekskb.cli import diagnostics
from ekskb.errors import RootError, UsageError

MOST_BYTES = 64_000_000
"""What one paste may hold; the rest of a larger file is not read."""


def read_logs(files: tuple[str, ...]) -> str:
    """The text of all files, a line break between them; `-` or none is standard input.

    Raises UsageError when that is a terminal, RootError when a file cannot be read.
    """
    from ekskb.decode import decode

    if not files and sys.stdin.isatty():
        hint = "pipe one: kubectl logs deploy/NAME | ekskb match; or name a file; or try --sample"
        raise UsageError("no log: nothing is piped and no file is named", hint)
    parts = []
    for name in files or ("-",):
        part = _read_input() if name == "-" else _read_file(Path(name))
        parts.append(part if part.endswith(b"\n") or len(files) < 2 else part + b"\n")
        if len(part) >= MOST_BYTES:
            diagnostics.notice(f"{name}: only the first {MOST_BYTES // 1_000_000} MB are matched")
    return decode(b"".join(parts)).text


def _read_input() -> bytes:
    return sys.stdin.buffer.read(MOST_BYTES)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError as fault:
        raise RootError(f"{path}: cannot be read: {fault.strerror}") from fault
