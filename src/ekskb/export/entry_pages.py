"""The pages of all entries: what each needs to know of the others, and the work shared out to processors."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
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

_CHUNK = 20
_WORTH = 300
"""Entries from which further processes pay for their start."""

_MOST_WORKERS = 8


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


def make_pages(around: Surroundings, entries: Sequence[Entry]) -> Iterator[Made]:
    """The pages in the order of `entries`; large bases are shared out to all processors."""
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if len(entries) < _WORTH or workers < 2:
        pages = EntryPages(around)
        yield from map(pages.make, entries)
        return
    # Started afresh, not forked: threads of ours may hold locks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (around,)) as pool:
        yield from pool.map(_make_in_worker, entries, chunksize=_CHUNK)


_worker: EntryPages | None = None


def _start_worker(around: Surroundings) -> None:
    global _worker
    _worker = EntryPages(around)


def _make_in_worker(entry: Entry) -> Made:
    assert _worker is not None, "the pool starts its workers with _start_worker"
    return _worker.make(entry)


def _links(names: Sequence[str], hrefs: Mapping[str, str]) -> list[Link]:
    return [Link(hrefs[name], name) for name in dict.fromkeys(names)]
