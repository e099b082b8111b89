"""Large files in parts: whole lines that one process reads, with what stands around them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ekskb.scan.packing import faults
from ekskb.scan.sources import Source
from ekskb.scan.windows import BLOCK

_STEP = 64 << 10


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
    with faults(), source.path.open("rb") as file:
        first = _next_line(file, start, end)
        return Part(source, first, first if first >= end else _next_line(file, end, sys.maxsize))


def _next_line(file: BinaryIO, at: int, limit: int) -> int:
    """Where the first line at `at` or behind it begins; `limit` or the file's end where none does before."""
    if at == 0:
        return 0
    at -= 1
    file.seek(at)
    while at < limit:
        block = file.read(min(_STEP, limit - at))
        if not block:
            return at
        found = block.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(block)
    return limit


def _read_range(source: Source, start: int, end: int) -> Iterator[bytes]:
    with faults(), source.path.open("rb") as file:
        file.seek(start)
        while start < end and (block := file.read(min(BLOCK, end - start))):
            start += len(block)
            yield block
