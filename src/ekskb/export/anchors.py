"""Anchors of a page: one for each heading, the same again as long as the heading says the same."""

from __future__ import annotations

import re

from ekskb.text import slug

_LONGEST = 80
# Ids that the page itself uses.
_TAKEN = ("main", "fill", "facts", "ekskb-files")
_NOT_ANCHOR = re.compile(r"[^\w\- ]")
_NUMBER = re.compile(r"[\s\W]{0,8}(?:\d{1,3}[.)]){1,4}\d{0,3}[.)]?(?=\s)")


class Anchors:
    """Gives each heading of one page an id of its own."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(_TAKEN, 1)

    def give(self, heading: str) -> str:
        """The heading's anchor; `-2`, `-3` for further headings of the same words."""
        base = anchor_name(heading)
        name = base
        while name in self._counts:
            self._counts[base] = self._counts.get(base, 1) + 1
            name = f"{base}-{self._counts[base]}"
        self._counts[name] = 1
        return name


def anchor_name(heading: str) -> str:
    """The heading's words joined by hyphens, Hangul kept, without its number: renumbering breaks no link."""
    return slug(_NUMBER.sub("", heading), _LONGEST)


def code_host_anchor(heading: str) -> str:
    """The anchor that code hosts give a heading, which links within documents are written for."""
    return _NOT_ANCHOR.sub("", heading.strip().casefold()).replace(" ", "-")
