"""Compressed streams -> what is in them, up to where they are damaged."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, Protocol, cast

import zstandard

_STEP = 128 << 10
"""Bytes that a decompressor is asked for at once; so many may be lost before a damaged place."""

_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int, /) -> bytes: ...


class SourceError(Exception):
    """A file that cannot be read, or not to its end; the message has no path."""


class BinaryFileError(SourceError):
    """A file that is no text."""


@contextlib.contextmanager
def faults() -> Iterator[None]:
    """Whatever the system or a decompressor says, as a SourceError."""
    try:
        yield
    except _DAMAGE as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise SourceError(fault.strerror or str(fault)) from fault
        raise SourceError(f"damaged from here on: {fault}") from fault


def _open_zstd(file: BinaryIO) -> Readable:
    return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False)


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], Readable]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"\x28\xb5\x2f\xfd", _open_zstd),
    (b"BZh", lambda file: bz2.BZ2File(file)),
    (b"\xfd7zXZ\x00", lambda file: lzma.LZMAFile(file)),  # noqa: SIM115 (closed with the file below it)
)
"""First bytes of a file -> how to read what is inside."""


def opener(file: BinaryIO) -> Callable[[BinaryIO], Readable] | None:
    head = file.read(8)
    file.seek(0)
    return _opener_of(head)


def _opener_of(head: bytes) -> Callable[[BinaryIO], Readable] | None:
    return next((opened for magic, opened in _OPENERS if head.startswith(magic)), None)


def is_packed(start: bytes) -> bool:
    """Whether a file that begins like this is compressed."""
    return _opener_of(start) is not None


def unpacked(file: Readable) -> Readable:
    """What a stream holds, decompressed if need be; raises SourceError where it is damaged."""
    with faults():
        head = file.read(8)
        whole = Joined(head, file)
        opened = _opener_of(head)
        return Guarded(opened(cast(BinaryIO, whole))) if opened else whole


class Guarded:
    """A stream whose faults are SourceErrors, told only after all that could be read before them."""

    def __init__(self, inner: Readable) -> None:
        self._inner = inner
        self._fault: SourceError | None = None

    def read(self, size: int = -1, /) -> bytes:
        parts: list[bytes] = []
        left = size
        while left and self._fault is None and (part := self._step(left)):
            parts.append(part)
            left -= len(part) if size > 0 else 0
        if self._fault is not None and not parts:
            raise self._fault
        return b"".join(parts)

    def _step(self, most: int) -> bytes:
        try:
            with faults():
                return self._inner.read(_STEP if most < 0 else min(_STEP, most))
        except SourceError as fault:
            self._fault = fault
            return b""


class Joined:
    """A stream of which some was read, whole again."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int = -1, /) -> bytes:
        if self._first:
            block, self._first = (self._first, b"") if size < 0 else (self._first[:size], self._first[size:])
            return block if size >= 0 else block + self._rest.read(-1)
        return self._rest.read(size)
