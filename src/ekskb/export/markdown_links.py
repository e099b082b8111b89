"""Links and images of exported Markdown: relative ones are pointed at the files of the new tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from ekskb.export.links import file_name, href
from ekskb.export.site_file import SiteFile
from ekskb.export.site_links import SiteLinks, make_index
from ekskb.model import Entry, Problem

INDEX_PAGE = "README.md"
_LINK = re.compile(r"(?P<open>(?P<image>!?)\[[^\]\n]{0,500}\]\()(?P<target>[^()\s\"<>]{1,1000})(?=[)\s])")
_FENCE = re.compile(r"[ >]{0,12}(```|~~~)")
_PAGE = re.compile(r"\.\./entries/([^#]{1,1000})\.html(?:#.{0,400})?$")


class MarkdownLinks:
    """Rewrites the links of one root's entries; remembers which images are needed."""

    def __init__(self, root: Path, entries: tuple[Entry, ...]) -> None:
        pages = {entry.source.path: INDEX_PAGE for entry in entries}
        self._links = SiteLinks(root, pages, make_index(entries))
        self._names = {file_name(entry.id) for entry in entries}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What links nowhere, as problems of the documents; once each, however often a text is rewritten."""
        return tuple(dict.fromkeys(self._links.problems))

    def rewrite(self, entry: Entry, text: str, first: int) -> str:
        """A section's text, whose first line is number `first`, with its links pointed at the new files."""
        if "](" not in text:
            return text
        out, fence = [], ""
        for number, line in enumerate(text.split("\n"), first):
            mark = _FENCE.match(line)
            if mark and fence in ("", mark[1]):
                fence = "" if fence else mark[1]
            out.append(line if fence or "](" not in line else self._line(entry, line, number))
        return "\n".join(out)

    def images(self) -> Iterator[SiteFile]:
        """The image files that rewritten texts show."""
        for image in sorted(self._links.images.values()):
            yield SiteFile(f"kb/{image.path}", image.source.read_bytes())

    def _line(self, entry: Entry, line: str, number: int) -> str:
        def point(link: re.Match[str]) -> str:
            in_code = line.count("`", 0, link.start()) % 2 == 1
            target = link["target"]
            if in_code or target.startswith("#"):
                return link[0]
            found = self._links.find(entry, "img" if link["image"] else "a", target, number)
            return link["open"] + (self._in_tree(found) or target)

        return _LINK.sub(point, line)

    def _in_tree(self, found: str) -> str:
        page = _PAGE.match(found)
        if page:
            name = unquote(page[1])
            return f"{href(name)}.md" if name in self._names else ""
        return found.removeprefix("../") if found.startswith("../") else ""
