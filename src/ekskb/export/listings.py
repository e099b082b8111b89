"""Lists of entries: by component, tag, year and kind, in pages of a bearable length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ekskb.export.cards import Card, newest_first
from ekskb.export.chrome import Chrome
from ekskb.export.links import href, unique_names
from ekskb.export.site_file import SiteFile
from ekskb.model import Kind

PAGE = 100
"""Entries on one page of a list."""

_UNDATED = ""


class Listing(NamedTuple):
    name: str
    """File name below browse/, without number and suffix."""

    title: str
    cards: tuple[Card, ...]

    @property
    def href(self) -> str:
        return href(f"browse/{self.name}.html")

    @property
    def size(self) -> int:
        return len(self.cards)


class Shelves(NamedTuple):
    """All lists of a site. Lists of one shelf are largest first, years newest first."""

    everything: Listing
    kinds: dict[Kind, Listing]
    components: tuple[Listing, ...]
    tags: tuple[Listing, ...]
    years: tuple[Listing, ...]


def make_shelves(cards: Sequence[Card], chrome: Chrome) -> Shelves:
    ordered = newest_first(cards)
    names: dict[Kind, str] = {"incident": "incidents", "howto": "howtos", "reference": "references"}
    return Shelves(
        everything=Listing("all", chrome.say("all_entries", n=len(ordered)), tuple(ordered)),
        kinds={
            kind: Listing(name, chrome.say(f"nav_{name}"), tuple(c for c in ordered if c.kind == kind))
            for kind, name in names.items()
        },
        components=_shelf("component", [(name, card) for card in ordered for name in card.components]),
        tags=_shelf("tag", [(name, card) for card in ordered for name in card.tags]),
        years=tuple(_years(ordered, chrome)),
    )


def _shelf(prefix: str, pairs: Sequence[tuple[str, Card]]) -> tuple[Listing, ...]:
    groups: dict[str, list[Card]] = {}
    for name, card in pairs:
        groups.setdefault(name, []).append(card)
    names = unique_names(groups)
    lists = (Listing(f"{prefix}-{names[name]}", name, tuple(found)) for name, found in groups.items())
    return tuple(sorted(lists, key=lambda one: (-one.size, one.title)))


def _years(cards: Sequence[Card], chrome: Chrome) -> Iterator[Listing]:
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.date[:4], []).append(card)
    for year in sorted(groups, reverse=True):
        yield Listing(
            f"year-{year}" if year != _UNDATED else "year-none",
            year or chrome.say("undated"),
            tuple(groups[year]),
        )


def listing_pages(shelves: Shelves, chrome: Chrome) -> Iterator[SiteFile]:
    """Every list, and the pages that lead to the lists."""
    for listing in (shelves.everything, *shelves.kinds.values()):
        yield from _pages(listing, chrome)
    for listing in (*shelves.components, *shelves.tags, *shelves.years):
        yield from _pages(listing, chrome)
    yield overview("browse/components.html", "nav_components", [("", shelves.components)], chrome)
    yield overview("browse/years.html", "nav_years", [("", shelves.years)], chrome)
    groups: list[tuple[str, Sequence[Any]]] = [
        ("by_kind", tuple(one for one in shelves.kinds.values() if one.cards))
    ]
    groups += [("by_year", shelves.years), ("by_component", shelves.components), ("by_tag", shelves.tags)]
    yield overview("browse/index.html", "browse", groups, chrome)


def overview(path: str, title: str, groups: Sequence[tuple[str, Sequence[Any]]], chrome: Chrome) -> SiteFile:
    """A page of links to lists, each with its size, in titled groups."""
    told = [{"title": chrome.say(key) if key else "", "lists": lists} for key, lists in groups if lists]
    return chrome.page(path, "listing.html", _values(chrome.say(title)) | {"groups": told})


def _pages(listing: Listing, chrome: Chrome) -> Iterator[SiteFile]:
    pages = max(1, -(-listing.size // PAGE))
    paths = [f"browse/{listing.name}{'' if n == 0 else f'-page-{n + 1}'}.html" for n in range(pages)]
    for number, path in enumerate(paths):
        shown = listing.cards[number * PAGE : (number + 1) * PAGE]
        yield chrome.page(
            path,
            "listing.html",
            _values(listing.title)
            | {
                "lead": chrome.count("count_entries", listing.size),
                "items": shown,
                "pages": pages,
                "page": number + 1,
                "before": href(paths[number - 1]) if number else "",
                "after": href(paths[number + 1]) if number + 1 < pages else "",
            },
        )


def _values(title: str) -> dict[str, Any]:
    return {"title": title, "lead": "", "groups": (), "items": (), "pages": 1}
