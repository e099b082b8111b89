"""The command palette's entries: every title, fuzzily. Actions come from the app itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual.command import DiscoveryHit, Hits, Provider
from textual.command import Hit as PaletteHit
from textual.fuzzy import FuzzySearch

from ekskb.model import Hit
from ekskb.tui.safe import safe_span

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp

_OFFERED = 5
_MOST = 20
"""Entries shown for a query: a palette is no list to page through."""

Ranked = tuple[float, Sequence[int], str, str]
"""Score, matched characters, title, id."""


class EntryProvider(Provider):
    """Titles are given as text objects, because the palette reads strings as markup."""

    _hits: tuple[Hit, ...] = ()

    @property
    def _opener(self) -> EksKbApp:
        return cast("EksKbApp", self.app)

    async def startup(self) -> None:
        self._hits = await asyncio.to_thread(self._opener.kb.summaries)

    async def discover(self) -> Hits:
        for hit in self._hits[:_OFFERED]:
            title = safe_span(hit.title)
            yield DiscoveryHit(Text(title), partial(self._opener.open_entry, hit.id), text=title)

    async def search(self, query: str) -> Hits:
        for score, offsets, title, entry_id in await asyncio.to_thread(rank_titles, query, self._hits):
            shown = Text(title)
            for offset in offsets:
                shown.stylize("bold underline", offset, offset + 1)
            yield PaletteHit(score, shown, partial(self._opener.open_entry, entry_id), text=title)


def rank_titles(query: str, hits: Sequence[Hit]) -> list[Ranked]:
    """The entries whose title holds the letters of `query` in order, best first."""
    fuzzy = FuzzySearch()
    ranked: list[Ranked] = []
    for hit in hits:
        title = safe_span(hit.title)
        if _has_letters(query, title):
            score, offsets = fuzzy.match(query, title)
            ranked.append((score, offsets, title, hit.id))
    ranked.sort(key=lambda found: -found[0])
    return [found for found in ranked if found[0] > 0][:_MOST]


def _has_letters(query: str, title: str) -> bool:
    """A cheap test before the costly one."""
    letters = iter(title.casefold())
    return all(letter in letters for letter in query.casefold())
