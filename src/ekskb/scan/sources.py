"""Files, folders and compressed archives -> blocks of UTF-8 text, whatever wrote them."""

from __future__ import annotations

import bz2
import codecs
import contextlib
import gzip
import lzma
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import zstandard

from ekskb.decode import decode
from ekskb.scan.windows import BLOCK

_SAMPLE = 64 << 10
_STEP = 128 << 10
"""Bytes that a decompressor is asked for at once; so many may be lost before a damaged place."""

_CARRIED = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp949")
"""Encodings in which a text of ASCII letters has other bytes, or Hangul has."""


_DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zstandard.ZstdError)


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int, /) -> bytes: ...


class SourceError(Exception):
    """A file that cannot be read, or not to its end; the message has no path."""


class BinaryFileError(SourceError):
    """A file that is no text."""


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    """As the user would write it."""

    path: Path
    size: int
    plain: bool
    """Not compressed and in an encoding whose bytes can be searched as they are: it may be read in parts."""


def list_files(names: tuple[str, ...], notify: Callable[[str], None]) -> Iterator[Path]:
    """The files that `names` stand for, each once: folders with all that lies in them, sorted by path.

    A name that leads nowhere is told as `path: message`; links to folders inside folders are not followed.
    """
    seen: set[tuple[int, int]] = set()
    for path in _list_all(names, notify):
        with contextlib.suppress(OSError):
            told = path.stat()
            if (told.st_dev, told.st_ino) in seen:
                continue
            seen.add((told.st_dev, told.st_ino))
        yield path


def _list_all(names: tuple[str, ...], notify: Callable[[str], None]) -> Iterator[Path]:
    for name in names:
        path = Path(name)
        try:
            mode = path.stat().st_mode
        except OSError as fault:
            notify(f"{path}: {fault.strerror}")
            continue
        if not stat.S_ISDIR(mode):
            yield path
            continue
        yield from _walk(path, notify)


def _walk(top: Path, notify: Callable[[str], None]) -> Iterator[Path]:
    for folder, inner, files in os.walk(top, onerror=lambda fault: notify(_told(fault))):
        inner.sort()
        for file in sorted(files):
            path = Path(folder) / file
            if path.is_file():
                yield path


def _told(fault: OSError) -> str:
    return f"{fault.filename}: {fault.strerror}"


def look_at(path: Path) -> Source:
    """What kind of file this is; raises BinaryFileError for one that is no text, SourceError."""
    with _faults(), path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        regular = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        opened = _opener(file) if regular else None
        if not regular:
            return Source(str(path), path, 0, False)
        sample = (opened(file) if opened else file).read(_SAMPLE)
    return Source(str(path), path, size, opened is None and _encoding(sample) == "utf-8")


def read_blocks(source: Source, moved: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
    """The text of a whole file; `moved` is told how many bytes of the file were read, again and again.

    Raises SourceError where the file ends to be readable; what came before it stays.
    """
    with _faults(), source.path.open("rb") as file:
        opened = _opener(file) if source.size else None
        if opened is None:
            yield from stream_blocks(file, moved)
        else:
            yield from stream_blocks(_Guarded(opened(file)), lambda _: None, lambda: moved(file.tell()))


def stream_blocks(
    file: Readable, moved: Callable[[int], None] = lambda _: None, after: Callable[[], None] = lambda: None
) -> Iterator[bytes]:
    """The text of an open stream, from here to its end."""
    first = file.read(BLOCK)
    carry = _carrier(_encoding(first[:_SAMPLE]))
    done, block = 0, first
    while block:
        yield carry(block)
        done += len(block)
        moved(done)
        after()
        block = file.read(BLOCK)


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of a plain file, by bytes."""

    source: Source
    start: int
    end: int

    def blocks(self) -> Iterator[bytes]:
        return _read_range(self.source, self.start, self.end)

    def around(self, margin: int) -> tuple[bytes, bytes]:
        """What stands before and behind the part."""
        before = _read_range(self.source, max(0, self.start - margin), self.start)
        return b"".join(before), b"".join(_read_range(self.source, self.end, self.end + margin))


def find_part(source: Source, start: int, end: int) -> Part:
    """The lines of a plain file that begin at `start` or behind it and before `end`."""
    with _faults(), source.path.open("rb") as file:
        first = _next_line(file, start, end)
        return Part(source, first, first if first >= end else _next_line(file, end, sys.maxsize))


def _next_line(file: BinaryIO, at: int, limit: int) -> int:
    """Where the first line at `at` or behind it begins; `limit` or the file's end where none does before."""
    if at == 0:
        return 0
    at -= 1
    file.seek(at)
    while at < limit:
        block = file.read(min(_SAMPLE, limit - at))
        if not block:
            return at
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(block)
    return limit


def _read_range(source: Source, start: int, end: int) -> Iterator[bytes]:
    with _faults(), source.path.open("rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block


# --- compression -----------------------------------------------------------------------


def _open_zstd(file: BinaryIO) -> Readable:
    return zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True, closefd=False)


_OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], Readable]], ...] = (
    (b"\x1f\x8b", lambda file: gzip.GzipFile(fileobj=file)),
    (b"\x28\xb5\x2f\xfd", _open_zstd),
    (b"BZh", lambda file: bz2.BZ2File(file)),
    (b"\xfd7zXZ\x00", lambda file: lzma.LZMAFile(file)),  # noqa: SIM115 (closed with the file below it)
)
"""First bytes of a file -> how to read what is inside."""


def _opener(file: BinaryIO) -> Callable[[BinaryIO], Readable] | None:
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
    with _faults():
        head = file.read(8)
        whole = Joined(head, file)
        opened = _opener_of(head)
        return _Guarded(opened(cast(BinaryIO, whole))) if opened else whole


class _Guarded:
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
            with _faults():
                return self._inner.read(_STEP if most < 0 else min(_STEP, most))
        except SourceError as fault:
            self._fault = fault
            return b""


# --- encodings -------------------------------------------------------------------------


def _encoding(sample: bytes) -> str:
    """How to read a text that begins like this; raises BinaryFileError."""
    whole = sample[: sample.rfind(b"\n") + 1] or sample
    found = decode(whole)
    if found.binary:
        raise BinaryFileError("binary, skipped")
    return found.encoding if found.encoding in _CARRIED else "utf-8"


def make_carrier(sample: bytes) -> Callable[[bytes], bytes]:
    """Takes the blocks of a stream that begins like this to UTF-8; never raises."""
    try:
        return _carrier(_encoding(sample))
    except BinaryFileError:
        return _carrier("utf-8")


def _carrier(encoding: str) -> Callable[[bytes], bytes]:
    if encoding == "utf-8":
        return lambda block: block
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    return lambda block: decoder.decode(block).removeprefix("\ufeff").encode("utf-8", "replace")


# --- faults ----------------------------------------------------------------------------


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Whatever the system or a decompressor says, as a SourceError."""
    try:
        yield
    except _DAMAGE as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise SourceError(fault.strerror or str(fault)) from fault
        raise SourceError(f"damaged from here on: {fault}") from fault


class Joined:
    """A stream of which some was read, whole again."""

    def __init__(self, first: bytes, rest: Readable) -> None:
        self._first, self._rest = first, rest

    def read(self, size: int = -1, /) -> bytes:
        if self._first:
            block, self._first = (self._first, b"") if size < 0 else (self._first[:size], self._first[size:])
            return block if size >= 0 else block + self._rest.read(-1)
        return self._rest.read(size)
