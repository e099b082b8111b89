"""Files, folders and compressed archives -> blocks of UTF-8 text, whatever wrote them."""

from __future__ import annotations

import codecs
import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ekskb.decode import decode
from ekskb.scan.packing import BinaryFileError, Guarded, Readable, faults, opener
from ekskb.scan.windows import BLOCK

_SAMPLE = 64 << 10
_CARRIED = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp949")
"""Encodings in which a text of ASCII letters has other bytes, or Hangul has."""


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
    name = shown_name(path)
    with faults():
        told = path.stat()
        # Opening a pipe to look at it would take what it brings, and end who writes to it.
        if not stat.S_ISREG(told.st_mode):
            return Source(name, path, 0, False)
    with faults(), path.open("rb") as file:
        opened = opener(file)
        sample = (opened(file) if opened else file).read(_SAMPLE)
    return Source(name, path, told.st_size, opened is None and _encoding(sample) == "utf-8")


def shown_name(path: Path | str) -> str:
    """The path as text that can be written: bytes of it that are no UTF-8 become question marks."""
    return str(path).encode("utf-8", "replace").decode()


def read_blocks(source: Source, moved: Callable[[int], None] = lambda _: None) -> Iterator[bytes]:
    """The text of a whole file; `moved` is told how many bytes of the file were read, again and again.

    Raises SourceError where the file ends to be readable; what came before it stays.
    """
    with faults(), source.path.open("rb") as file:
        opened = opener(file) if source.size else None
        if opened is None:
            yield from stream_blocks(file, moved)
        else:
            yield from stream_blocks(Guarded(opened(file)), lambda _: None, lambda: moved(file.tell()))


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
