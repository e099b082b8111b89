"""Table rows that are incidents: | symptom | cause | fix |."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ekskb.model import Role, Section
from ekskb.parse.outline import Outline, Row, Table
from ekskb.parse.roles import Vocabulary
from ekskb.parse.tree import Node

# A table below one of these repeats or closes what the document tells elsewhere.
_CLOSED: Final[frozenset[Role]] = frozenset(
    ("summary", "lesson", "reference", "verification", "fix", "impact", "other")
)


@dataclass(frozen=True, slots=True)
class RowStory:
    """One row, and the role that each of its columns has."""

    row: Row
    columns: tuple[tuple[int, Role, str], ...]
    """Number, role and header of the telling columns."""

    holder: Node
    """The heading that the table stands below."""

    def title(self) -> str:
        first = next(number for number, role, _ in self.columns if role == "symptom")
        return self.row.cells[first].replace("`", "")

    def sections(self) -> tuple[Section, ...]:
        """One section per telling cell; they share their line."""
        line = (self.row.line, self.row.line)
        return tuple(Section(role, name, line, self.row.cells[number]) for number, role, name in self.columns)


def find_rows(root: Node, outline: Outline, vocabulary: Vocabulary) -> list[RowStory]:
    """Rows of every table that has a column of symptoms and one of fixes or causes."""
    nodes = sorted((node for node in root.walk() if not node.label), key=lambda node: node.line)
    found: list[RowStory] = []
    for table in outline.tables:
        holder = [node for node in nodes if node.line <= table.header.line][-1]
        columns = _columns(table, vocabulary)
        told = {role for _, role, _ in columns}
        if "symptom" in told and told & {"fix", "cause"} and holder.reading.role not in _CLOSED:
            found += _stories(table, columns, holder)
    return found


def _columns(table: Table, vocabulary: Vocabulary) -> tuple[tuple[int, Role, str], ...]:
    read = ((number, vocabulary.read_label(cell), cell) for number, cell in enumerate(table.header.cells))
    return tuple((number, reading.role, cell) for number, reading, cell in read if reading and reading.role)


def _stories(table: Table, columns: tuple[tuple[int, Role, str], ...], holder: Node) -> Iterator[RowStory]:
    for row in table.rows:
        kept = tuple(column for column in columns if column[0] < len(row.cells) and row.cells[column[0]])
        if any(role == "symptom" for _, role, _ in kept) and len(kept) > 1:
            yield RowStory(row, kept, holder)
