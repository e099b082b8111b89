"""Relative links and anchors that lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from ekskb.check.context import Base, Fault
from ekskb.model import Entry

_LINK = re.compile(r"\]\(<?([^)>\s]{1,500})")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_CODE = re.compile(r"`[^`\n]{1,500}`")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|/")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+([^\n]{1,500})")
_NOT_ANCHOR = re.compile(r"[^\w\- ]")


def broken_link(entry: Entry, base: Base) -> Iterator[Fault]:
    for section in entry.sections:
        for offset, target in _links(section.text):
            fault = _fault(target, entry.source.path, base)
            if fault:
                yield section.lines[0] + offset, fault


def _fault(target: str, document: str, base: Base) -> str:
    path, _, anchor = unquote(target).partition("#")
    if path:
        place = posixpath.normpath(posixpath.join(posixpath.dirname(document), path))
        return "" if base.exists(place) else f"the link {target!r} leads to no file"
    text = base.documents.get(document)
    known = text is None or not anchor or anchor.casefold() in _anchors(text)
    return "" if known else f"the link {target!r} leads to no heading of this document"


def _links(text: str) -> Iterator[tuple[int, str]]:
    """Line offset and target of each relative link outside code."""
    fenced = False
    for offset, line in enumerate(text.split("\n")):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and "](" in line:
            for target in _LINK.findall(_CODE.sub("", line)):
                if not _ELSEWHERE.match(target):
                    yield offset, target


def _anchors(text: str) -> set[str]:
    """Anchors of a document's headings, as code hosts make them: lower case, hyphens for spaces."""
    counts: dict[str, int] = {}
    found = set()
    for line in text.split("\n"):
        heading = _HEADING.match(line)
        if heading:
            anchor = _NOT_ANCHOR.sub("", heading[1].strip().casefold()).replace(" ", "-")
            number = counts.get(anchor, 0)
            counts[anchor] = number + 1
            found.add(anchor if number == 0 else f"{anchor}-{number}")
    return found
