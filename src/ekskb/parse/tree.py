"""Headings and labels -> a tree of nodes with their line ranges and readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ekskb.parse.outline import Heading, Outline, Prose, Table
from ekskb.parse.roles import Reading, Vocabulary, is_picture

LABEL_LEVEL = 9
"""Level of a label: below every heading."""

_BOLD_LEVEL = 8
"""Level of a line in bold and nothing else, which stands for a heading."""

_WIDEST_FORM = 3
_LONGEST_LABEL = 40
_BOLD_LABEL = re.compile(
    r"(?:>\s*)?(?:\*\*|__)(?P<label>[^*_\n]{1,80}?)(?P<in>\s*[:：])?(?:\*\*|__)\s*(?P<out>[:：]|[-–—]\s|$)?"
)
_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_\n:：]{1,80}(?:\*\*|__)")
_PLAIN_LABEL = re.compile(r"(?:>\s*)?(?P<label>[^\s*_`:：|<>][^*_`:：|<>\n]{0,23})\s?[:：](?:\s|$)")


@dataclass(eq=False, slots=True)
class Node:
    """A heading or label with all lines down to the next one of its level or above."""

    level: int
    text: str
    line: int
    last: int
    """Last line of the heading itself."""

    reading: Reading
    parent: Node | None = None
    end: int = 0
    """Last line of the whole subtree."""

    children: list[Node] = field(default_factory=list)

    @property
    def root(self) -> Node:
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    @property
    def label(self) -> bool:
        return self.level >= _BOLD_LEVEL

    @property
    def body_end(self) -> int:
        """Last line of the node's own text, before its first child."""
        return self.children[0].line - 1 if self.children else self.end

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in document order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.children)


def build_tree(outline: Outline, vocabulary: Vocabulary, title: str, first_line: int) -> Node:
    """The document as a tree; the root stands for the document itself and begins after the front matter."""
    root = Node(0, title, first_line, first_line - 1, vocabulary.read(title))
    path = [root]
    for level, text, line, last, reading in _marks(outline, vocabulary):
        if level == LABEL_LEVEL and not _may_hold_labels(path, reading):
            continue
        while path[-1].level >= level:
            path.pop()
        node = Node(level, text, line, last, reading, path[-1])
        path[-1].children.append(node)
        path.append(node)
    _close(root, len(outline.lines))
    _name_document(root)
    return root


def document_top(root: Node) -> Node:
    """The node whose children are the chapters: the only heading of the highest level, or the document."""
    only = root.children[0] if len(root.children) == 1 else None
    return only if only and only.children and not only.label else root


def _name_document(root: Node) -> None:
    """The only heading of the highest level is the title, even where it is called "Incident" or "Log"."""
    top = document_top(root)
    if top is not root:
        top.reading = replace(top.reading, role=None, strength=0, starts=False, more=())


_Mark = tuple[int, str, int, int, Reading]


def _marks(outline: Outline, vocabulary: Vocabulary) -> Iterable[_Mark]:
    marks: list[_Mark] = [_heading_mark(h, vocabulary) for h in outline.headings]
    seen: set[int] = set()
    for prose in outline.prose:
        if prose.place in ("paragraph", "item") and prose.line not in seen:
            label = read_label(prose)
            reading = vocabulary.read_label(label) if label else None
            if reading:
                seen.add(prose.line)
                level = _BOLD_LEVEL if _BOLD_LINE.fullmatch(prose.text) else LABEL_LEVEL
                marks.append((level, label, prose.line, prose.line, reading))
    for table in outline.tables:
        marks += _table_marks(table, vocabulary)
    return sorted(marks, key=lambda mark: mark[2])


def _table_marks(table: Table, vocabulary: Vocabulary) -> list[_Mark]:
    """Rows whose first cell is a label: an incident written as a table of two columns."""
    if len(table.header.cells) > _WIDEST_FORM:
        return []
    cells = [(row.line, row.cells[0].strip("* ")) for row in (table.header, *table.rows) if row.cells]
    read = [(line, cell, vocabulary.read_label(cell)) for line, cell in cells if len(cell) < _LONGEST_LABEL]
    marks = [(LABEL_LEVEL, cell, line, line, reading) for line, cell, reading in read if reading]
    told = {mark[4].role for mark in marks}
    return marks if len(told & {"symptom", "cause", "fix"}) > 1 else []


def _heading_mark(heading: Heading, vocabulary: Vocabulary) -> _Mark:
    return (heading.level, heading.text, heading.line, heading.last, vocabulary.read(heading.text))


def read_label(prose: Prose) -> str:
    """The label that a line begins with ("**Cause:** ...", "증상: ..."), or an empty string."""
    bold = _BOLD_LABEL.match(prose.text)
    if bold:
        closed = bold["in"] or bold["out"] or bold.end() == len(prose.text)
        return bold["label"].strip() if closed else ""
    plain = _PLAIN_LABEL.match(prose.text)
    if plain:
        return plain["label"].strip()
    # "■ 증상": a mark before a few words on a line of their own.
    return prose.text if len(prose.text) < _LONGEST_LABEL and is_picture(prose.text[:1]) else ""


def _may_hold_labels(path: list[Node], reading: Reading) -> bool:
    """Labels are sections only where no heading above has said what the lines are."""
    above = next(node for node in reversed(path) if not node.label)
    if above.reading.is_phase():
        return above.reading.starts and reading.role != "symptom" and not reading.more
    return not any(n.reading.is_phase() and not n.reading.starts for n in path if not n.label)


def _close(root: Node, total: int) -> None:
    """Give every node its last line: the one before whatever follows it."""
    root.end = total
    for node in root.walk():
        ends = [child.line - 1 for child in node.children[1:]] + [node.end]
        for child, end in zip(node.children, ends, strict=False):
            child.end = end
