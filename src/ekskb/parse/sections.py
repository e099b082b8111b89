"""A cut of the document -> its sections with roles, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ekskb.model import Kind, Role, Section
from ekskb.parse.commands import SHELLS
from ekskb.parse.files import FILE_COLUMNS
from ekskb.parse.outline import Outline
from ekskb.parse.roles import EXACT, HINT, WORD, Reading, Vocabulary, key
from ekskb.parse.segment import holds_story
from ekskb.parse.tree import Node

_EVERY: frozenset[Role] = frozenset(
    ("symptom", "impact", "cause", "diagnosis", "fix", "verification", "prevention", "lesson", "background")
)
# What a heading below a section of some role may turn it into. A cause lists logs and problems that stay
# causes, a fix lists the files and steps that stay fixes; what is neither keeps the role above it.
_TURNS: Final[Mapping[Role, frozenset[Role]]] = {
    "symptom": _EVERY | {"other"},
    "impact": frozenset(),
    "cause": frozenset(("diagnosis", "impact", "fix", "verification", "prevention", "lesson", "background")),
    "diagnosis": frozenset(("cause", "fix", "symptom", "verification", "prevention", "lesson", "other")),
    "fix": frozenset(("verification", "prevention", "lesson", "other", "impact", "diagnosis")),
    "verification": frozenset(("other", "prevention", "lesson", "fix")),
    "background": _EVERY - {"diagnosis", "verification"},
    "summary": frozenset(("symptom", "impact", "cause", "fix", "background", "prevention", "lesson")),
    "prevention": frozenset(),
    "lesson": frozenset(("prevention",)),
    "reference": frozenset(),
    "other": frozenset(),
}
# The same where only a word in the heading, not its name, says so.
_WORD_TURNS: Final[Mapping[Role, frozenset[Role]]] = {
    "symptom": frozenset(("symptom", "diagnosis", "background", "cause", "impact")),
    "cause": frozenset(("diagnosis",)),
    "fix": frozenset(("verification", "prevention", "other")),
}
_CORE: frozenset[Role] = frozenset(("symptom", "cause", "diagnosis"))


@dataclass(slots=True)
class _Piece:
    line: int
    role: Role | None
    heading: str


@dataclass(slots=True)
class _Walk:
    """State while walking one entry from top to bottom."""

    outline: Outline
    vocabulary: Vocabulary
    kind: Kind
    pieces: list[_Piece] = field(default_factory=list)
    previous: Role | None = None
    fixed: bool = False
    unnamed: bool = False
    """True where no heading names a symptom, cause or fix."""

    def emit(self, node: Node, role: Role, fresh: bool) -> None:
        if fresh or not self.pieces or self.pieces[-1].role != role:
            self.pieces.append(_Piece(node.line, role, node.reading.plain))
        self.previous = role
        self.fixed = self.fixed or role == "fix"


def build_sections(
    nodes: Sequence[Node], first: int, last: int, kind: Kind, outline: Outline, vocabulary: Vocabulary
) -> tuple[Section, ...]:
    """Sections of the entry that these nodes make; together they cover the lines from `first` to `last`."""
    walk = _Walk(outline, vocabulary, kind)
    walk.unnamed = kind == "incident" and not any(_names_part(node) for top in nodes for node in top.walk())
    if len(nodes) == 1:
        _walk_story(walk, nodes[0])
    else:
        for node in nodes:
            _walk_phase(walk, node)
    pieces = _settle(walk, first, last)
    return tuple(_cut_pieces(pieces, last, outline))


def _names_part(node: Node) -> bool:
    return node.reading.is_phase() and node.reading.role in ("symptom", "cause", "fix")


def _walk_story(walk: _Walk, node: Node) -> None:
    """One heading with the whole story below it."""
    part = node.reading.starts or (node.reading.is_phase() and not holds_story(node))
    if part and node.reading.role and walk.kind != "howto":
        walk.emit(node, node.reading.role, fresh=True)
        _walk_below(walk, node, node.reading.role)
        return
    for child in node.children:
        _walk_phase(walk, child)


def _walk_phase(walk: _Walk, node: Node) -> None:
    role = _entry_role(walk, node)
    walk.emit(node, role, fresh=True)
    _walk_below(walk, node, role)


def _walk_below(walk: _Walk, node: Node, role: Role) -> None:
    titled = node.reading.starts and any(c.reading.role in ("cause", "fix") for c in node.children)
    if titled or holds_story(node):
        # "장애 1: ..." with its own cause and fix below is a title, its children are the phases.
        for child in node.children:
            _walk_phase(walk, child)
        return
    for child in node.children:
        turned = _nested_role(walk, child.reading, role)
        walk.emit(child, turned, fresh=False)
        _walk_below(walk, child, turned)


def _entry_role(walk: _Walk, node: Node) -> Role:
    """Role of a heading right below the entry's title."""
    reading = node.reading
    if reading.outcome:
        return "verification" if walk.fixed else "impact"
    if reading.check:
        return "verification" if walk.fixed or walk.kind == "howto" else "diagnosis"
    hinted_late = reading.strength == HINT and walk.fixed and reading.role in _CORE
    if reading.strength >= HINT and reading.role and not hinted_late:
        return "fix" if reading.role == "reference" and _lists_changes(walk, node) else reading.role
    if walk.kind == "reference":
        return walk.previous or "reference"
    if reading.strength == WORD and reading.role and not (reading.role in _CORE and walk.fixed):
        return reading.role
    return _unknown_role(walk, node)


