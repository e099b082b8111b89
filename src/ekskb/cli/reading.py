"""Log text from files and standard input: a paste, or more than a paste should be."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ekskb.cli import diagnostics
from ekskb.errors import RootError, UsageError

if TYPE_CHECKING:
    from ekskb.scan.packing import Readable, SourceError
    from ekskb.scan.sources import Source

MOST_BYTES = 64_000_000
"""What one paste may hold; the rest of a larger file is not read."""

SMALL = 5_000_000
"""Up to this size one input is a paste; anything more is scanned."""


def read_logs(files: tuple[str, ...]) -> str:
    """The text of all files, a line break between them; `-` or none is standard input.

    Raises UsageError when that is a terminal, RootError when a file cannot be read.
    """
    from ekskb.decode import decode

    _need_input(files)
    parts = []
    for name in files or ("-",):
        part = sys.stdin.buffer.read(MOST_BYTES) if name == "-" else _read_file(Path(name), MOST_BYTES)
        parts.append(part if part.endswith(b"\n") or len(files) < 2 else part + b"\n")
        if len(part) >= MOST_BYTES:
            diagnostics.notice_line(f"{name}: only the first {MOST_BYTES // 1_000_000} MB are matched")
    return decode(b"".join(parts)).text


@dataclass(frozen=True, slots=True)
class Stream:
    """More than a paste from a pipe."""

    name: str
    file: Readable


Archive = tuple["Source", ...]
"""Files that are more than a paste, one that is large, or a folder."""


def read_input(files: tuple[str, ...]) -> str | Stream | Archive:
    """What the user named: the text of a paste, or what is to be scanned.

    Raises UsageError when that is a terminal, RootError when nothing of it can be read.
    """
    _need_input(files)
    if files in ((), ("-",)):
        return _start_of("-", sys.stdin.buffer)
    if len(files) > 1 or Path(files[0]).is_dir():
        return _list_sources(files)
    return _read_one(Path(files[0]))


def _need_input(files: tuple[str, ...]) -> None:
    if not files and sys.stdin.isatty():
        hint = "pipe one: kubectl logs deploy/NAME | ekskb match; or name a file; or try --sample"
        raise UsageError("no log: nothing is piped and no file is named", hint)


def _start_of(name: str, file: Readable) -> str | Stream:
    """A paste if the stream ends soon enough."""
    from ekskb.decode import decode
    from ekskb.scan.packing import Joined, SourceError, unpacked

    first = b""
    try:
        opened = unpacked(file)
        while len(first) <= SMALL and (block := opened.read(SMALL + 1 - len(first))):
            first += block
    except SourceError as fault:
        _go_on_with(first, name, fault)
    return decode(first).text if len(first) <= SMALL else Stream(name, Joined(first, opened))


def _read_one(path: Path) -> str | Stream | Archive:
    from ekskb.decode import decode
    from ekskb.scan.packing import SourceError
    from ekskb.scan.sources import look_at

    try:
        if path.exists() and not path.is_file():
            return _start_of(str(path), path.open("rb"))
        start = _read_file(path, SMALL + 1)
        if len(start) <= SMALL and not _packed(start):
            return decode(start).text
        source = look_at(path)
        return (source,) if source.size > SMALL else _unpack_small(source)
    except SourceError as fault:
        raise RootError(f"{path}: cannot be read: {fault}") from fault
    except OSError as fault:
        raise RootError(f"{path}: cannot be read: {fault.strerror}") from fault


def _packed(start: bytes) -> bool:
    from ekskb.scan.packing import is_packed

    return is_packed(start)


def _unpack_small(source: Source) -> str | Archive:
    """A small compressed file is a paste if what is in it is small, too."""
    from ekskb.decode import decode
    from ekskb.scan.packing import SourceError
    from ekskb.scan.sources import read_blocks

    held = b""
    try:
        for block in read_blocks(source):
            held += block
            if len(held) > SMALL:
                return (source,)
    except SourceError as fault:
        _go_on_with(held, source.name, fault)
    return decode(held).text


def _go_on_with(held: bytes, name: str, fault: SourceError) -> None:
    """What was read before a damaged place is matched; raises RootError where there is nothing of it."""
    if not held:
        raise RootError(f"{name}: cannot be read: {fault}") from fault
    diagnostics.notice_line(f"{name}: {fault}")


def _list_sources(files: tuple[str, ...]) -> Archive:
    """What can be read of many files; each that cannot is told in a line, and the others are read."""
    from ekskb.scan.packing import SourceError
    from ekskb.scan.sources import list_files, look_at, shown_name

    paths = tuple(_spooled(name) for name in files)
    piped = {path for path, name in zip(paths, files, strict=True) if name == "-"}
    found = []
    for path in list_files(paths, diagnostics.notice_line):
        name = "-" if str(path) in piped else shown_name(path)
        try:
            found.append(replace(look_at(path), name=name))
        except SourceError as fault:
            diagnostics.notice_line(f"{name}: {fault}")
    if not found:
        raise RootError(f"no log to read in {', '.join(files)}", "name files or folders that hold logs")
    return tuple(found)


def _spooled(name: str) -> str:
    """Standard input as a file, so that it can stand among others; gone when ekskb ends."""
    if name != "-":
        return name
    import atexit
    import shutil
    import tempfile

    try:
        with tempfile.NamedTemporaryFile("wb", prefix="ekskb-stdin-", delete=False) as spool:
            # Before it grows: an interrupt or a full disk must not leave it behind.
            atexit.register(Path(spool.name).unlink, missing_ok=True)
            shutil.copyfileobj(sys.stdin.buffer, spool)
    except OSError as fault:
        hint = "write it to a file and name that, or set TMPDIR to a folder with room"
        raise RootError(f"-: cannot be kept for the scan: {fault.strerror}", hint) from fault
    return spool.name


def _read_file(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as fault:
        raise RootError(f"{path}: cannot be read: {fault.strerror}") from fault
