"""Anchors of a page: one for each heading, the same again as long as the headings stay."""

from __future__ import annotations

import re

from ekskb.text import slug

_LONGEST = 80
# Ids that the page itself uses.
_TAKEN = ("main", "fill", "facts", "ekskb-files")
_NOT_ANCHOR = re.compile(r"[^\w\- ]")


class Anchors:
    """Gives each heading of one page an id of its own."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_TAKEN, 1)

    def give(self, heading: str) -> str:
        """The heading's words joined by hyphens, Hangul kept; `-2`, `-3` for further ones of the same."""
        base = slug(heading, _LONGEST)
        name = base
        while name in self._counts:
            self._counts[base] = self._counts.get(base, 1) + 1
            name = f"{base}-{self._counts[base]}"
        self._counts[name] = 1
        return name


def code_host_anchor(heading: str) -> str:
    """The anchor that code hosts give a heading, which links within documents are written for."""
    return _NOT_ANCHOR.sub("", heading.strip().casefold()).replace(" ", "-")
