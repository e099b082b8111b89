"""A cut of the document -> its sections with roles, line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ekskb.model import Kind, Role, Section
from ekskb.parse.commands import SHELLS
from ekskb.parse.files import FILE_COLUMNS
from ekskb.parse.leads import opening_role, verb_role
from ekskb.parse.outline import Outline
from ekskb.parse.roles import EXACT, HINT, WORD, Vocabulary
from ekskb.parse.segment import holds_story
from ekskb.parse.tables import key
from ekskb.parse.tree import Node, read_label

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
    "fix": frozenset(("verification", "prevention", "other", "background")),
}
_CORE: frozenset[Role] = frozenset(("symptom", "cause", "diagnosis"))
# One of the numbered steps of a fix may look or teach and stays a step.
_STEPS_ON: frozenset[Role] = frozenset(("lesson", "diagnosis", "impact"))
_CLOSING: frozenset[Role] = frozenset(("lesson", "prevention"))
_TOLD_IN_STEPS: frozenset[Role] = frozenset(("cause", "diagnosis", "fix", "verification"))
_ANSWERS: Final = frozenset(("a", "answer", "답변", "답"))


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
    heads: Counter[Role] = field(default_factory=Counter)
    """How many headings right below the title name each role."""

    told: dict[Role, int] = field(default_factory=dict)
    """The line where each role was first told."""

    named: frozenset[Role] = frozenset()
    """Which of symptom, cause and fix a heading or label of the entry names."""

    def emit(self, node: Node, role: Role, fresh: bool) -> None:
        if fresh or not self.pieces or self.pieces[-1].role != role:
            self.pieces.append(_Piece(node.line, role, node.reading.plain))
        self.previous = role
        self.told.setdefault(role, node.line)
        self.fixed = self.fixed or role == "fix"


def build_sections(
    nodes: Sequence[Node], first: int, last: int, kind: Kind, outline: Outline, vocabulary: Vocabulary
) -> tuple[Section, ...]:
    """Sections of the entry that these nodes make; together they cover the lines from `first` to `last`."""
    walk = _Walk(outline, vocabulary, kind)
    tops = nodes[0].children if len(nodes) == 1 else nodes
    walk.heads = Counter(
        n.reading.role for n in tops if not n.label and n.reading.is_phase() and n.reading.role
    )
    walk.named = frozenset(role for top in nodes for node in top.walk() for role in _names_part(node))
    if len(nodes) == 1:
        _walk_story(walk, nodes[0])
    else:
        for node in nodes:
            _walk_phase(walk, node)
    pieces = _settle(walk, first, last, nodes[0].reading.asks if len(nodes) == 1 else None)
    return tuple(_cut_pieces(pieces, last, outline))


def _names_part(node: Node) -> Iterator[Role]:
    if node.reading.is_phase() and node.reading.role in ("symptom", "cause", "fix"):
        yield node.reading.role


def _walk_story(walk: _Walk, node: Node) -> None:
    """One heading with the whole story below it."""
    part = node.reading.starts or (node.reading.is_phase() and not holds_story(node))
    if part and node.reading.role and walk.kind != "howto":
        walk.emit(node, node.reading.role, fresh=True)
        _walk_below(walk, node, node.reading.role)
        return
    _walk_phases(walk, node.children)


def _walk_phases(walk: _Walk, nodes: Sequence[Node]) -> None:
    """Phases side by side; headings without a name after "**Fix:**" on a line of its own are its steps."""
    above: Role | None = None
    for node in nodes:
        if above and not node.label and not node.reading.is_phase():
            turned = _nested_role(walk, node, above)
            walk.emit(node, turned, fresh=False)
            _walk_below(walk, node, turned)
            continue
        _walk_phase(walk, node)
        above = (
            walk.previous
            if node.label and walk.previous in _TOLD_IN_STEPS and _is_alone(walk, node)
            else None
        )


def _is_alone(walk: _Walk, node: Node) -> bool:
    """True for a label that has its line for itself, like a heading."""
    return len(walk.outline.lines[node.line - 1].strip(" >*_:：")) <= len(node.text.strip("*_:： "))


def _walk_phase(walk: _Walk, node: Node) -> None:
    role = _entry_role(walk, node)
    walk.emit(node, role, fresh=True)
    _walk_below(walk, node, role)


def _walk_below(walk: _Walk, node: Node, role: Role) -> None:
    titled = node.reading.starts and any(
        c.reading.role in ("cause", "fix") and not _in_passing(walk, c, role) for c in node.children
    )
    if titled or holds_story(node):
        # "장애 1: ..." with its own cause and fix below is a title, its children are the phases.
        _walk_phases(walk, node.children)
        return
    for child in node.children:
        turned = _nested_role(walk, child, role)
        walk.emit(child, turned, fresh=False)
        _walk_below(walk, child, turned)


def _entry_role(walk: _Walk, node: Node) -> Role:
    """Role of a heading right below the entry's title."""
    reading = node.reading
    if reading.outcome:
        return "verification" if walk.fixed else "impact"
    if reading.check:
        return "verification" if walk.fixed or walk.kind == "howto" else "diagnosis"
    hinted_late = reading.strength == HINT and reading.role in (_CORE if walk.fixed else _CLOSING)
    if key(reading.plain) in _ANSWERS and walk.heads["fix"] > 1:
        return "summary"
    if "fix" not in walk.named and not walk.fixed and key(reading.plain) in walk.vocabulary.cures:
        return "fix"
    if reading.strength >= HINT and reading.role and not hinted_late:
        return "fix" if reading.role == "reference" and _lists_changes(walk, node) else reading.role
    if walk.kind == "reference":
        return walk.previous or "reference"
    if reading.strength == WORD and reading.role and not (reading.role in _CORE and walk.fixed):
        return reading.role
    return _unknown_role(walk, node)