def _unknown_role(walk: _Walk, node: Node) -> Role:
    """A heading without a telling word: a step of a how-to; else it goes on with what stands before it."""
    if walk.kind == "howto":
        return "fix"
    if walk.unnamed:
        return _guessed_role(walk, node)
    if walk.fixed:
        return "other"
    return walk.previous if walk.previous in _CORE else "background"


def _guessed_role(walk: _Walk, node: Node) -> Role:
    """Role by place in a story that names no part: the fault comes first, commands with the cure."""
    runs = any(f.language in SHELLS for f in walk.outline.fences_in(node.line, node.end))
    if walk.fixed:
        return "other"
    if runs and walk.previous in _CORE:
        return "fix"
    return walk.previous if walk.previous in _CORE else "symptom"


def _nested_role(walk: _Walk, reading: Reading, above: Role) -> Role:
    """Role of a heading below a section of role `above`."""
    going_on = walk.previous if above == "symptom" and walk.previous else above
    if reading.role is None:
        return going_on
    if reading.outcome:
        return {"cause": "impact", "symptom": "impact", "fix": "verification"}.get(above, above)  # type: ignore[return-value]
    if reading.check and above == "fix":
        return "verification"
    allowed = _TURNS[above] if reading.strength == EXACT else _WORD_TURNS.get(above, frozenset())
    return reading.role if reading.role in allowed else going_on


def _lists_changes(walk: _Walk, node: Node) -> bool:
    """True where a table below the heading has a column of files and one of changes."""
    tables = [table.header.cells for table in walk.outline.tables_in(node.line, node.end)]
    return any(
        any(key(cell) in FILE_COLUMNS for cell in cells)
        and any(walk.vocabulary.role_of(cell) == "fix" for cell in cells)
        for cells in tables
    )


def _settle(walk: _Walk, first: int, last: int) -> list[_Piece]:
    """Give the lines before the first phase a role, too."""
    pieces = [piece for piece in walk.pieces if first <= piece.line <= last]
    if not pieces or pieces[0].line > first:
        role: Role = "other"
        if not pieces and walk.kind == "incident":
            pieces += _split_bare(walk.outline, first, last)
        if walk.kind == "incident" and all(piece.role != "symptom" for piece in pieces):
            role = "symptom"
        elif walk.kind == "howto":
            role = "fix" if not pieces else "background"
        elif walk.kind == "reference":
            role = pieces[0].role if pieces and pieces[0].role else "reference"
        pieces.insert(0, _Piece(first, role, ""))
    return pieces


def _split_bare(outline: Outline, first: int, last: int) -> list[_Piece]:
    """An incident without a named part: what one runs is the fix, what stands before it the symptom."""
    fence = next((f for f in outline.fences_in(first, last) if f.language in SHELLS), None)
    if fence is None:
        return []
    line = fence.opening
    while line > first + 1 and not outline.lines[line - 2].strip():
        line -= 1
    while line > first + 1 and outline.lines[line - 2].strip() and not outline.in_block(line - 1):
        line -= 1
    return [_Piece(line, "fix", "")] if line > first else []


def _cut_pieces(pieces: Sequence[_Piece], last: int, outline: Outline) -> list[Section]:
    sections = []
    for index, piece in enumerate(pieces):
        end = pieces[index + 1].line - 1 if index + 1 < len(pieces) else last
        end = trim_end(outline, piece.line, end, rules=False)
        text = "\n".join(outline.lines[piece.line - 1 : end])
        sections.append(Section(piece.role or "other", piece.heading, (piece.line, end), text))
    return sections


def trim_end(outline: Outline, first: int, last: int, rules: bool) -> int:
    """The last line that says something; with `rules`, a thematic break says nothing either."""
    while last > first and (not outline.lines[last - 1].strip() or (rules and last in outline.rules)):
        last -= 1
    return last
