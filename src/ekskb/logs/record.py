"""One record of a log as the matcher sees it."""

from __future__ import annotations

from ekskb.model import Record


class Part(Record, frozen=True):
    """One physical line of a record."""

    number: int
    """Line in the paste, counted from 1."""

    text: str


class LogLine(Record, frozen=True):
    """One log record: a line without its wrapper, or several lines folded into one."""

    number: int
    """First line of the record in the paste, counted from 1."""

    text: str
    """The message, safe to show; of a folded trace the innermost cause first, without stack frames."""

    raw: str
    """The lines as pasted."""

    level: str = ""
    """`trace debug info warn error fatal`, `command` for a typed shell command, empty where none is told."""

    logger: str = ""
    """What wrote the line: logger, component, container, program."""

    source: str = ""
    """Pod, host or service that the wrapper names."""

    fields: tuple[tuple[str, str], ...] = ()
    """Key and value pairs of a structured line, without time, level and message."""

    parts: tuple[Part, ...] = ()
    """The physical lines that `text` is made of, in its order."""

    frames: tuple[Part, ...] = ()
    """Stack frames and other inner lines of a folded record."""

    last: int = 0
    """Last line of the record; equals `number` for a single line."""
