"""What a scan found, as records."""

from __future__ import annotations

from ekskb.model import Match, Record


class FileCount(Record, frozen=True):
    file: str
    count: int


class Sighting(Match, frozen=True):
    """An entry that explains lines of the scanned logs. Lines of the evidence are lines of `file`."""

    count: int = 0
    """How often the most frequent of its lines stands in the logs."""

    first: str = ""
    """Time of the first of them, ISO 8601 as far as the line tells; empty where it tells none."""

    last: str = ""
    first_line: int = 0
    last_line: int = 0
    """Where these stand: lines of the first and the last file."""

    file: str = ""
    """The file that the evidence stands in."""

    files: tuple[FileCount, ...] = ()
    """All files with such lines, in the order in which they were read."""


class Survey(Record, frozen=True):
    """The incidents of one scan, the surest first."""

    lines: int
    matches: tuple[Sighting, ...] = ()
    weak: tuple[Match, ...] = ()
    """Where nothing matched: the nearest misses, at most three."""

    bytes: int = 0
    files: int = 0
    interrupted: bool = False
    """Stopped by the user: the rest of the logs is not known."""
