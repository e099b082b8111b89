"""Which stretches of raw bytes can matter: the literals of all signatures, and the engine that finds them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ekskb.model import Record
from ekskb.scan.engines import Hit, choose_engine, open_engine

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex

FORM = 1
"""Number of this layout; a file of another one is made anew."""

_CODE = ("literals.py", "signatures.py")


class Packed(Record, frozen=True, array_like=True):
    """A prefilter as bytes that a cache file or another process can hold."""

    stamp: str
    engine: str
    literals: tuple[bytes, ...]
    owners: tuple[tuple[int, ...], ...]
    """For each literal the numbers of the entries that it may lead to."""

    kept: bytes
    form: int = FORM


class Prefilter:
    def __init__(self, packed: Packed) -> None:
        self.packed = packed
        self.owners = packed.owners
        self.longest = max((len(data) for data in packed.literals), default=0)
        self._engine = open_engine(packed.engine, packed.literals, packed.kept)

    def find(self, data: memoryview) -> list[Hit]:
        """Where literals end, in order, and which."""
        return self._engine.find(data)

    def keep(self) -> Packed:
        """The same as it is worth keeping: with what the engine compiled."""
        return msgspec.structs.replace(self.packed, kept=self._engine.dump())


def make_prefilter(
    literals: Sequence[tuple[bytes, tuple[int, ...]]], engine: str, stamp: str = ""
) -> Prefilter:
    rows, owners = tuple(data for data, _ in literals), tuple(held for _, held in literals)
    return Prefilter(Packed(stamp, engine, rows, owners, b""))


def open_prefilter(index: SignatureIndex, stamp: str, folder: Path, wanted: str = "") -> Prefilter:
    """The prefilter of an index: from the cache folder, or made and kept there where that is possible.

    `stamp` names the state of the index. Raises UsageError for an engine that is not here.
    """
    engine = choose_engine(wanted)
    stamp = f"{stamp} {_code_stamp()}"
    path = folder / f"scan-{engine}"
    packed = _read(path)
    if packed is not None and packed.stamp == stamp and packed.engine == engine:
        return Prefilter(packed)
    from ekskb.scan.literals import derive_literals
    from ekskb.scan.signatures import entry_lines, make_weigher

    literals = derive_literals(entry_lines(index), make_weigher(index))
    made = make_prefilter([(one.data, one.owners) for one in literals], engine, stamp)
    _write(path, made.keep())
    return made


def _code_stamp() -> str:
    """Changes with the code that derives literals."""
    stats = [(Path(__file__).parent / name).stat() for name in _CODE]
    return " ".join(f"{stat.st_size}-{stat.st_mtime_ns}" for stat in stats)


def _read(path: Path) -> Packed | None:
    try:
        packed = msgspec.msgpack.decode(path.read_bytes(), type=Packed)
    except (OSError, msgspec.MsgspecError):
        return None
    return packed if packed.form == FORM and len(packed.literals) == len(packed.owners) else None


def _write(path: Path, packed: Packed) -> None:
    """Keep a prefilter, whole or not at all; where that cannot be, the next run makes it again."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(msgspec.msgpack.encode(packed))
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()
