"""Markdown -> the parts of a document with exact lines. The only home of markdown-it.

Only the block structure is asked of markdown-it; code spans and links are found here by two linear scans.
The library's inline parser turns out delimiters and nesting that nobody downstream needs, costs more than
all the rest together, and is the part of Markdown that goes quadratic on hostile text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeVar

from ekskb.text import fence_words

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_Item = TypeVar("_Item")
Place = Literal["paragraph", "item", "cell", "heading"]

# Block structure never depends on what stands further right; a longer line is seen by its beginning only.
_WIDEST = 4000
_DEEPEST = 40
_RUNS = re.compile(r"`+")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\(<?([^\s()<>]{1,1000})")
_AUTOLINK = re.compile(r"https?://[^\s<>()\[\]\"'`|]{1,1000}")
_CELL_EDGE = re.compile(r"(?<!\\)\|")
# A rule typed right below a paragraph reads as a setext underline; titles are short and unfinished.
_SENTENCE_END = (".", "!", "?", "다", "요", "。", ";", ",")


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str
    line: int
    last: int
    """Last line of the heading itself: the underline of a setext heading."""


@dataclass(frozen=True, slots=True)
class Fence:
    language: str
    """First word of the info string, in lower case and without the braces of R Markdown and Pandoc."""

    info: str
    """The rest of the info string."""

    opening: int
    first: int
    """First line of content; after `last` where the fence is empty."""

    last: int
    closed: bool
    indented: bool = False
    """An indented code block, which has no fence lines."""


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    header: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """One line of running text: of a paragraph, a list item, a heading or a table row's cell."""

    text: str
    line: int
    place: Place


@dataclass(frozen=True, slots=True)
class CodeSpan:
    text: str
    prose: Prose
    start: int
    """Where the span, with its backticks, begins in the prose line."""

    end: int


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    target: str
    line: int


@dataclass
class Outline:
    """The parts of one document, each in document order."""

    lines: Sequence[str]
    headings: list[Heading] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    rules: set[int] = field(default_factory=set)
    """Lines that hold a thematic break."""

    @functools.cached_property
    def spans(self) -> list[CodeSpan]:
        return [span for line in self.prose if "`" in line.text for span in find_spans(line)]

    @functools.cached_property
    def links(self) -> list[Link]:
        marked = (line for line in self.prose if "](" in line.text or "://" in line.text)
        return [link for line in marked for link in _find_links(line)]

    def in_block(self, line: int) -> bool:
        """True for a line of a code block, its fences included."""
        index = bisect_right(self.fences, line, key=lambda fence: fence.opening)
        return index > 0 and line <= self.fences[index - 1].last + self.fences[index - 1].closed

    def fences_in(self, first: int, last: int) -> list[Fence]:
        """Code blocks between two lines."""
        return _between(self.fences, first, last, lambda fence: fence.opening)

    def tables_in(self, first: int, last: int) -> list[Table]:
        return _between(self.tables, first, last, lambda table: table.header.line)

    def prose_in(self, first: int, last: int) -> list[Prose]:
        return _between(self.prose, first, last, lambda prose: prose.line)

    def spans_in(self, first: int, last: int) -> list[CodeSpan]:
        return _between(self.spans, first, last, lambda span: span.prose.line)

    def links_in(self, first: int, last: int) -> list[Link]:
        return _between(self.links, first, last, lambda link: link.line)


def _between(items: list[_Item], first: int, last: int, line: Callable[[_Item], int]) -> list[_Item]:
    start = bisect_left(items, first, key=line)
    return items[start : bisect_right(items, last, lo=start, key=line)]


