"""Headings and labels -> a tree of nodes with their line ranges and readings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ekskb.model import Role
from ekskb.parse.leads import ORDER, opening_role, verb_role
from ekskb.parse.outline import Heading, Outline, Prose, Table
from ekskb.parse.roles import EXACT, Reading, Vocabulary, is_picture

LABEL_LEVEL = 9
"""Level of a label: below every heading."""

_BOLD_LEVEL = 8
"""Level of a line in bold and nothing else, which stands for a heading."""

_WIDEST_FORM = 3
_LONGEST_LABEL = 40
_MARKS_AROUND = "*_>:： "
"""What may stand around a label that is alone on its line."""

_BOLD_LABEL = re.compile(
    r"(?:>\s*)?[*_]{1,3}(?P<label>[^*_\n]{1,80}?)(?P<in>\s*[:：.])?[*_]{1,3}\s*(?P<out>[:：]|[-–—]\s|$)?"
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


def build_tree(outline: Outline, vocabulary: Vocabulary, title: str, first_line: int) -> Node:
    """The document as a tree; the root stands for the document itself and begins after the front matter."""
    headings = [_heading_mark(heading, vocabulary) for heading in outline.headings]
    labels = _label_marks(outline, vocabulary)
    frame = _grow(headings, outline, vocabulary, title, first_line)
    top = document_top(frame)
    demoted = {*find_containers(frame, labels, vocabulary), *(() if top is frame else (top.line,))}
    headings = [_demote(mark) if mark.line in demoted else mark for mark in headings]
    root = _grow(sorted((*headings, *labels), key=_line_of), outline, vocabulary, title, first_line)
    leads = find_leads(root, outline)
    if leads:
        marks = (*headings, *labels, *leads)
        root = _grow(sorted(marks, key=_line_of), outline, vocabulary, title, first_line)
    return root


def _line_of(mark: Mark) -> int:
    return mark.line


def _demote(mark: Mark) -> Mark:
    return mark._replace(reading=_unread(mark.reading))


def _unread(reading: Reading) -> Reading:
    return replace(reading, role=None, strength=0, starts=False, more=(), outcome=False, check=False)


def _grow(
    marks: Iterable[Mark], outline: Outline, vocabulary: Vocabulary, title: str, first_line: int
) -> Node:
    root = Node(0, title, first_line, first_line - 1, vocabulary.read(title))
    path = [root]
    for mark in marks:
        if mark.level == LABEL_LEVEL and not _may_hold_labels(path, mark.reading):
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
        top.reading = _unread(top.reading)


class Mark(NamedTuple):
    """A heading or label before it has its place in the tree."""

    level: int
    text: str
    line: int
    last: int
    reading: Reading
    lead: bool = False


def _label_marks(outline: Outline, vocabulary: Vocabulary) -> list[Mark]:
    marks: list[Mark] = []
    seen: set[int] = set()
    for prose in outline.prose:
        if prose.place in ("paragraph", "item") and prose.line not in seen:
            label = read_label(prose)
            alone = prose.place == "paragraph" and prose.text.strip(_MARKS_AROUND) == label.strip(
                _MARKS_AROUND
            )
            reading = vocabulary.read_label(label, alone) if label else None
            if reading:
                seen.add(prose.line)
                level = _BOLD_LEVEL if _BOLD_LINE.fullmatch(prose.text) else LABEL_LEVEL
                marks.append(Mark(level, label, prose.line, prose.line, reading))
    for table in outline.tables:
        marks += _table_marks(table, vocabulary)
    return sorted(marks, key=_line_of)


def _table_marks(table: Table, vocabulary: Vocabulary) -> list[Mark]:
    """Rows whose first cell is a label: an incident written as a table of two columns."""
    if len(table.header.cells) > _WIDEST_FORM:
        return []
    cells = [(row.line, row.cells[0].strip("* ")) for row in (table.header, *table.rows) if row.cells]
    read = [(line, cell, vocabulary.read_label(cell)) for line, cell in cells if len(cell) < _LONGEST_LABEL]
    marks = [Mark(LABEL_LEVEL, cell, line, line, reading) for line, cell, reading in read if reading]
    told = {mark.reading.role for mark in marks}
    return marks if len(told & {"symptom", "cause", "fix"}) > 1 else []


def _heading_mark(heading: Heading, vocabulary: Vocabulary) -> Mark:
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


_CORE: frozenset[Role] = frozenset(("symptom", "cause", "fix"))


def find_containers(root: Node, labels: Sequence[Mark], vocabulary: Vocabulary) -> Iterator[int]:
    """Lines of headings that read like a part and only announce the incidents below them."""
    top = document_top(root)
    for node in root.walk():
        if node is root or node is top or not node.children or not node.reading.is_phase():
            continue
        titled = [child for child in node.children if _is_title(child)]
        stories = sum(_tells_story(child, labels) for child in titled)
        named = vocabulary.is_container(node.reading.plain)
        faults = sum(bool(vocabulary.faults.search(child.reading.plain)) for child in titled)
        if stories > 1 or (named and (stories or (faults > 1 and 2 * faults > len(node.children)))):
            yield node.line


def _is_title(node: Node) -> bool:
    reading = node.reading
    if reading.is_phase():
        return reading.starts and (reading.named or bool(reading.mark))
    return verb_role(reading.plain) is None


def _tells_story(node: Node, labels: Sequence[Mark]) -> bool:
    """True where the headings or labels below name two different core parts."""
    start = bisect_left(labels, node.line, key=_line_of)
    end = bisect_right(labels, node.end, key=_line_of)
    told = {mark.reading.role for mark in labels[start:end]}
    told |= {below.reading.role for below in node.walk() if below is not node and below.reading.is_phase()}
    return len(told & _CORE) > 1


def find_leads(root: Node, outline: Outline) -> list[Mark]:
    """Lines of running text that lead from one part of a story to the next, below titles without parts."""
    found: list[Mark] = []
    for node in root.walk():
        if node.label or node.parent is None or _is_told(node):
            continue
        own = [child for child in node.children if child.label]
        last = next((child.line - 1 for child in node.children if not child.label), node.end)
        found += _leads_below(node, own, last, outline)
    return found


def _is_told(node: Node) -> bool:
    """True where a heading says what the lines are: the node's own, one above, or one right below."""
    above: Node | None = node
    while above is not None:
        if above.reading.is_phase():
            return True
        above = above.parent
    return any(child.reading.is_phase() and not child.label for child in node.children)


def _leads_below(node: Node, labels: Sequence[Node], last: int, outline: Outline) -> Iterator[Mark]:
    at = -1
    named = {label.line: label for label in labels}
    for prose in outline.prose_in(node.last + 1, last):
        if prose.line in named:
            at = max(at, ORDER.get(named[prose.line].reading.role or "", len(ORDER)))
        elif prose.place == "paragraph":
            role = opening_role(prose.text)
            if role and ORDER[role] > at:
                at = ORDER[role]
                reading = Reading(plain=prose.text, title=prose.text, role=role, strength=EXACT)
                yield Mark(LABEL_LEVEL, prose.text, prose.line, prose.line, reading, lead=True)
