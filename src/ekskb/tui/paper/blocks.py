"""Markdown text -> blocks, line by line, so that every row on screen knows its line in the document.

A viewer, not a parser: what it does not know, it shows as written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.cells import cell_len

from ekskb.text import fence_words
from ekskb.tui.safe import safe_lines

_FENCE = re.compile(
    r"^(?P<indent>[ >]{0,24})(?P<marks>`{3,20}|~{3,20})[ ]*(?P<info>[\w+#.-]{0,40})(?P<rest>.*)$"
)
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ ]+(.*)$")
_ITEM = re.compile(
    r"^(?P<indent> {0,40})(?P<mark>[-*+•]|\d{1,4}[.)])[ ]+(?P<task>\[[ xX]\][ ]+)?(?P<text>.*)$"
)
_QUOTE = re.compile(r"^ {0,3}>[ ]?(.*)$")
_RULES = frozenset({"---", "***", "___", "- - -", "* * *"})
_NOTES = {"nomatch": "a near miss: a log like this one is another problem"}
_TASK = {"[ ]": "☐", "[x]": "☑", "[X]": "☑"}
_WRAPPED = 56
"""Cells from which a line counts as broken by hand: what follows it belongs to the same paragraph."""


@dataclass(frozen=True, slots=True)
class Gap:
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    line: int


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    line: int
    level: int


@dataclass(frozen=True, slots=True)
class Prose:
    text: str
    line: int
    indent: int = 0
    bullet: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    lines: tuple[str, ...]
    line: int
    """Document line of the first line inside the fence."""

    language: str = ""
    indent: int = 0
    note: str = ""
    """What is told above the code; empty for most."""


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[str, ...], ...]
    """Cells; the first row is the head."""

    lines: tuple[int, ...]
    """Document line of each row."""


@dataclass(frozen=True, slots=True)
class Link:
    """Another entry that this one leads to."""

    entry_id: str
    title: str
    line: int = 0


Block = Gap | Rule | Heading | Prose | Code | Table | Link


def read_blocks(text: str, first_line: int) -> tuple[Block, ...]:
    """The blocks of a stretch of Markdown that begins at `first_line` of its document."""
    return tuple(_Reader(safe_lines(text), first_line).read())


class _Reader:
    def __init__(self, lines: list[str], first_line: int) -> None:
        self.lines = lines
        self.first = first_line
        self.at = 0
        self.blocks: list[Block] = []

    def read(self) -> list[Block]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if fence := _FENCE.match(line):
                self._code(fence)
            elif "|" in line and self._divides(self.at + 1):
                self._table()
            else:
                self._line(line)
                self.at += 1
        return self.blocks

    def _code(self, fence: re.Match[str]) -> None:
        indent, marks = len(fence["indent"]), fence["marks"]
        start = self.at + 1
        end = start
        while end < len(self.lines) and not _closes(self.lines[end], marks):
            end += 1
        body = tuple(_dedent(line, indent) for line in self.lines[start:end])
        language, rest = fence_words(fence["info"] + fence["rest"])
        note = _NOTES.get(rest.partition(" ")[0], "")
        self.blocks.append(Code(body, self.first + start, language, indent, note))
        self.at = end + 1

    def _divides(self, at: int) -> bool:
        if at >= len(self.lines):
            return False
        line = self.lines[at].strip()
        return "-" in line and "|" in line and set(line) <= set("|-: ")

    def _table(self) -> None:
        head = self.at
        end = head + 2
        while end < len(self.lines) and "|" in self.lines[end]:
            end += 1
        numbers = [head, *range(head + 2, end)]
        rows = tuple(_cells(self.lines[n]) for n in numbers)
        self.blocks.append(Table(rows, tuple(self.first + n for n in numbers)))
        self.at = end

    def _line(self, line: str) -> None:
        number = self.first + self.at
        if not line.strip() or line.strip().startswith("<!--"):
            self.blocks.append(Gap(number))
        elif line.strip() in _RULES:
            self.blocks.append(Rule(number))
        elif heading := _HEADING.match(line):
            self.blocks.append(Heading(heading[2].rstrip("# ").strip(), number, len(heading[1])))
        elif item := _ITEM.match(line):
            mark = _TASK.get((item["task"] or "").strip(), item["mark"])
            bullet = "•" if mark in "-*+" else mark
            self.blocks.append(Prose(item["text"], number, len(item["indent"]), bullet))
        elif quote := _QUOTE.match(line):
            self.blocks.append(Prose(quote[1], number, quoted=True))
        else:
            self._prose(line, number)

    def _prose(self, line: str, number: int) -> None:
        last = self.blocks[-1] if self.blocks else None
        indent = len(line) - len(line.lstrip())
        joins = isinstance(last, Prose) and not last.quoted and cell_len(self.lines[self.at - 1]) >= _WRAPPED
        if joins and isinstance(last, Prose) and not self.lines[self.at - 1].endswith(("  ", "\\")):
            self.blocks[-1] = Prose(f"{last.text} {line.strip()}", last.line, last.indent, last.bullet)
        else:
            self.blocks.append(Prose(line.strip().rstrip("\\"), number, indent))


def _closes(line: str, marks: str) -> bool:
    bare = line.lstrip(" >").rstrip()
    return len(bare) >= len(marks) and set(bare) == {marks[0]}


def _dedent(line: str, indent: int) -> str:
    return line[indent:] if not line[:indent].strip(" >") else line.lstrip()


def _cells(line: str) -> tuple[str, ...]:
    bare = line.strip().replace("\\|", "\0")
    inner = bare[1:] if bare.startswith("|") else bare
    inner = inner[:-1] if inner.endswith("|") else inner
    return tuple(cell.strip().replace("\0", "|") for cell in inner.split("|"))
