"""A stream that has no end yet: a pipe, or files that grow, are rotated, cut short or vanish."""

from __future__ import annotations

import os
import select
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import BinaryIO

_READ = 1 << 18
POLL = 0.5
"""Seconds between two looks at files, and the longest wait for a pipe."""

_GONE = "gone; waiting for it"


@dataclass(frozen=True, slots=True)
class News:
    """Bytes that came in, or word that none did for a while."""

    file: int
    data: bytes = b""
    ended: bool = False


def read_pipe(descriptor: int, poll: float = POLL) -> Iterator[News]:
    """What a pipe brings, as it comes; empty news when it brings nothing for `poll` seconds."""
    while True:
        ready, _, _ = select.select([descriptor], [], [], poll)
        if not ready:
            yield News(0)
            continue
        data = os.read(descriptor, _READ)
        if not data:
            yield News(0, ended=True)
            return
        yield News(0, data)


def read_blocking(stream: BinaryIO) -> Iterator[News]:
    """The same for a stream that cannot be waited for, such as a pipe on Windows."""
    while data := stream.read(_READ):
        yield News(0, data)
    yield News(0, ended=True)


class Tail:
    """One file as it grows. Reading starts at its beginning."""

    def __init__(self, number: int, path: Path, notify: Callable[[str], None]) -> None:
        self._number = number
        self._path = path
        self._notify = notify
        self._file: FileIO | None = None
        self._missing = False

    def read(self) -> Iterator[News]:
        """What is new since the last call; `ended` where a line will not be gone on with."""
        if self._file is None and not self._open():
            return
        assert self._file is not None
        yield from self._rest(self._file)
        change = self._change(self._file)
        if not change:
            return
        # What was written between the last read and the rename is still in the old file.
        yield from self._rest(self._file)
        yield News(self._number, ended=True)
        self._notify(f"{self._path}: {change}")
        self._missing = change == _GONE
        self.close()
        if self._open() and self._file is not None:
            yield from self._rest(self._file)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _rest(self, file: FileIO) -> Iterator[News]:
        while data := file.read(_READ):
            yield News(self._number, data)

    def _open(self) -> bool:
        try:
            self._file = self._path.open("rb", buffering=0)
        except OSError as fault:
            if not self._missing:
                self._notify(f"{self._path}: {fault.strerror}; waiting for it")
            self._missing = True
            return False
        self._missing = False
        return True

    def _change(self, file: FileIO) -> str:
        """What happened to the file under its name; empty where it is the same one, grown or not."""
        held = os.fstat(file.fileno())
        try:
            now = self._path.stat()
        except OSError:
            return _GONE
        if (now.st_dev, now.st_ino) != (held.st_dev, held.st_ino):
            return "replaced, reading the new file"
        # A pipe under a name, such as `<(command)` of a shell, has neither a size nor a place.
        cut = stat.S_ISREG(held.st_mode) and now.st_size < file.tell()
        return "cut short, reading from its start" if cut else ""


def read_tails(
    paths: list[Path],
    notify: Callable[[str], None],
    pause: Callable[[float], None] = time.sleep,
    poll: float = POLL,
) -> Iterator[News]:
    """What is written to the files, for ever; empty news after each look at all of them."""
    tails = [Tail(number, path, notify) for number, path in enumerate(paths)]
    try:
        while True:
            quiet = True
            for tail in tails:
                for news in tail.read():
                    quiet = False
                    yield news
            yield News(0)
            if quiet:
                pause(poll)
    finally:
        for tail in tails:
            tail.close()
