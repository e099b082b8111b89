"""What a document says of itself: that it is one entry of a kind, and where its sections begin.

Front matter `ekskb: incident` (or howto, reference) makes the whole document one entry. In such a document
a comment on a line of its own, `<!-- ekskb cause: Root cause -->`, begins a section of that role, with that
heading. Exported documents say so where their headings alone would be read otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast, get_args

from ekskb.model import ROLES, Kind, Role, Section
from ekskb.parse.metadata import FrontMatter
from ekskb.parse.outline import Outline

KEY = "ekskb"
_MARK = re.compile(rf"<!-- {KEY} ({'|'.join(ROLES)})(?:: (.{{1,400}}))? -->$")


def declared_kind(front: FrontMatter) -> Kind | None:
    """The kind that the front matter gives the whole document, or None."""
    told = front.text(KEY)
    return cast("Kind", told) if told in get_args(Kind) else None


def section_mark(role: Role, heading: str) -> str:
    """The line that begins a section."""
    told = " ".join(heading.replace("--", "- -").split())[:400].strip()
    return f"<!-- {KEY} {role}: {told} -->" if told else f"<!-- {KEY} {role} -->"


def declared_sections(outline: Outline, first: int, last: int) -> tuple[Section, ...]:
    """The sections that comments begin, without the comments; none where there is no such comment."""
    marks = list(_marks(outline, first, last))
    found = []
    ends = [*(mark[0] - 1 for mark in marks), last][1:]
    for (line, role, heading), end in zip(marks, ends, strict=True):
        top = line + 1
        while top < end and not outline.lines[top - 1].strip():
            top += 1
        while end > top and not outline.lines[end - 1].strip():
            end -= 1
        if top <= end and outline.lines[top - 1].strip():
            found.append(Section(role, heading, (top, end), "\n".join(outline.lines[top - 1 : end])))
    return tuple(found)


def _marks(outline: Outline, first: int, last: int) -> Iterator[tuple[int, Role, str]]:
    for line in range(first, last + 1):
        text = outline.lines[line - 1]
        if text.startswith("<!-- ") and not outline.in_block(line) and (mark := _MARK.match(text.rstrip())):
            yield line, cast("Role", mark[1]), mark[2] or ""
