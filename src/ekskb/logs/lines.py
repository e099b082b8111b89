"""Pasted text -> log records, whatever wrapped them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from ekskb.logs.folding import PYTHON_START, is_cause, is_frame, strip_cause
from ekskb.logs.formats import FORMATS
from ekskb.logs.levels import fold_level
from ekskb.logs.record import LogLine, Part
from ekskb.logs.structured import Structured, from_object, from_text, read_json
from ekskb.model import replace
from ekskb.text import printable, squash

__all__ = ["LogLine", "Part", "unwrap"]

# Longer lines are cut: what tells a problem stands at the front, and work stays bounded per line.
LONGEST = 8_192
_LAYERS = 5
_OBJECT_LINES = 2_000
_BOX_ENDS = " \t│┃║"


@dataclass(frozen=True, slots=True)
class _Peeled:
    text: str
    level: str = ""
    logger: str = ""
    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    trace: str = ""


def unwrap(text: str) -> tuple[LogLine, ...]:
    """The records of `text`, in order; blank lines and frames of boxes are left out. Never raises."""
    raw = _split_lines(text)
    records: list[LogLine] = []
    state = ""
    barren = 0
    number = 0
    while number < len(raw):
        line = raw[number]
        number += 1
        if number > barren and line.strip() and line.lstrip()[0] in "{[" and len(line) < LONGEST:
            end, value = _read_block(raw, number - 1)
            if value is not None:
                records.extend(_from_block(value, raw, number, end))
                number, state = end, ""
                continue
            barren = end
        peeled = _peel(line[:LONGEST])
        kind = is_frame(peeled.text, state) if records else ""
        if not peeled.text.strip():
            state = state if kind else ""
            continue
        if kind or (records and is_cause(peeled.text)):
            records[-1] = _fold(records[-1], Part(number, peeled.text.strip()), line)
            state = kind or state
            continue
        if records and state == "python" and records[-1].text == PYTHON_START:
            records[-1] = _close_python(records[-1], Part(number, peeled.text.strip()), line)
            state = ""
            continue
        records.append(_record(peeled, number, line))
        state = "python" if peeled.text.startswith(PYTHON_START) else ""
    return tuple(records)


def _split_lines(text: str) -> list[str]:
    """Physical lines, safe to show; of a line that a progress bar rewrote, what is left to be seen."""
    lines = text.replace("\r\n", "\n").split("\n")
    return printable("\n".join(line.rstrip("\r").rsplit("\r", 1)[-1] for line in lines)).split("\n")


def _peel(line: str) -> _Peeled:
    """Take the wrappers off, the outermost first, until none is left."""
    found = _Peeled(line.rstrip())
    for _ in range(_LAYERS):
        inner = _peel_once(found) or _peel_structured(found)
        if inner is None:
            return found
        found = inner
        if not found.text:
            return found
    return found


def _peel_structured(outer: _Peeled) -> _Peeled | None:
    read: Structured | None = from_text(outer.text)
    if read is None or read.text == outer.text:
        return None
    return _Peeled(
        squash(read.text),
        read.level or outer.level,
        read.logger or outer.logger,
        outer.source,
        outer.fields + read.fields,
        read.trace,
    )


def _peel_once(outer: _Peeled) -> _Peeled | None:
    text = outer.text
    for row in FORMATS:
        if row.needs and row.needs not in text:
            continue
        match = row.pattern.match(text)
        if match is None:
            continue
        got = {key: value for key, value in match.groupdict().items() if value}
        inner = got.get("text", "")
        if row.name.startswith("box"):
            inner = inner.rstrip(_BOX_ENDS)
        if "reason" in got:
            inner = f"{got['reason']}: {inner}"
        level = "command" if "prompt" in got else fold_level(got.get("level", ""))
        return dataclasses.replace(
            outer,
            text=inner,
            level=level or outer.level,
            logger=got.get("logger") or outer.logger,
            source=outer.source or got.get("source", ""),
        )
    return None


def _record(peeled: _Peeled, number: int, raw: str) -> LogLine:
    text = peeled.text.strip()
    frames = tuple(Part(number, part.strip()) for part in peeled.trace.split("\n")[:40] if part.strip())
    return LogLine(
        number, text, raw, peeled.level, peeled.logger, peeled.source, peeled.fields,
        (Part(number, text),), frames, number,
    )  # fmt: skip


def _fold(record: LogLine, part: Part, raw: str) -> LogLine:
    """Add a frame, or a cause: the innermost cause comes first."""
    parts, frames = record.parts, record.frames
    if is_cause(part.text):
        parts = (Part(part.number, strip_cause(part.text)), *parts)
    else:
        frames = (*frames, part) if len(frames) < 200 else frames
    return _rebuild(record, parts, frames, part.number, raw)


def _close_python(record: LogLine, part: Part, raw: str) -> LogLine:
    """The last line of a Python traceback is its message."""
    return _rebuild(record, (part,), (*record.parts, *record.frames), part.number, raw)


def _rebuild(
    record: LogLine, parts: tuple[Part, ...], frames: tuple[Part, ...], last: int, raw: str
) -> LogLine:
    text = "\n".join(part.text for part in parts)
    return LogLine(
        record.number, text, f"{record.raw}\n{raw}", record.level or "error", record.logger, record.source,
        record.fields, parts, frames, last,
    )  # fmt: skip


def _read_block(raw: list[str], start: int) -> tuple[int, Any]:
    """A JSON value that spans several lines: the line after it and the value, or None."""
    depth = 0
    for end in range(start, min(len(raw), start + _OBJECT_LINES)):
        line = raw[end]
        depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
        if depth <= 0:
            return end + 1, read_json("\n".join(raw[start : end + 1])) if end > start else None
    return min(len(raw), start + _OBJECT_LINES), None


def _from_block(value: Any, raw: list[str], number: int, end: int) -> list[LogLine]:
    items = value.get("items") if isinstance(value, dict) else value
    objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else [value]
    block = "\n".join(raw[number - 1 : end])
    made: list[LogLine] = []
    for item in objects:
        read = from_object(item) if isinstance(item, dict) else Structured(str(item))
        if read.text:
            peeled = _Peeled(squash(read.text), read.level, read.logger, "", read.fields, read.trace)
            made.append(replace(_record(peeled, number, block), last=end))
    return made
