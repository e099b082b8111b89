"""Which stretch of a document is which entry, and what is left over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from ekskb.model import Kind, Role, Span
from ekskb.parse.commands import SHELLS
from ekskb.parse.declared import declared_kind
from ekskb.parse.leads import asks_how
from ekskb.parse.metadata import FrontMatter
from ekskb.parse.outline import Outline
from ekskb.parse.roles import Reading, Vocabulary
from ekskb.parse.rows import RowStory, find_rows
from ekskb.parse.sections import trim_end
from ekskb.parse.segment import Context, Cut, find_incidents
from ekskb.parse.siblings import add_siblings
from ekskb.parse.tree import Node, document_top

_STEPS: frozenset[Role] = frozenset(("fix", "verification"))
_LISTS: frozenset[Role] = frozenset(("lesson", "reference", "prevention", "cause", "diagnosis"))
# How much a chapter without a fault must show to count as a how-to: see `_howto_signs`.
_ENOUGH: Final = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry to be: the nodes that make it, its lines and its kind."""

    nodes: tuple[Node, ...]
    title: Reading | None
    kind: Kind
    first: int
    last: int
    whole: bool = False
    """True where the entry is named by the document rather than by a heading of its own."""

    row: RowStory | None = None
    """The table row that the entry is, where it is one."""


def plan_document(
    root: Node, outline: Outline, vocabulary: Vocabulary, front: FrontMatter
) -> tuple[list[Piece], list[Span]]:
    """The entries of the document in order, and the lines that belong to none."""
    total = len(outline.lines)
    if not any(line.strip() for line in outline.lines):
        return [], []
    if (kind := declared_kind(front)) is not None:
        first = min(front.lines + 1, total)
        last = trim_end(outline, first, total, rules=False)
        return [Piece((root,), None, kind, first, last, whole=True)], []
    cuts = find_incidents(root, Context(vocabulary, lambda node: _shows_commands(node, outline)))
    cuts = add_siblings(root, cuts, vocabulary)
    rows = [] if cuts else find_rows(root, outline, vocabulary)
    if rows:
        pieces = [_row_piece(row) for row in rows]
    elif not cuts:
        pieces = [_whole_piece(root, outline, vocabulary, front)]
    elif len(cuts) == 1 and _is_document(cuts[0], root):
        pieces = [Piece(cuts[0].nodes, _document_title(cuts[0], root), "incident", 1, total, whole=True)]
    else:
        pieces = [_cut_piece(cut, cut is cuts[0], root, outline, vocabulary) for cut in cuts]
        pieces += _rest_pieces(root, cuts, outline, vocabulary)
        pieces.sort(key=lambda piece: piece.first)
    return pieces, _leftover(pieces, root, outline, vocabulary, front)


def _row_piece(story: RowStory) -> Piece:
    line = story.row.line
    return Piece((story.holder,), None, "incident", line, line, row=story)


def _is_document(cut: Cut, root: Node) -> bool:
    node = cut.nodes[0]
    return len(cut.nodes) == 1 and (node is root or (node.parent is root and len(root.children) == 1))


def _document_title(cut: Cut, root: Node) -> Reading | None:
    node = cut.nodes[0]
    return node.reading if node is not root else None


def _cut_piece(cut: Cut, earliest: bool, root: Node, outline: Outline, vocabulary: Vocabulary) -> Piece:
    top = document_top(root)
    opening = next((n for n in cut.nodes if n.reading.starts), cut.nodes[0])
    # Phases right below the document tell its own story, also where a later chapter starts another.
    own = earliest and len(cut.nodes) > 1 and cut.nodes[0].parent is top and not opening.reading.mark
    from_start = own and cut.nodes[0] in top.children[:1]
    first = 1 if from_start else cut.first
    last = trim_end(outline, first, cut.last, rules=True)
    title = top.reading if own and top is not root else _story_title(opening, vocabulary)
    return Piece(cut.nodes, title, "incident", first, last, whole=own)


def _story_title(node: Node, vocabulary: Vocabulary) -> Reading:
    """The heading's own title; that of its only fault where the heading is a mere topic ("Argo CD")."""
    if node.reading.is_phase() and not node.reading.starts:
        return replace(node.reading, title=node.reading.plain)
    faults = [child.reading for child in node.children if child.reading.starts and child.reading.named]
    topic = not node.reading.is_phase() and not vocabulary.faults.search(node.reading.plain)
    return faults[0] if topic and len(faults) == 1 and not node.children[0].label else node.reading


def _shows_commands(node: Node, outline: Outline) -> bool:
    return any(fence.language in SHELLS for fence in outline.fences_in(node.line, node.body_end))


def _whole_piece(root: Node, outline: Outline, vocabulary: Vocabulary, front: FrontMatter) -> Piece:
    """A document in which nothing was recognised is one entry; its words tell of which kind."""
    top = document_top(root)
    kind: Kind = "reference"
    words = " ".join((front.text("title"), top.text, *front.words("tags")))
    roles = {node.reading.role for node in root.walk()}
    if vocabulary.faults.search(words) or ("symptom" in roles or "cause" in roles):
        kind = "incident"
    elif _howto_signs(top, outline, vocabulary) >= _ENOUGH:
        kind = "howto"
    return Piece((top,), top.reading if top is not root else None, kind, 1, len(outline.lines), whole=True)


