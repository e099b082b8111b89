"""One Markdown document -> its entries, its faults, and the lines that belong to no entry."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ekskb.model import Entry, Parsed, Problem, Role, Section, Source, replace
from ekskb.parse.commands import find_commands
from ekskb.parse.declared import declared_kind, declared_sections
from ekskb.parse.files import find_files
from ekskb.parse.frame import build_tree
from ekskb.parse.links import relate_entries
from ekskb.parse.metadata import (
    FrontMatter,
    find_components,
    find_date,
    find_references,
    front_matter_problem,
    labelled_date,
    labelled_severity,
    labelled_tags,
    read_front_matter,
)
from ekskb.parse.outline import Outline, read_outline, split_lines
from ekskb.parse.plan import Piece, plan_document
from ekskb.parse.roles import Vocabulary
from ekskb.parse.sections import build_sections
from ekskb.parse.signatures import find_signatures
from ekskb.parse.tree import Node
from ekskb.text import shorten, slug, squash

_GIVEN_ID = 120
"""Characters of an id that the author gives; those that we make are shorter."""

_TITLE_WIDTH = 200
_TITLE_LINES = 20
_LETTER = re.compile(r"[^\W\d_]")
_BACKTICKS = re.compile(r"^`([^`]*)`$")


@dataclass(frozen=True, slots=True)
class _Document:
    path: str
    sha256: str
    outline: Outline
    front: FrontMatter
    root: Node
    vocabulary: Vocabulary


def parse_document(text: str, path: str, sha256: str = "", vocabulary: Vocabulary | None = None) -> Parsed:
    """What the text of one document is understood as; any text at all is understood as something.

    `sha256` is the digest of the file's bytes; without it, that of the text.
    """
    digest = sha256 or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    words = vocabulary or Vocabulary.default()
    lines = split_lines(text)
    front = read_front_matter(lines)
    outline = read_outline(lines, front.lines)
    title = front.text("title", "name", "제목")
    document = _Document(
        path, digest, outline, front, build_tree(outline, words, title, front.lines + 1), words
    )
    pieces, leftover = plan_document(document.root, outline, words, front)
    entries = tuple(_entry(document, piece, pieces) for piece in pieces)
    return Parsed(relate_entries(_unique_ids(entries), outline), tuple(_problems(document)), tuple(leftover))


def _entry(document: _Document, piece: Piece, pieces: Sequence[Piece]) -> Entry:
    only = len(pieces) == 1
    outline, front = document.outline, document.front
    sections = piece.row.sections() if piece.row else _sections(document, piece)
    lines = outline.lines[piece.first - 1 : piece.last]
    roles = _line_roles(sections, piece.first, piece.last)
    title = _title(document, piece, sections, only)
    date = _date(document, piece, pieces)
    # Front matter that is no YAML is read as text, so that a slip in it costs no tag.
    first = piece.first - 1 if front.fault else max(piece.first - 1, front.lines)
    labelled = labelled_tags(outline.lines[first : piece.last])
    tags = tuple(dict.fromkeys((*front.words("tags", "keywords", "labels"), *labelled)))
    commands = find_commands(outline, piece.first, piece.last, roles)
    return Entry(
        id=_entry_id(front, title, date, only),
        title=title,
        kind=piece.kind,
        date=date,
        tags=tags,
        source=Source(document.path, (piece.first, piece.last), document.sha256),
        sections=sections,
        commands=commands,
        files=find_files(outline, piece.first, piece.last, document.vocabulary, commands),
        signatures=find_signatures(outline, piece.first, piece.last, roles, commands),
        references=find_references(outline, piece.first, piece.last),
        components=find_components(title, tags, "\n".join(lines)),
        severity=front.text("severity", "priority", "심각도") or labelled_severity(lines),
    )


def _sections(document: _Document, piece: Piece) -> tuple[Section, ...]:
    told = declared_kind(document.front) is not None
    declared = declared_sections(document.outline, piece.first, piece.last) if told else ()
    return declared or build_sections(
        piece.nodes, piece.first, piece.last, piece.kind, document.outline, document.vocabulary
    )


def _line_roles(sections: Sequence[Section], first: int, last: int) -> list[Role]:
    roles: list[Role] = ["other"] * (last - first + 1)
    for section in sections:
        for line in range(section.lines[0], section.lines[1] + 1):
            roles[line - first] = section.role
    return roles


def _title(document: _Document, piece: Piece, sections: Sequence[Section], only: bool) -> str:
    """The heading's own words; for a whole file, those of the front matter or the first heading."""
    named = document.front.text("title", "name", "제목") if piece.whole else ""
    heading = piece.row.title() if piece.row else piece.title.title if piece.title else ""
    candidates = [heading, named] if only else [named, heading]
    candidates += [document.root.text if only else "", sections[0].heading if sections else ""]
    lines = (_unlabelled(line, section) for section in sections for line in section.text.split("\n"))
    candidates += itertools.islice((line for line in lines if _LETTER.search(line)), _TITLE_LINES)
    words = document.vocabulary
    found = next(
        (t for t in map(_tidy, candidates) if t and not (piece.kind == "incident" and words.is_name(t))), ""
    )
    return shorten(found or document.path.rsplit("/", 1)[-1], _TITLE_WIDTH)


