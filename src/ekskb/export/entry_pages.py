"""The pages of all entries: what each needs to know of the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from ekskb.config import Config
from ekskb.export.assets import make_chrome, read_assets
from ekskb.export.cards import Card
from ekskb.export.chrome import Link, Settings
from ekskb.export.entry_page import EntryWriter, entry_values
from ekskb.export.links import entry_path, href
from ekskb.export.site_file import SiteFile
from ekskb.export.site_links import Image, Index, SiteLinks
from ekskb.kb import make_vocabulary
from ekskb.model import Entry, Kind, Problem


@dataclass(frozen=True)
class Surroundings:
    """What an entry's page says about the rest of the site. Goes to other processes."""

    settings: Settings
    config: Config
    cards: Mapping[str, Card]
    related: Mapping[str, Sequence[str]]
    kinds: Mapping[Kind, str]
    """Kind -> link to its list; so, too, for components and tags."""

    components: Mapping[str, str]
    tags: Mapping[str, str]
    documents: Mapping[str, str]
    """Path of a document -> its page."""

    index: Index


class Made(NamedTuple):
    file: SiteFile
    problems: tuple[Problem, ...]
    images: tuple[Image, ...]


class EntryPages:
    """Makes the page of one entry after the other."""

    def __init__(self, around: Surroundings) -> None:
        self._around = around
        self._chrome = make_chrome(around.settings, tuple(read_assets(around.settings)))
        self._vocabulary = make_vocabulary(around.config)

    def make(self, entry: Entry) -> Made:
        around, language = self._around, self._around.settings.language
        links = SiteLinks(Path(around.settings.root), around.documents, around.index)
        writer = EntryWriter(entry, language, self._vocabulary, partial(links.find, entry))
        card = around.cards[entry.id]
        values = entry_values(entry, writer, language, card.lang) | {
            "description": card.excerpt,
            "kind_href": around.kinds[entry.kind],
            "components": _links(entry.components, around.components),
            "tags": _links(entry.tags, around.tags),
            "related": [around.cards[other] for other in around.related.get(entry.id, ())],
            "document_href": href(around.documents[entry.source.path]),
            "edit": self._chrome.edit_href(entry.source.path, entry.source.lines[0]),
        }
        page = self._chrome.page(entry_path(entry.id), "entry.html", values)
        return Made(page, tuple(links.problems), tuple(links.images.values()))


def page_maker(around: Surroundings) -> Callable[[Entry], Made]:
    """What makes the page of one entry after the other."""
    return EntryPages(around).make


def _links(names: Sequence[str], hrefs: Mapping[str, str]) -> list[Link]:
    return [Link(hrefs[name], name) for name in dict.fromkeys(names)]
