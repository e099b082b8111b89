"""An entry as a paper: its sections in the order in which one reads them under pressure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from ekskb.errors import NotFoundError
from ekskb.model import Entry, Section
from ekskb.render.entry import reading_order
from ekskb.tui.door import KnowledgeBase
from ekskb.tui.paper.blocks import Block, Gap, Heading, Link, Prose, Rule, read_blocks
from ekskb.tui.paper.inline import inline
from ekskb.tui.paper.layout import Row, lay_out
from ekskb.tui.safe import MUTED, safe_line

_RELATED = "Related entries"
_KIND_NAMES = {"incident": "", "howto": "how-to", "reference": "reference"}
_MARKS = re.compile(r"^[\s#>*_:-]+|[\s*_:：]+$")
_NUMBER = re.compile(r"^(?:\d{1,3}[.)]){0,4}\d{0,3}[.)]?\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A section as it is shown: its heading, and the blocks below it."""

    title: str
    role: str
    line: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    head: tuple[Content, ...]
    parts: tuple[Part, ...]

    def rows(self, width: int, unfold: bool = False) -> list[Row]:
        """All rows at `width` cells."""
        rows = [Row(line, 0) for content in self.head for line in content.wrap(width)]
        for part in self.parts:
            rows.append(Row(Content(""), 0))
            rows.append(Row(_bar(part, width), part.line, "section"))
            rows.extend(lay_out(part.blocks, width, unfold))
        return rows


def read_entry(kb: KnowledgeBase, entry_id: str) -> tuple[Entry, Paper]:
    """An entry and its paper; slow enough for a worker."""
    entry = kb.get(entry_id)
    related = [(name, title) for name in entry.related if (title := _title(kb, name))]
    return entry, read_paper(entry, related)


def read_related(kb: KnowledgeBase, entry_id: str) -> tuple[tuple[str, str], ...]:
    """Ids and titles of the entries that belong to this one, nearest first."""
    return tuple((hit.id, hit.title) for hit in kb.related(entry_id))


def with_related(paper: Paper, related: Sequence[tuple[str, str]]) -> Paper:
    """The paper with these entries in place of those that it named before."""
    parts = tuple(part for part in paper.parts if part.title != _RELATED or part.role)
    return replace(paper, parts=(*parts, Part(_RELATED, "", 0, tuple(Link(*pair) for pair in related))))


def _title(kb: KnowledgeBase, entry_id: str) -> str:
    """Title of an entry, or nothing when it has gone."""
    try:
        return kb.get(entry_id).title
    except NotFoundError:
        return ""


def read_paper(entry: Entry, related: Sequence[tuple[str, str]] = ()) -> Paper:
    """What the entry view shows of `entry`; independent of any width.

    `related` are ids and titles of the entries that it leads to.
    """
    parts = [part for section in reading_order(entry) if (part := _part(section)) is not None]
    return Paper(head_lines(entry), (*parts, *_lists(entry, related)))


def head_lines(entry: Entry) -> tuple[Content, ...]:
    """Title; when and what about; where it is written."""
    first, last = entry.source.lines
    known = {name.casefold() for name in entry.components}
    tags = (tag for tag in entry.tags if tag.casefold() not in known)
    facts = (entry.date or "", _KIND_NAMES[entry.kind], entry.severity, *entry.components, *tags)
    meta = " · ".join(safe_line(fact) for fact in dict.fromkeys(facts) if fact)
    where = f"{safe_line(entry.source.path)}:{first}-{last}"
    return (
        Content.styled(safe_line(entry.title), "bold"),
        *([Content.styled(meta, MUTED)] if meta else []),
        Content.styled(where, MUTED),
    )


def _part(section: Section) -> Part | None:
    text, first = section.text, section.lines[0]
    head, _, rest = text.partition("\n")
    if section.heading and _bare(head) == _bare(section.heading):
        text, first = rest, first + 1
    if not text.strip():
        return None
    title = _bare(section.heading) or section.role.capitalize()
    blocks = _tidy(read_blocks(text, first), title)
    # A stretch of headings alone is the entry's own title, which stands above already.
    if all(isinstance(block, Heading | Gap | Rule) for block in blocks):
        return None
    return Part(title, section.role, section.lines[0], blocks)


def _tidy(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """Without a heading that only repeats the section's own, numbered or not."""
    return tuple(
        b for b in blocks if not (isinstance(b, Heading) and _unnumbered(b.text) == _unnumbered(title))
    )


def _unnumbered(heading: str) -> str:
    return _NUMBER.sub("", _bare(heading))


def _bare(heading: str) -> str:
    return _MARKS.sub("", safe_line(heading))


def _lists(entry: Entry, related: Sequence[tuple[str, str]]) -> list[Part]:
    files = tuple(
        Prose(f"`{safe_line(f.path)}`" + (f": {safe_line(f.note)}" if f.note else ""), f.line, 0, "•")
        for f in entry.files
    )
    told = any(section.role == "reference" for section in entry.sections)
    links = () if told else tuple(Prose(safe_line(link), 0, 0, "•") for link in entry.references)
    others = tuple(Link(*pair) for pair in related)
    named: tuple[tuple[str, tuple[Prose | Link, ...]], ...] = (
        ("Changed files", files),
        ("References", links),
        (_RELATED, others),
    )
    return [Part(title, "", blocks[0].line, blocks) for title, blocks in named if blocks]


def _bar(part: Part, width: int) -> Content:
    role = part.role if part.role not in part.title.casefold() else ""
    title = inline(part.title, "bold $text-primary")
    text = Content.assemble(Content.styled("■ ", "$text-primary"), title)
    if role and role != "other":
        text = Content.assemble(text, Content.styled(f"  {role}", MUTED))
    return text.truncate(width, ellipsis=True)
