"""Links and images of documents -> where they lead on the site, or the problem that they lead nowhere."""

from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from ekskb.export.anchors import anchor_name, code_host_anchor
from ekskb.export.links import entry_href, href
from ekskb.model import Entry, Problem
from ekskb.text import slug

_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+([^\n]{1,500})")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_IMAGES = frozenset((".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"))
_DRAWING = ".svg"
_LARGEST_IMAGE = 10_000_000
_LARGEST_DRAWING = 400_000
"""Bytes. A drawing travels within the page: opened as a file of its own, its scripts would run."""


class Place(NamedTuple):
    """Where a heading of a document stands on the site."""

    entry_id: str
    anchor: str
    """Empty for the heading of the entry itself."""


class Image(NamedTuple):
    """A file beside a document that the site needs."""

    path: str
    """On the site."""

    source: Path


Index = Mapping[str, Mapping[str, Place]]
"""Document -> anchor as code hosts write it -> place."""


@dataclass
class SiteLinks:
    """Finds targets for the documents of one root; collects what it could not find, and the images."""

    root: Path
    documents: Mapping[str, str]
    """Path of a document, from the root -> its page, from the top of the site."""

    index: Index
    problems: list[Problem] = field(default_factory=list)
    images: dict[str, Image] = field(default_factory=dict)

    def find(self, entry: Entry, tag: str, target: str, line: int) -> str:
        """The link on an entry's page; empty where the target is not on the site."""
        path, _, anchor = target.partition("#")
        path, anchor = unquote(path.partition("?")[0]), unquote(anchor)
        if _ELSEWHERE.match(target) or "\0" in path:
            return ""
        if tag == "img":
            return self._image(entry, path, line)
        if not path:
            return self._heading(entry, entry.source.path, anchor, line)
        name = self._name(entry, path, line)
        if name in self.documents:
            return self._heading(entry, name, anchor, line)
        if name and not self._exists(name):
            self._note(entry, "broken-link", f"the link {path!r} leads to no file", line)
        return ""

    def _heading(self, entry: Entry, document: str, anchor: str, line: int) -> str:
        if not anchor:
            return f"../{href(self.documents[document])}"
        known = self.index.get(document, {})
        place = known.get(anchor.casefold()) or known.get(anchor_name(anchor))
        if place is None:
            if document == entry.source.path:
                self._note(entry, "broken-link", f"the link {'#' + anchor!r} leads to no heading", line)
            return f"../{href(self.documents[document])}"
        mark = f"#{href(place.anchor)}" if place.anchor else ""
        own = place.entry_id == entry.id and mark
        return own or f"../{entry_href(place.entry_id)}{mark}"

    def _image(self, entry: Entry, path: str, line: int) -> str:
        name = self._name(entry, path, line)
        if not name:
            return ""
        suffix = posixpath.splitext(name)[1].lower()
        if suffix != _DRAWING and suffix not in _IMAGES:
            self._note(entry, "broken-image", f"{path!r} is no image that the site can hold", line)
            return ""
        try:
            return self._drawing(name) if suffix == _DRAWING else self._copied(name, suffix)
        except OSError:
            self._note(entry, "broken-image", f"the image {path!r} leads to no file", line)
        except ValueError as fault:
            self._note(entry, "broken-image", f"the image {path!r} {fault}", line)
        return ""

    def _drawing(self, name: str) -> str:
        data = self._read(name, _LARGEST_DRAWING)
        return f"data:image/svg+xml;base64,{base64.b64encode(data).decode()}"

    def _copied(self, name: str, suffix: str) -> str:
        digest = hashlib.sha256(self._read(name, _LARGEST_IMAGE)).hexdigest()[:8]
        path = f"images/{slug(posixpath.splitext(posixpath.basename(name))[0], 40)}-{digest}{suffix}"
        self.images[path] = Image(path, self.root / name)
        return f"../{href(path)}"

    def _read(self, name: str, largest: int) -> bytes:
        """The bytes of a file within the root; raises OSError, and ValueError for one that is too large."""
        file = (self.root / name).resolve()
        if not file.is_relative_to(self.root.resolve()):
            raise ValueError("leads out of the knowledge base")
        if file.stat().st_size > largest:
            raise ValueError(f"is larger than {largest:,} bytes")
        return file.read_bytes()

    def _name(self, entry: Entry, path: str, line: int) -> str:
        """The path from the root; empty where it leaves the root."""
        folder = "" if path.startswith("/") else posixpath.dirname(entry.source.path)
        name = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
        if name == ".." or name.startswith("../"):
            self._note(entry, "broken-link", f"the link {path!r} leads out of the knowledge base", line)
            return ""
        return name

    def _exists(self, name: str) -> bool:
        try:
            return (self.root / name).exists()
        except (OSError, ValueError):
            return False

    def _note(self, entry: Entry, rule: str, message: str, line: int) -> None:
        self.problems.append(Problem(rule, "warning", message, entry.source.path, line))


def make_index(entries: Iterable[Entry]) -> Index:
    """The headings of all documents; of several alike, code hosts number the later ones."""
    by_document: dict[str, list[Entry]] = {}
    for entry in entries:
        by_document.setdefault(entry.source.path, []).append(entry)
    return {path: _read_headings(found) for path, found in by_document.items()}


def _read_headings(entries: Sequence[Entry]) -> dict[str, Place]:
    counts: dict[str, int] = {}
    places: dict[str, Place] = {}
    for entry in sorted(entries, key=lambda one: one.source.lines):
        for line, heading in sorted(_headings(entry)):
            anchor = code_host_anchor(heading)
            number = counts.get(anchor, 0)
            counts[anchor] = number + 1
            own = line <= entry.source.lines[0]
            place = Place(entry.id, "" if own else anchor_name(heading))
            places.setdefault(f"{anchor}-{number}" if number else anchor, place)
            places.setdefault(anchor_name(heading), place)
    return places


def _headings(entry: Entry) -> Iterator[tuple[int, str]]:
    for section in entry.sections:
        fenced = False
        for offset, line in enumerate(section.text.split("\n")):
            if _FENCE.match(line):
                fenced = not fenced
            elif not fenced and (found := _HEADING.match(line)):
                yield section.lines[0] + offset, found[2].rstrip("# \t")
