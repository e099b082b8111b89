"""What the people at this machine thought of an answer: a local file, never sent anywhere.

One JSON object a line, only ever appended to, so that two terminals may write at the same time and a torn
line costs itself alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import msgspec
import platformdirs

from ekskb.errors import EkskbError

FILE = "feedback.jsonl"
LARGEST = 4 * 2**20
"""Bytes that are read, the latest ones: about 40,000 notes."""

MOST_FAVOUR = 0.1
"""Notes move the score of a search hit by this part at most: two good answers may change places, no more."""

_SEEN = 0.2
"""Having been opened says a fifth of what a verdict says."""

_CERTAIN = 2.0
"""Verdicts that it takes for half of the effect."""

_HALF_LIFE = timedelta(days=180)

Verdict = Literal["seen", "fixed", "wrong", "forgotten"]
"""`seen`: opened as the answer to a log; `fixed`: it was right; `wrong`: it was not;
`forgotten`: whatever was noted before no longer counts."""


class Note(msgspec.Struct, frozen=True):
    """One line of the file."""

    entry: str
    verdict: Verdict
    time: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What was noted about one entry."""

    seen: int = 0
    fixed: int = 0
    wrong: int = 0
    last: datetime | None = None
    """Time of the latest note."""

    def told(self, now: datetime) -> str:
        """`seen 4 times, last 12 days ago, fixed 3`; empty where nothing was noted."""
        parts = [f"seen {_times(self.seen)}"] if self.seen else []
        if self.last is not None:
            parts.append(f"last {_ago(now - self.last)}")
        parts += [
            f"{name} {count}" for name, count in (("fixed", self.fixed), ("not this", self.wrong)) if count
        ]
        return ", ".join(parts)


def feedback_path(root: Path, environ: Mapping[str, str]) -> Path:
    """The file for one root; the environment variable EKSKB_DATA names another folder than the usual one."""
    base = environ.get("EKSKB_DATA") or platformdirs.user_data_dir("ekskb", appauthor=False)
    digest = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(base) / digest / FILE


def add_note(path: Path, note: Note) -> None:
    """Append one note; raises `EkskbError` when the file cannot be written."""
    line = msgspec.json.encode(note) + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            # A line that a crash cut short must not swallow this one.
            torn = os.lseek(descriptor, 0, os.SEEK_END) > 0 and not _ends_line(descriptor)
            os.write(descriptor, b"\n" + line if torn else line)
        finally:
            os.close(descriptor)
    except OSError as fault:
        raise _unusable(path, "written", fault) from fault


def read_tallies(path: Path) -> dict[str, Tally]:
    """Entry id -> tally; no file means no notes. Lines that are no notes are passed over."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - LARGEST))
            data = file.read(LARGEST)
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise _unusable(path, "read", fault) from fault
    return count_notes(filter(None, map(_decode, data.split(b"\n"))))


def count_notes(notes: Iterable[Note]) -> dict[str, Tally]:
    """Add up notes in their order."""
    tallies: dict[str, Tally] = {}
    for note in notes:
        if note.verdict == "forgotten":
            tallies.pop(note.entry, None)
        else:
            tallies[note.entry] = _counted(tallies.get(note.entry, Tally()), note)
    return tallies


def favour(tally: Tally, now: datetime) -> float:
    """Factor for the rank of an entry, 0.9 to 1.1: up with each `fixed`, down with each `wrong`.

    The first verdicts count most, and half of the effect is gone each half year after the latest note.
    """
    balance = tally.fixed + _SEEN * tally.seen - tally.wrong
    age = max(timedelta(), now - tally.last) if tally.last else timedelta()
    fresh: float = 0.5 ** (age / _HALF_LIFE)
    return 1 + MOST_FAVOUR * balance / (abs(balance) + _CERTAIN) * fresh


class Favours:
    """The factors for one root, read anew when its file changes. Notes that cannot be read favour nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = (-1, -1)
        self._tallies: dict[str, Tally] = {}

    def factors(self, now: datetime) -> dict[str, float]:
        """Entry id -> factor, where there is one."""
        try:
            stat = self._path.stat()
            if self._stamp != (stamp := (stat.st_size, stat.st_mtime_ns)):
                self._tallies, self._stamp = read_tallies(self._path), stamp
        except (OSError, EkskbError):
            return {}
        return {name: favour(tally, now) for name, tally in self._tallies.items()}


def clear_notes(path: Path) -> None:
    """Delete everything noted for this root."""
    try:
        path.unlink(missing_ok=True)
    except OSError as fault:
        raise _unusable(path, "deleted", fault) from fault


def _counted(tally: Tally, note: Note) -> Tally:
    last = note.time if tally.last is None else max(tally.last, note.time)
    if note.verdict == "fixed":
        return replace(tally, fixed=tally.fixed + 1, last=last)
    if note.verdict == "wrong":
        return replace(tally, wrong=tally.wrong + 1, last=last)
    return replace(tally, seen=tally.seen + 1, last=last)


def _decode(line: bytes) -> Note | None:
    try:
        note = msgspec.json.decode(line, type=Note)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    # A time without a zone cannot be set against one that has it.
    return note if note.time.tzinfo else msgspec.structs.replace(note, time=note.time.replace(tzinfo=UTC))


def _ends_line(descriptor: int) -> bool:
    os.lseek(descriptor, -1, os.SEEK_END)
    return os.read(descriptor, 1) == b"\n"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _ago(span: timedelta) -> str:
    """Whole days, or hours within one; a clock that was set back counts as now."""
    hours = int(span.total_seconds() // 3600)
    if hours < 1:
        return "just now"
    count, unit = (hours, "hour") if hours < 24 else (hours // 24, "day")
    return f"{count:,} {unit}{'s' if count > 1 else ''} ago"


def _unusable(path: Path, what: str, fault: OSError) -> EkskbError:
    return EkskbError(f"{path} cannot be {what}: {fault.strerror}", "EKSKB_DATA names another folder")