def _rest_pieces(
    root: Node, cuts: Sequence[Cut], outline: Outline, vocabulary: Vocabulary
) -> Iterator[Piece]:
    """Chapters without an incident: how-tos and lists that are worth finding."""
    taken = {id(node) for cut in cuts for node in cut.nodes}
    holders = _holders(cuts)
    for holder in holders.values():
        free = [(c, id(c) in taken or id(c) in holders) for c in holder.children if not c.label]
        for used, group in groupby(free, key=lambda pair: pair[1]):
            if not used:
                chapters = [child for child, _ in group]
                yield from _chapters(holder, chapters, root, outline, vocabulary)


def _holders(cuts: Sequence[Cut]) -> dict[int, Node]:
    """Every node that holds a cut somewhere below it."""
    found: dict[int, Node] = {}
    for cut in cuts:
        node = cut.nodes[0].parent
        while node is not None:
            found[id(node)] = node
            node = node.parent
    return found


def _chapters(
    holder: Node, chapters: Sequence[Node], root: Node, outline: Outline, vocabulary: Vocabulary
) -> Iterator[Piece]:
    if holder is not root and holder is not document_top(root) and not any(map(_asks, chapters)):
        if any(c.reading.role in _STEPS for c in chapters) or len(chapters) > 1:
            kind: Kind = "howto" if not vocabulary.faults.search(holder.reading.plain) else "reference"
            yield _piece(chapters, holder.reading, kind, outline)
        return
    for orphan, group in groupby(chapters, key=lambda c: c.reading.is_phase() and c.reading.role in _LISTS):
        nodes = list(group)
        if orphan:
            yield from _lists(nodes, outline)
        else:
            for node in nodes:
                kind_of = _chapter_kind(node, outline, vocabulary)
                if kind_of:
                    yield _piece([node], node.reading, kind_of, outline)


def _asks(node: Node) -> bool:
    return asks_how(node.reading.plain)


def _lists(nodes: Sequence[Node], outline: Outline) -> Iterator[Piece]:
    """Closing lists: a cause told for several incidents goes with the lessons after it."""
    start = 0
    for index, node in enumerate(nodes):
        if node.reading.role in ("cause", "diagnosis") and index + 1 < len(nodes):
            continue
        group = nodes[start : index + 1]
        start = index + 1
        if node.reading.role != "reference" or _has_substance(node, outline):
            yield _piece(group, group[0].reading, "reference", outline)


def _has_substance(node: Node, outline: Outline) -> bool:
    """Commands or chapters of its own, not just links and file names."""
    if any(not child.label for child in node.children):
        return True
    return any(f.language in SHELLS for f in outline.fences_in(node.line, node.end))


def _chapter_kind(node: Node, outline: Outline, vocabulary: Vocabulary) -> Kind | None:
    if vocabulary.is_contents(node.reading.plain) or node.reading.is_phase():
        return None
    if _howto_signs(node, outline, vocabulary) >= _ENOUGH:
        return "howto"
    return "reference" if _has_substance(node, outline) else None


def _howto_signs(node: Node, outline: Outline, vocabulary: Vocabulary) -> int:
    """Words of a task in the title, steps or checks below it, commands or settings to copy."""
    roles = {child.reading.role for child in node.children}
    blocks = outline.fences_in(node.line, node.end)
    asks = asks_how(node.reading.plain)
    runs = any(block.language in SHELLS for block in blocks)
    task = asks or bool(vocabulary.howto.search(node.reading.plain))
    return task + bool(roles & _STEPS) + bool((blocks and (asks or node.children)) or (task and runs))


def _piece(nodes: Sequence[Node], title: Reading, kind: Kind, outline: Outline) -> Piece:
    first = nodes[0].line
    return Piece(tuple(nodes), title, kind, first, trim_end(outline, first, nodes[-1].end, rules=True))


def _leftover(
    pieces: Sequence[Piece], root: Node, outline: Outline, vocabulary: Vocabulary, front: FrontMatter
) -> list[Span]:
    """Non-blank lines outside every entry, each stretch with the reason."""
    covered = bytearray(len(outline.lines) + 2)
    for piece in pieces:
        covered[piece.first : piece.last + 1] = b"\1" * (piece.last - piece.first + 1)
    reasons = [""] * (len(outline.lines) + 2)
    top = document_top(root)
    for node in root.walk():
        reason = "title" if node is root or node is top else _reason(node, vocabulary)
        for line in range(max(1, node.line), node.body_end + 1):
            reasons[line] = reason
    for line in range(1, front.lines + 1):
        reasons[line] = "front matter"
    for line in outline.rules:
        reasons[line] = "separator"
    free = [n for n in range(1, len(outline.lines) + 1) if not covered[n] and outline.lines[n - 1].strip()]
    return _spans(free, reasons)


def _reason(node: Node, vocabulary: Vocabulary) -> str:
    reading = node.reading
    if vocabulary.is_contents(reading.plain):
        return "table of contents"
    named: dict[Role, str] = {"summary": "summary", "background": "overview", "reference": "references"}
    if reading.role in named and reading.role:
        return named[reading.role]
    if reading.role or node.parent is None:
        return "no incident"
    return _reason(node.parent, vocabulary)


def _spans(lines: Sequence[int], reasons: Sequence[str]) -> list[Span]:
    spans: list[Span] = []
    for line in lines:
        reason = reasons[line] or "no incident"
        if spans and spans[-1].reason == reason and spans[-1].lines[1] >= line - 2:
            spans[-1] = Span((spans[-1].lines[0], line), reason)
        else:
            spans.append(Span((line, line), reason))
    return spans
