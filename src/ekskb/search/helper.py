"""A child process that analyses entries for its parent.

It is started as a plain program and imports nothing of the script that started it, which may be any;
`multiprocessing` would run that script again.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO

import msgspec

from ekskb.search.packed import Change, Packed, pack_entry

_SIZE = 8
"""Bytes of the length that stands before each message."""

_SERVE = "import sys; sys.path[:] = {path!r}; from ekskb.search.helper import serve; serve()"
_decode_changes = msgspec.msgpack.Decoder(list[Change]).decode
_decode_packed = msgspec.msgpack.Decoder(list[Packed]).decode


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