def split_lines(text: str) -> list[str]:
    """Lines as an editor numbers them: only LF, CRLF and CR end a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and not lines[-1]:
        lines.pop()
    return lines


def read_outline(lines: Sequence[str], skip: int = 0) -> Outline:
    """The parts of the document; the first `skip` lines (front matter) are not Markdown."""
    outline = Outline(lines)
    body = "\n".join("" if n < skip else _plain(line) for n, line in enumerate(lines))
    _read_tokens(outline, _parser().parse(body))
    return outline


def find_spans(prose: Prose) -> Iterator[CodeSpan]:
    """Code spans of one line: a run of backticks up to the next run of equal length."""
    runs = [match.span() for match in _RUNS.finditer(prose.text)]
    following: dict[int, int] = {}
    partner = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        partner[index] = following.get(length, -1)
        following[length] = index
    index = 0
    while index < len(runs):
        other = partner[index]
        if other < 0:
            index += 1
            continue
        start, end = runs[index][0], runs[other][1]
        inner = prose.text[runs[index][1] : runs[other][0]]
        if inner.strip():
            yield CodeSpan(inner.strip(), prose, start, end)
        index = other + 1


def _find_links(prose: Prose) -> Iterator[Link]:
    taken = set()
    for match in _LINK.finditer(prose.text):
        taken.add(match.start(2))
        yield Link(match[1], match[2], prose.line)
    for match in _AUTOLINK.finditer(prose.text):
        if match.start() not in taken:
            yield Link("", match[0].rstrip(".,;:!?"), prose.line)


def _plain(line: str) -> str:
    line = line if len(line) <= _WIDEST else line[:_WIDEST]
    # A byte that Markdown would replace, and separators that Python counts as line ends.
    return line.replace("\0", " ")


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST})
    parser.enable("table")
    # Reference definitions are prose to us; inline parsing is not needed (see above).
    parser.disable(["reference", "inline"])
    return parser


def _read_tokens(outline: Outline, tokens: list[Token]) -> None:
    in_list = 0
    for index, token in enumerate(tokens):
        kind = token.type
        if kind == "list_item_open":
            in_list += 1
        elif kind == "list_item_close":
            in_list -= 1
        elif token.map is None:
            continue
        elif kind == "heading_open":
            _add_heading(outline, token, tokens[index + 1].content)
        elif kind in ("fence", "code_block"):
            outline.fences.append(_fence(outline.lines, token))
        elif kind == "table_open":
            _add_table(outline, token.map)
        elif kind == "hr":
            outline.rules.add(token.map[0] + 1)
        elif kind == "inline" and tokens[index - 1].type == "paragraph_open":
            _add_prose(outline, token, "item" if in_list else "paragraph")


def _add_heading(outline: Outline, token: Token, content: str) -> None:
    assert token.map is not None
    first, end = token.map
    outline.prose.append(Prose(content, first + 1, "heading"))
    setext = not token.markup.startswith("#")
    if token.level or (setext and (end - first > 2 or len(content) > 80 or content.endswith(_SENTENCE_END))):
        return
    outline.headings.append(Heading(int(token.tag[1]), content, first + 1, end))


def _fence(lines: Sequence[str], token: Token) -> Fence:
    assert token.map is not None
    first, end = token.map
    language, info = fence_words(token.info)
    if token.type == "code_block":
        return Fence("", "", first + 1, first + 1, end, closed=False, indented=True)
    last = lines[end - 1].strip().lstrip("> ") if end - 1 > first else ""
    mark = token.markup[0]
    closed = len(last) >= len(token.markup) and not last.strip(mark)
    return Fence(language, info, first + 1, first + 2, end - 1 if closed else end, closed)


def _add_table(outline: Outline, span: list[int]) -> None:
    first, end = span
    rows = [Row(n + 1, split_cells(outline.lines[n])) for n in range(first, end) if n != first + 1]
    outline.tables.append(Table(rows[0], tuple(rows[1:])))
    outline.prose += [Prose(cell, row.line, "cell") for row in rows for cell in row.cells]


def split_cells(line: str) -> tuple[str, ...]:
    """Cells of a table row; a pipe inside a code span or after a backslash does not part cells."""
    text = line.strip()[:_WIDEST].removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    spans = [(s.start, s.end) for s in find_spans(Prose(text, 0, "cell"))]
    cuts, inside = [], 0
    for match in _CELL_EDGE.finditer(text):
        while inside < len(spans) and spans[inside][1] <= match.start():
            inside += 1
        if inside == len(spans) or match.start() < spans[inside][0]:
            cuts.append(match.start())
    edges = [-1, *cuts, len(text)]
    return tuple(text[a + 1 : b].replace("\\|", "|").strip() for a, b in pairwise(edges))


def _add_prose(outline: Outline, token: Token, place: Place) -> None:
    assert token.map is not None
    for offset, text in enumerate(token.content.split("\n")):
        outline.prose.append(Prose(text.strip(), token.map[0] + 1 + offset, place))
