"""An entry as lists of the site show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ekskb.export.bodies import read_bodies
from ekskb.export.links import entry_href
from ekskb.export.markdown import plain_text
from ekskb.export.words import Language, entry_language
from ekskb.model import Entry, Kind
from ekskb.text import shorten

_EXCERPT = 180
_ENOUGH = 1_500
"""Characters of a section that an excerpt is taken from."""


class Card(NamedTuple):
    id: str
    href: str
    title: str
    lang: Language
    kind: Kind
    date: str
    components: tuple[str, ...]
    tags: tuple[str, ...]
    excerpt: str
    path: str
    line: int


def make_card(entry: Entry) -> Card:
    return Card(
        id=entry.id,
        href=entry_href(entry.id),
        title=entry.title,
        lang=entry_language(entry),
        kind=entry.kind,
        date=entry.date or "",
        components=entry.components,
        tags=entry.tags,
        excerpt=_excerpt(entry),
        path=entry.source.path,
        line=entry.source.lines[0],
    )


def newest_first(cards: Iterable[Card]) -> list[Card]:
    """By date, undated ones last; then as their documents have them."""
    by_place = sorted(cards, key=lambda card: (card.path, card.line))
    return sorted(by_place, key=lambda card: card.date, reverse=True)


def _excerpt(entry: Entry) -> str:
    """The first words of running text, in the order in which one reads the entry."""
    for body in read_bodies(entry):
        if text := plain_text(body.text[:_ENOUGH]):
            return shorten(text, _EXCERPT)
    return ""
