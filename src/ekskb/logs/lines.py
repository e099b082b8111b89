"""Pasted text -> log records, whatever wrapped them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from ekskb.logs.blocks import opens_block, read_block, read_items
from ekskb.logs.describe import State, read_state
from ekskb.logs.folding import PYTHON_START, is_cause, is_frame, strip_cause
from ekskb.logs.formats import FORMATS
from ekskb.logs.levels import fold_level
from ekskb.logs.record import LogLine, Part
from ekskb.logs.structured import Structured, from_text
from ekskb.logs.wrapped import count_pieces, wrap_width
from ekskb.text import printable, squash

__all__ = ["LogLine", "Part", "unwrap"]

# Longer lines are cut: what tells a problem stands at the front, and work stays bounded per line.
LONGEST = 8_192
_LAYERS = 5
_FRAMES = 200
_BOX_ENDS = " \t│┃║"


@dataclass(frozen=True, slots=True)
class _Peeled:
    text: str
    level: str = ""
    logger: str = ""
    source: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    trace: str = ""


@dataclass(slots=True)
class _Draft:
    """A record while its lines are still coming in."""

    peeled: _Peeled
    parts: list[Part]
    raw: list[str]
    last: int
    frames: list[Part] = field(default_factory=list)

    def add_frame(self, part: Part, raw: str) -> None:
        """A stack frame, or a cause: the innermost cause goes first."""
        if is_cause(part.text):
            self.parts.append(Part(part.number, strip_cause(part.text)))
        elif len(self.frames) < _FRAMES:
            self.frames.append(part)
        self._grow(part.number, raw)

    def close_python(self, part: Part, raw: str) -> None:
        """The last line of a Python traceback is its message."""
        self.frames = [*self.parts, *self.frames]
        self.parts = [part]
        self._grow(part.number, raw)

    def _grow(self, last: int, raw: str) -> None:
        self.last = last
        self.raw.append(raw)
        self.peeled = dataclasses.replace(self.peeled, level=self.peeled.level or "error")

    def finish(self) -> LogLine:
        parts = tuple(reversed(self.parts))
        return LogLine(
            number=min(part.number for part in (*parts, *self.frames[:1])),
            text="\n".join(part.text for part in parts),
            raw="\n".join(self.raw),
            level=self.peeled.level,
            logger=self.peeled.logger,
            source=self.peeled.source,
            fields=self.peeled.fields,
            parts=parts,
            frames=tuple(self.frames),
            last=self.last,
        )


def unwrap(text: str) -> tuple[LogLine, ...]:
    """The records of `text`, in order; blank lines and frames of boxes are left out. Never raises."""
    raw = _split_lines(text)
    drafts: list[_Draft] = []
    state, barren, number, width = "", 0, 0, wrap_width(raw)
    while number < len(raw):
        line = raw[number]
        found = read_state(raw, number)
        if found is not None:
            drafts.append(_from_state(found, raw, number))
            number, state = found.end, ""
            continue
        number += 1
        if number > barren and opens_block(line):
            barren, value = read_block(raw, number - 1, _peel_text)
            if value is not None:
                drafts.extend(_from_items(read_items(value), raw, number - 1, barren))
                number, state = barren, ""
                continue
        if pieces := count_pieces(raw, number - 1, width) - 1:
            line = "".join(raw[number - 1 : number + pieces])
        state = _take_line(drafts, Part(number, line), state)
        if pieces:
            number += pieces
            if drafts:
                drafts[-1].last = max(drafts[-1].last, number)
    return tuple(draft.finish() for draft in drafts)


def _take_line(drafts: list[_Draft], line: Part, state: str) -> str:
    """Add one line to the records; the state is the kind of trace that may go on behind it."""
    peeled = _peel(line.text[:LONGEST])
    part = Part(line.number, peeled.text.strip())
    kind = is_frame(peeled.text, state) if drafts else ""
    if not part.text:
        return state if kind else ""
    if kind or (drafts and is_cause(peeled.text)):
        drafts[-1].add_frame(part, line.text)
        return kind or state
    if drafts and state == "python" and drafts[-1].parts[0].text == PYTHON_START:
        drafts[-1].close_python(part, line.text)
        return ""
    drafts.append(_draft(peeled, line))
    return "python" if part.text.startswith(PYTHON_START) else ""


def _draft(peeled: _Peeled, line: Part) -> _Draft:
    draft = _Draft(peeled, [Part(line.number, peeled.text.strip())], [line.text], line.number)
    inner = (part.strip() for part in peeled.trace.split("\n")[:_FRAMES])
    for part in filter(None, inner):
        if is_cause(part):
            draft.parts.append(Part(line.number, strip_cause(part)))
        else:
            draft.frames.append(Part(line.number, part))
    return draft


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


def _peel_text(line: str) -> str:
    return _peel(line[:LONGEST]).text.strip()


def _peel_structured(outer: _Peeled) -> _Peeled | None:
    read: Structured | None = from_text(outer.text)
    if read is None or read.text == outer.text:
        return None
    return _from_structured(read, outer)


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


def _from_state(found: State, raw: list[str], start: int) -> _Draft:
    peeled = _Peeled(found.text, found.level, found.container)
    text = "\n".join(raw[start : found.end])
    return _Draft(peeled, [Part(start + 1, found.text)], [text], found.end)


def _from_items(items: list[Structured], raw: list[str], start: int, end: int) -> list[_Draft]:
    block = Part(start + 1, "\n".join(raw[start:end]))
    return [dataclasses.replace(_draft(_from_structured(item), block), last=end) for item in items]


def _from_structured(read: Structured, outer: _Peeled | None = None) -> _Peeled:
    outer = outer or _Peeled("")
    return _Peeled(
        squash(read.text),
        read.level or outer.level,
        read.logger or outer.logger,
        outer.source or read.source,
        outer.fields + read.fields,
        read.trace,
    )