def _unknown_role(walk: _Walk, node: Node) -> Role:
    """A heading without a telling word: its verb tells, or its place; else it goes on with what is before."""
    if walk.kind == "howto":
        return "fix"
    asked = verb_role(node.reading.plain)
    if opening_role(node.reading.plain) == "cause" and not walk.fixed:
        return "cause"
    if asked == "diagnosis":
        return "verification" if walk.fixed and "fix" in walk.named else "diagnosis"
    if asked == "fix" and (not walk.fixed or "fix" not in walk.named):
        return "fix"
    return _placed_role(walk, node)


def _placed_role(walk: _Walk, node: Node) -> Role:
    """Role by place: the fault comes first, commands come with the cure where nothing else is named so."""
    if walk.fixed:
        return "other"
    if walk.previous in _CORE:
        runs = any(f.language in SHELLS for f in walk.outline.fences_in(node.line, node.end))
        return "fix" if runs and "fix" not in walk.named else walk.previous
    return "background" if "symptom" in walk.named or _CORE & walk.told.keys() else "symptom"


def _nested_role(walk: _Walk, node: Node, above: Role) -> Role:
    """Role of a heading below a section of role `above`."""
    reading = node.reading
    if _in_passing(walk, node, above):
        return above
    if reading.numbered and above == "fix" and reading.role in _STEPS_ON:
        return above
    going_on = walk.previous if above == "symptom" and walk.previous else above
    if reading.role is None:
        return going_on
    if reading.outcome:
        return {"cause": "impact", "symptom": "impact", "fix": "verification"}.get(above, above)  # type: ignore[return-value]
    if reading.check and above == "fix":
        return "verification"
    if reading.role == "symptom" and above == "diagnosis" and _told_before(walk, node):
        # What a look found, where the symptom is told already.
        return above
    allowed = _TURNS[above] if reading.strength == EXACT else _WORD_TURNS.get(above, frozenset())
    return reading.role if reading.role in allowed else going_on


def _in_passing(walk: _Walk, node: Node, above: Role) -> bool:
    """True for "- 원인: ..." in a symptom where a heading of its own tells the cause."""
    role = node.reading.role
    return node.label and above == "symptom" and role != above and role in walk.heads


def _told_before(walk: _Walk, node: Node) -> bool:
    start = node.parent.line if node.parent else node.line
    return walk.told.get("symptom", start) < start


def _lists_changes(walk: _Walk, node: Node) -> bool:
    """True where a table below the heading has a column of files and one of changes."""
    tables = [table.header.cells for table in walk.outline.tables_in(node.line, node.end)]
    return any(
        any(key(cell) in FILE_COLUMNS for cell in cells)
        and any(walk.vocabulary.role_of(cell) == "fix" for cell in cells)
        for cells in tables
    )


def _settle(walk: _Walk, first: int, last: int, asks: Role | None) -> list[_Piece]:
    """Give the lines before the first phase a role, too."""
    pieces = [piece for piece in walk.pieces if first <= piece.line <= last]
    if asks and walk.kind == "incident":
        # The question names the fault, the text right below answers.
        below = next((n for n in range(first + 1, last + 1) if walk.outline.lines[n - 1].strip()), 0)
        if below and (not pieces or pieces[0].line > below):
            pieces.insert(0, _Piece(below, asks, ""))
        return [_Piece(first, "symptom", ""), *pieces]
    if (
        [piece.role for piece in pieces] == ["symptom"]
        and walk.kind == "incident"
        and "fix" not in walk.named
    ):
        pieces += _split_bare(walk.outline, pieces[0].line, last)
    if not pieces or pieces[0].line > first:
        role: Role = "other"
        if not pieces and walk.kind == "incident":
            pieces += _split_bare(walk.outline, first, last)
        if walk.kind == "incident" and all(piece.role != "symptom" for piece in pieces):
            role = "other" if _only_values(walk, first, pieces) else "symptom"
        elif walk.kind == "howto":
            role = "fix" if not pieces else "background"
        elif walk.kind == "reference":
            role = pieces[0].role if pieces and pieces[0].role else "reference"
        pieces.insert(0, _Piece(first, role, ""))
    return pieces


def _only_values(walk: _Walk, first: int, pieces: Sequence[_Piece]) -> bool:
    """True where nothing but the title, a date or an owner stands before the summary of a report."""
    if not any(piece.role in ("summary", "impact") for piece in pieces):
        return False
    lines = [prose for prose in walk.outline.prose_in(first, pieces[0].line - 1) if prose.place != "heading"]
    return all(prose.place == "cell" or read_label(prose) for prose in lines)


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
