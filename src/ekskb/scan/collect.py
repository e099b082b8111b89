"""Windows of a log -> the lines that may matter. All that is done for every byte is done by the engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from ekskb.scan.engines import Hit
from ekskb.scan.forms import MOST_FORMS, Collected, Form, Spot
from ekskb.scan.prefilter import Prefilter
from ekskb.scan.signatures import read_form
from ekskb.scan.times import READ, read_time
from ekskb.scan.windows import Window
from ekskb.text import nfc

LONGEST = 8_192
"""Bytes of one line that are read, around the place that was found."""

BEFORE, AFTER = 2, 6
"""Lines around a line that are read with it; causes and frames of a trace stand behind."""

CONTEXT = 4_096
"""Bytes of such neighbours on either side."""

_FORMS_OF_A_KIND = 64
_READ_OF_A_KIND = 2_000
"""Lines with the same literals that are read; the next ones are taken for the usual one of them."""

_KINDS = 20_000
"""Sets of literals that are told apart; further ones go by their first literal."""

_QUICK = 20_000
# What masking always takes out, so that most lines need not be unwrapped to be known.
_VARYING = re.compile(
    rb"\b(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?Z?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?"
    rb"|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    rb"|(?=[a-f]{0,40}\d)[0-9a-f]{16,64}\b)"
)


@dataclass(slots=True)
class _Kind:
    """Lines that hold the same literals."""

    forms: dict[str, Form] = field(default_factory=dict)
    read: int = 0


@dataclass(slots=True)
class Work:
    """What was done, counted: for tests that the work grows with the input alone."""

    scanned: int = 0
    """Bytes that the engine saw."""

    lines: int = 0
    """Lines that were looked at."""

    read: int = 0
    """Lines that were unwrapped and masked."""


class Collector:
    """Collects the lines of one file, or one part of it, in order."""

    def __init__(self, prefilter: Prefilter, file: int = 0) -> None:
        self._find = prefilter.find
        self._overlap = max(0, prefilter.longest - 1)
        self._file = file
        self._kinds: dict[frozenset[int], _Kind] = {}
        self._quick: dict[bytes, Form] = {}
        self._last: dict[str, bytes] = {}
        self.forms: dict[str, Form] = {}
        self.lines = 0
        self.work = Work()
        self._open = False

    def feed(self, window: Window) -> None:
        data, start, end = window.data, window.start, window.end
        lead = max(0, start - self._overlap)
        self.work.scanned += end - lead
        hits = self._find(memoryview(data)[lead:end])
        counted, line = start, self.lines
        for first, last, literals in _hit_lines(hits, data, lead, start):
            line += data.count(b"\n", counted, first) if first > counted else 0
            counted = max(counted, first)
            self._take(window, first, last, literals, line + 1)
        self.lines = line + data.count(b"\n", counted, end)
        self._open = end > start and data[end - 1] != 0x0A

    def settle(self) -> None:
        """Read the time of the last line of each form."""
        for key, raw in self._last.items():
            form = self.forms[key]
            form.last = Spot(form.last.file, form.last.line, _time_of(raw))
        self._last.clear()

    def end_file(self) -> None:
        """A last line without a line break is a line, and what is fed next is not its rest."""
        self.lines += self._open
        self._open = False

    def forget(self, kept: Collection[str]) -> None:
        """Drop all forms but those with these keys; they would be new if they came again."""
        self._kinds.clear()
        self._quick.clear()
        self._last.clear()
        self.forms = {key: form for key, form in self.forms.items() if key in kept}

    def collected(self) -> Collected:
        self.settle()
        return Collected(self.lines + self._open, list(self.forms.values()))

    def _take(self, window: Window, first: int, last: int, literals: frozenset[int], line: int) -> None:
        self.work.lines += 1
        raw = window.data[first:last]
        quick = _VARYING.sub(b"#", raw)
        form = self._quick.get(quick)
        if form is None:
            form = self._read(window, first, last, literals, line)
            if form is None:
                return
            if len(self._quick) >= _QUICK:
                self._quick.clear()
            self._quick[quick] = form
        form.note(Spot(self._file, line))
        self._last[form.key] = raw[:READ]

    def _read(
        self, window: Window, first: int, last: int, literals: frozenset[int], line: int
    ) -> Form | None:
        """The form of a line, known or new; None where enough different ones are known already."""
        if literals not in self._kinds and len(self._kinds) >= _KINDS:
            literals = frozenset((min(literals),))
        kind = self._kinds.setdefault(literals, _Kind())
        if kind.read >= _READ_OF_A_KIND or len(kind.forms) >= _FORMS_OF_A_KIND:
            return max(kind.forms.values(), key=lambda form: form.count, default=None)
        kind.read += 1
        self.work.read += 1
        text = _text(window.data[first:last])
        key = read_form(text)
        form = self.forms.get(key)
        if form is None:
            if len(self.forms) >= MOST_FORMS:
                return None
            context, above = _context(window, first, last)
            spot = Spot(self._file, line, read_time(text))
            form = self.forms[key] = Form(key, literals, spot, spot, context, line - above, files={})
        kind.forms[key] = form
        return form


def collect(windows: Iterable[Window], prefilter: Prefilter, file: int = 0) -> Collected:
    collector = Collector(prefilter, file)
    for window in windows:
        collector.feed(window)
    return collector.collected()


def _hit_lines(
    hits: list[Hit], data: bytes, lead: int, start: int
) -> Iterable[tuple[int, int, frozenset[int]]]:
    """Start, end and literals of each line with hits; of an enormous line the stretch around them."""
    held: set[int] = set()
    first = last = -1
    for end, literal in hits:
        place = end + lead
        if place <= start:
            continue
        if place <= last:
            held.add(literal)
            continue
        if held:
            yield first, last, frozenset(held)
        first, last = _line_bounds(data, place, last)
        held = {literal}
    if held:
        yield first, last, frozenset(held)


def _line_bounds(data: bytes, place: int, done: int) -> tuple[int, int]:
    """The line around a place, not from before `done` on, cut where it is too long."""
    least = max(0, done, place - LONGEST // 2)
    first = data.rfind(b"\n", least, place) + 1 or least
    last = data.find(b"\n", place, first + LONGEST)
    return first, (last if last >= 0 else min(len(data), max(place, first + LONGEST)))


def _context(window: Window, first: int, last: int) -> tuple[str, int]:
    """The line with its neighbours, and how many of them stand above it."""
    data = window.data
    start, above = first, 0
    while above < BEFORE and start > 0 and data[start - 1] == 0x0A:
        before = data.rfind(b"\n", max(0, first - CONTEXT), start - 1) + 1
        if before == 0 and start - 1 > 0 and first - CONTEXT > 0:
            break
        start, above = before, above + 1
        if first - start >= CONTEXT:
            break
    end = last
    for _ in range(AFTER):
        behind = data.find(b"\n", end + 1, last + CONTEXT)
        if behind < 0:
            break
        end = behind
    return _text(data[start:end]), above


def _text(raw: bytes) -> str:
    return nfc(raw.decode("utf-8", "replace"))


def _time_of(raw: bytes) -> str:
    return read_time(raw.decode("utf-8", "replace"))
