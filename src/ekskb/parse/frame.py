"""Headings, labels and running text together -> the tree of a document.

Headings come first. With them known, it is told which headings only announce incidents, where labels may
speak, which lines in bold are titles, and where running text has to tell the story alone.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ekskb.model import Role
from ekskb.parse.leads import ORDER, opening_role, verb_role
from ekskb.parse.outline import Outline, Prose
from ekskb.parse.roles import EXACT, Reading, Vocabulary
from ekskb.parse.tree import (
    CORE,
    LABEL_LEVEL,
    SUMMARIES,
    TITLE_LEVEL,
    Mark,
    Node,
    document_top,
    grow_tree,
    heading_mark,
    label_marks,
    line_of,
    unread,
)

_SUMMARY = re.compile(r"<summary>(?P<text>[^<>\n]{2,160})")
_WIDEST = 1000
_BOLD_TITLE = re.compile(r"(?:\*\*|__)[^*_\n]{4,160}(?:\*\*|__)")


def build_tree(outline: Outline, vocabulary: Vocabulary, title: str, first_line: int) -> Node:
    """The document as a tree; the root stands for the document itself and begins after the front matter."""
    headings = [heading_mark(heading, vocabulary) for heading in outline.headings]
    grow = functools.partial(grow_tree, outline=outline, vocabulary=vocabulary, title=title, first=first_line)
    labels = label_marks(outline, vocabulary)
    frame = grow(headings, untold={})
    labels = sorted((*labels, *find_bold_titles(frame, labels, outline, vocabulary)), key=line_of)
    top = document_top(frame)
    untold = dict(find_untold(frame, vocabulary))
    demoted = {*find_containers(frame, labels, vocabulary), *(() if top is frame else (top.line,))}
    headings = [_demote(mark) if mark.line in demoted else mark for mark in headings]
    root = grow(sorted((*headings, *labels), key=line_of), untold=untold)
    leads = find_leads(root, outline)
    if leads:
        root = grow(sorted((*headings, *labels, *leads), key=line_of), untold=untold)
    return root


def _demote(mark: Mark) -> Mark:
    return mark._replace(reading=unread(mark.reading))


def find_containers(root: Node, labels: Sequence[Mark], vocabulary: Vocabulary) -> Iterator[int]:
    """Lines of headings that read like a part and only announce the incidents below them."""
    top = document_top(root)
    for node in root.walk():
        if node is root or node is top or not node.reading.is_phase():
            continue
        titled = [child for child in node.children if _is_title(child)]
        stories = sum(_tells_story(child, labels) for child in titled)
        named = vocabulary.is_container(node.reading.plain)
        faults = sum(bool(vocabulary.faults.search(child.reading.plain)) for child in titled)
        if (
            stories > 1
            or (named and not titled and _repeats(node, labels))
            or (named and (stories or (faults > 1 and 2 * faults > len(node.children))))
        ):
            yield node.line


def _repeats(node: Node, labels: Sequence[Mark]) -> bool:
    """True where the labels below tell one fault and fix after another."""
    start = bisect_right(labels, node.line, key=line_of)
    end = bisect_right(labels, node.end, key=line_of)
    told = [mark.reading.role for mark in labels[start:end]]
    return told.count("fix") > 1 and told.count("symptom") > 1


def _is_title(node: Node) -> bool:
    reading = node.reading
    if reading.is_phase():
        return reading.starts and (reading.named or bool(reading.mark))
    return verb_role(reading.plain) is None


def _tells_story(node: Node, labels: Sequence[Mark]) -> bool:
    """True where the headings or labels below name two different core parts."""
    start = bisect_left(labels, node.line, key=line_of)
    end = bisect_right(labels, node.end, key=line_of)
    told = {mark.reading.role for mark in labels[start:end]}
    told |= {below.reading.role for below in node.walk() if below is not node and below.reading.is_phase()}
    return len(told & CORE) > 1


def find_untold(root: Node, vocabulary: Vocabulary) -> Iterator[tuple[int, frozenset[Role]]]:
    """Headings whose labels may tell core parts, because no heading beside them does."""
    for parent in root.walk():
        phases = [child for child in parent.children if child.reading.is_phase()]
        missing = CORE - {
            role for child in phases for role in (child.reading.role, *child.reading.more) if role
        }
        for child in phases if missing else ():
            role = child.reading.role
            if role in SUMMARIES and (
                missing != CORE or (role == "background" and not _names_fault(parent, vocabulary))
            ):
                continue
            yield child.line, missing


def _names_fault(node: Node, vocabulary: Vocabulary) -> bool:
    return bool(vocabulary.faults.search(node.text))


def find_bold_titles(
    root: Node, labels: Sequence[Mark], outline: Outline, vocabulary: Vocabulary
) -> Iterator[Mark]:
    """Lines in bold that stand for the headings of incidents: several with a story in labels below."""
    named = {label.line for label in labels}
    marked = (p for p in outline.prose if p.place in ("paragraph", "item") and _BOLD_TITLE.fullmatch(p.text))
    found = [prose for prose in (*marked, *_folded_titles(outline)) if prose.line not in named]
    found.sort(key=lambda prose: prose.line)
    starts = sorted({prose.line for prose in found} | {heading.line for heading in outline.headings})
    marks, stories = [], 0
    for prose in found:
        reading = vocabulary.read(prose.text.strip("*_"))
        after = bisect_right(starts, prose.line)
        end = starts[after] if after < len(starts) else len(outline.lines) + 1
        low, high = bisect_right(labels, prose.line, key=line_of), bisect_left(labels, end, key=line_of)
        story = bool(reading.asks) or len({mark.reading.role for mark in labels[low:high]} & CORE) > 1
        stories += story
        numbered = prose.place == "paragraph" and (reading.numbered or reading.plain.endswith("?"))
        if (story or numbered) and not reading.is_phase():
            marks.append(Mark(TITLE_LEVEL, prose.text.strip("*_ "), prose.line, prose.line, reading))
    yield from marks if stories > 1 else ()


def _folded_titles(outline: Outline) -> Iterator[Prose]:
    """Titles of parts that fold: `<summary>Pods hang</summary>`."""
    for number, line in enumerate(outline.lines, 1):
        match = _SUMMARY.search(line) if "<summary>" in line and len(line) < _WIDEST else None
        if match and not outline.in_block(number):
            yield Prose(match["text"].strip("*_ "), number, "paragraph")


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
