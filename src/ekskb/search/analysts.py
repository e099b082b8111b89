"""Analysing many entries on the cores that writing the index leaves idle.

Helpers are plain child processes that read entries and answer with what is written for them. Unlike
`multiprocessing` they import nothing of the program that started them, which may be any script.
"""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import chain, cycle, islice
from typing import IO

import msgspec

from ekskb.search.packed import Change, Packed, pack_entry

ALONE = 400
"""So many entries are analysed sooner than a process that helps is there."""

_CHUNK = 25
_AHEAD = 60
"""Chunks under way at most: what there is to do while a batch is being committed."""

_MOST_HELPERS = 4
_SIZE = 8
"""Bytes of the length that stands before each message."""

_SERVE = "import sys; sys.path[:] = {path!r}; from ekskb.search.analysts import serve; serve()"
_decode_changes = msgspec.msgpack.Decoder(list[Change]).decode
_decode_packed = msgspec.msgpack.Decoder(list[Packed]).decode


def pack_entries(changes: Iterable[Change]) -> Iterator[Packed]:
    """Analyse entries in their order, a few here, many in other processes as well."""
    source = iter(changes)
    yield from map(pack_entry, islice(source, ALONE))
    helpers = min(_MOST_HELPERS, (os.cpu_count() or 1) - 1)
    for first in islice(source, 1):
        rest = chain((first,), source)
        yield from _helped(rest, helpers) if helpers else map(pack_entry, rest)


def _helped(source: Iterator[Change], helpers: int) -> Iterator[Packed]:
    with ExitStack() as stack:
        team = [stack.enter_context(Helper()) for _ in range(helpers)]
        ahead: deque[tuple[list[Change], Helper]] = deque()
        turns = cycle(team)
        while chunk := list(islice(source, _CHUNK)):
            ahead.append((chunk, next(turns)))
            ahead[-1][1].ask(chunk)
            if len(ahead) > _AHEAD:
                yield from _answer(*ahead.popleft())
        while ahead:
            yield from _answer(*ahead.popleft())


def _answer(chunk: Sequence[Change], helper: Helper) -> list[Packed]:
    # A helper that cannot start, or was killed for its memory, costs time and nothing else.
    return helper.answer() or [pack_entry(change) for change in chunk]


class Helper:
    """A child process that analyses; it ends with its parent."""

    def __init__(self) -> None:
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Helper:
        command = [sys.executable, "-c", _SERVE.format(path=sys.path)]
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        with suppress(OSError):
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null)
            self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is None or self._process.stdin is None or self._process.stdout is None:
            return
        with suppress(OSError):
            self._process.stdin.close()
        self._process.kill()
        self._reader.join()
        self._process.stdout.close()
        self._process.wait()

    def ask(self, chunk: Sequence[Change]) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                _send(self._process.stdin, msgspec.msgpack.encode(chunk))

    def answer(self) -> list[Packed]:
        """The answer to the earliest question; empty once the process is gone."""
        if self._process is None:
            return []
        data = self._answers.get()
        if not data:
            self._answers.put(b"")
        return _decode_packed(data) if data else []

    def _read(self) -> None:
        if self._process is not None and self._process.stdout is not None:
            while data := _receive(self._process.stdout):
                self._answers.put(data)
        self._answers.put(b"")


def serve() -> None:
    """What a helper does: answer until its parent closes the pipe or is gone."""
    with suppress(OSError):
        while data := _receive(sys.stdin.buffer):
            packed = [pack_entry(change) for change in _decode_changes(data)]
            _send(sys.stdout.buffer, msgspec.msgpack.encode(packed))


def _send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(len(data).to_bytes(_SIZE, "little"))
    pipe.write(data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> bytes:
    """One message; empty where there is none any more, or only the beginning of one."""
    size = int.from_bytes(pipe.read(_SIZE), "little")
    data = pipe.read(size)
    return data if len(data) == size else b""