def _unlabelled(line: str, section: Section) -> str:
    """The line without the label that opens its section: "**Problem:** no route" is about "no route"."""
    bare = line.lstrip("#*_>- ")
    rest = bare.removeprefix(section.heading).lstrip("*_:： ") if section.heading else ""
    return rest or line


def _tidy(text: str) -> str:
    bare = squash(text).strip("#*> -`" if text.count("`") % 2 else "#*> -")
    match = _BACKTICKS.match(bare)
    return match[1] if match else bare


def _date(document: _Document, piece: Piece, pieces: Sequence[Piece]) -> str | None:
    """From the nearest place that tells one: own heading, own lines, chapter, front matter, first heading."""
    outline = document.outline
    own = piece.title.date or piece.title.plain if piece.title and not piece.whole else ""
    date = find_date(own) or labelled_date(outline.lines[piece.first - 1 : piece.last])
    for container in _containers(piece):
        if date or container.level < 2:
            break
        # What stands before the first entry of a chapter is said of all of them.
        until = min(p.first for p in pieces if p.first >= container.line)
        date = find_date(container.text) or labelled_date(outline.lines[container.line - 1 : until - 1])
    if date:
        return date
    first = document.root.children[0] if document.root.children else None
    top = outline.lines[: first.body_end] if first else outline.lines
    front = document.front.text("date", "날짜", "created", "incident_date")
    return find_date(front) or (find_date(first.text) if first else None) or labelled_date(top)


def _containers(piece: Piece) -> list[Node]:
    """Headings above the entry, the nearest first."""
    found, node = [], piece.nodes[0] if piece.row else piece.nodes[0].parent
    while node is not None:
        found.append(node)
        node = node.parent
    return found


def _entry_id(front: FrontMatter, title: str, date: str | None, only: bool) -> str:
    given = front.text("id")
    if given:
        return slug(given, _GIVEN_ID) if only else slug(f"{slug(given)}-{title}")
    day = date if date and len(date) == len("2025-01-31") else ""
    return f"{day}-{slug(title)}" if day else slug(title)


def _unique_ids(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries with the same id get -2, -3 in document order."""
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    unique = []
    for entry in entries:
        name = entry.id
        while name in taken:
            counts[entry.id] += 1
            name = f"{entry.id}-{counts[entry.id] + 1}"
        taken.add(name)
        unique.append(entry if name == entry.id else replace(entry, id=name))
    return tuple(unique)


def _problems(document: _Document) -> list[Problem]:
    found = [front_matter_problem(document.front, document.path)]
    for fence in document.outline.fences:
        if not fence.closed and not fence.indented:
            message = "code block is never closed: all lines below it are read as code"
            hint = "close it with ``` on a line of its own"
            found.append(Problem("unclosed-fence", "warning", message, document.path, fence.opening, hint))
    return [problem for problem in found if problem]
