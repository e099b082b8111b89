"""Headings and labels -> a tree of nodes with their line ranges and readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeAlias

from ekskb.model import Role
from ekskb.parse.outline import Heading, Outline, Prose, Table
from ekskb.parse.roles import Reading, Vocabulary, is_picture
from ekskb.parse.tables import key

LABEL_LEVEL = 9
"""Level of a label: below every heading."""

TITLE_LEVEL = 7
"""Level of a line in bold that stands for the heading of an incident: below every heading, above labels."""

_BOLD_LEVEL = 8
"""Level of a line in bold and nothing else, which stands for a heading."""

_WIDEST_FORM = 3
_LONGEST_LABEL = 40
_LONGEST_BARE = 20
_MARKS_AROUND = "*_>:： "
"""What may stand around a label that is alone on its line."""

_BOLD_LABEL = re.compile(
    r"(?:>\s*)?[*_]{1,3}(?P<label>[^*_\n]{1,80}?)(?P<in>\s*[:：.])?[*_]{1,3}\s*(?P<out>[:：]|[-–—]\s|$)?"
)
_BOLD_LINE = re.compile(r"(?:\*\*|__)[^*_\n:：]{1,80}(?:\*\*|__)")
_BOLD_TITLE = re.compile(r"(?:\*\*|__)[^*_\n]{4,160}(?:\*\*|__)")
_PLAIN_LABEL = re.compile(
    r"(?:>\s*)?(?P<label>[^\s*_`:：|<>→⇒👉➡=-][^*_`:：|<>→⇒👉➡\n]{0,23}?)\s?(?:[:：](?:\s|$)|(?:→|⇒|👉|➡|[-=]>)\ufe0f?\s)"
)


CORE: frozenset[Role] = frozenset(("symptom", "cause", "fix"))
"""The parts that make a story."""

SUMMARIES: frozenset[Role] = frozenset(("summary", "background"))
"""Parts that may tell a whole story in their labels."""


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
    lead: bool = False
    """True for a line of running text that leads to a part: "You can fix this by ..."."""

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


def unread(reading: Reading) -> Reading:
    return replace(reading, role=None, strength=0, starts=False, more=(), outcome=False, check=False)


def grow_tree(
    marks: Iterable[Mark],
    untold: Untold,
    *,
    outline: Outline,
    vocabulary: Vocabulary,
    title: str,
    first: int,
) -> Node:
    root = Node(0, title, first, first - 1, vocabulary.read(title))
    path = [root]
    for mark in marks:
        if mark.level >= TITLE_LEVEL and not _may_stand(mark, path, untold):
            continue
        while path[-1].level >= mark.level:
            path.pop()
        node = Node(mark.level, mark.text, mark.line, mark.last, mark.reading, path[-1], lead=mark.lead)
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
        top.reading = unread(top.reading)


Untold: TypeAlias = Mapping[int, frozenset[Role]]
"""By the line of a heading that names a part: core parts that labels below it may tell, as no other does."""


class Mark(NamedTuple):
    """A heading or label before it has its place in the tree."""

    level: int
    text: str
    line: int
    last: int
    reading: Reading
    lead: bool = False
    alone: bool = False
    """True for a label that has its line for itself."""


def line_of(mark: Mark) -> int:
    return mark.line


def label_marks(outline: Outline, vocabulary: Vocabulary) -> list[Mark]:
    marks: list[Mark] = []
    seen: set[int] = set()
    for prose in outline.prose:
        if prose.place in ("paragraph", "item") and prose.line not in seen:
            label = read_label(prose) or _bare_name(prose, outline)
            alone = bool(label) and _stands_alone(label, prose, outline, vocabulary)
            reading = vocabulary.read_label(label, alone) if label else None
            if reading:
                seen.add(prose.line)
                level = _BOLD_LEVEL if _BOLD_LINE.fullmatch(prose.text) else LABEL_LEVEL
                marks.append(Mark(level, label, prose.line, prose.line, reading, alone=alone))
    for table in outline.tables:
        marks += _table_marks(table, vocabulary)
    return sorted(marks, key=line_of)


def _stands_alone(label: str, prose: Prose, outline: Outline, vocabulary: Vocabulary) -> bool:
    """True where nothing follows the label on its line, so that it stands for a heading."""
    if prose.place == "paragraph" and prose.text.startswith("**") and key(label) in vocabulary.bold_names:
        return True
    if _bare(prose.text) != _bare(label):
        return False
    return prose.place == "paragraph" or (prose.text.startswith("**") and _has_below(prose, outline))


def _bare(text: str) -> str:
    return text.strip(_MARKS_AROUND)


def _table_marks(table: Table, vocabulary: Vocabulary) -> list[Mark]:
    """Rows whose first cell is a label: an incident written as a table of two columns."""
    if len(table.header.cells) > _WIDEST_FORM:
        return []
    cells = [(row.line, row.cells[0].strip("* ")) for row in (table.header, *table.rows) if row.cells]
    read = [(line, cell, vocabulary.read_label(cell)) for line, cell in cells if len(cell) < _LONGEST_LABEL]
    marks = [Mark(LABEL_LEVEL, cell, line, line, reading) for line, cell, reading in read if reading]
    told = {mark.reading.role for mark in marks}
    return marks if len(told & {"symptom", "cause", "fix"}) > 1 else []


def heading_mark(heading: Heading, vocabulary: Vocabulary) -> Mark:
    return Mark(heading.level, heading.text, heading.line, heading.last, vocabulary.read(heading.text))


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


def _bare_name(prose: Prose, outline: Outline) -> str:
    """A list item that is a few words with more items or blocks set in below it: "- 원인"."""
    if prose.place != "item" or len(prose.text) > _LONGEST_BARE:
        return ""
    return prose.text if _has_below(prose, outline) else ""


def _has_below(prose: Prose, outline: Outline) -> bool:
    """True where the next lines are set in further than this one."""
    below = next((line for line in outline.lines[prose.line : prose.line + 3] if line.strip()), "")
    return _margin(below) > _margin(outline.lines[prose.line - 1])


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())


def _may_stand(mark: Mark, path: list[Node], untold: Untold) -> bool:
    if mark.level == TITLE_LEVEL:
        return not any(node.reading.is_phase() for node in path if not node.label)
    return mark.level != LABEL_LEVEL or _may_hold_labels(path, mark, untold)


def _may_hold_labels(path: list[Node], mark: Mark, untold: Untold) -> bool:
    """Labels are sections only where no heading above has said what the lines are."""
    above, reading = next(node for node in reversed(path) if not node.label), mark.reading
    heard = mark.alone or above.reading.role in SUMMARIES
    if heard and not reading.more and reading.role in untold.get(above.line, ()):
        return True
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
