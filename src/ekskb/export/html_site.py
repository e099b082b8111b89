"""The static site: every page, asset and data file of an export."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Sequence

from ekskb.config import Config
from ekskb.errors import RootError
from ekskb.export.assets import make_chrome, read_assets
from ekskb.export.cards import Card, make_card
from ekskb.export.chrome import Settings
from ekskb.export.entry_pages import Surroundings, page_maker
from ekskb.export.feeds import make_feed, make_sitemap
from ekskb.export.links import href, unique_names
from ekskb.export.listings import listing_pages, make_shelves, overview
from ekskb.export.match_data import match_files
from ekskb.export.origin import Origin
from ekskb.export.search_data import SCRIPTS, search_files
from ekskb.export.site_file import SiteFile
from ekskb.export.site_links import Image, make_index
from ekskb.export.words import load_words
from ekskb.export.workers import Workers
from ekskb.model import Entry, Problem
from ekskb.related import relate
from ekskb.store import DOCUMENTS

_RECENT = 12
_MOST = 18
"""Components that the home page names."""

_LONG_STEPS = 2
"""Search and matching: begun first, waited for last."""

Progress = Callable[[int, int], None]


class Site:
    """All pages of the site for some entries; yields files, writes nothing."""

    def __init__(
        self, entries: Sequence[Entry], settings: Settings, config: Config, origin: Origin, workers: Workers
    ) -> None:
        self.problems: list[Problem] = []
        self.images: dict[str, Image] = {}
        self._entries = entries
        self._workers = workers
        self._settings = settings
        self._config = config
        self._origin = origin
        self._assets = tuple(read_assets(settings))
        self._chrome = make_chrome(settings, self._assets)
        self._cards = {entry.id: make_card(entry) for entry in entries}
        self._shelves = make_shelves(tuple(self._cards.values()), self._chrome)
        names = unique_names((entry.source.path for entry in entries), _stem)
        self._documents = {path: f"documents/{name}.html" for path, name in names.items()}

    def files(self, progress: Progress | None = None) -> Iterator[SiteFile]:
        """Everything, in a fixed order. Problems and images are known when all has been taken."""
        # The longest pieces of work begin first and are waited for last.
        search = self._workers.start(search_files, self._entries)
        match = self._workers.start(match_files, self._entries)
        pages = []
        done = 0

        def advance() -> None:
            nonlocal done
            done += 1
            if progress:
                progress(done, len(self._entries) + _LONG_STEPS)

        for page in self._pages(advance):
            pages.append(page.path)
            yield page
        for image in self.images.values():
            yield SiteFile(image.path, _read_image(image))
        yield from self._assets
        yield from self._data()
        for work in (search, match):
            yield from work()
            advance()
        if self._settings.url:
            yield make_feed(self._shelves.everything.cards, self._settings)
            yield make_sitemap(pages, self._settings)

    def _pages(self, advance: Callable[[], None]) -> Iterator[SiteFile]:
        yield self._home()
        yield self._chrome.page("match.html", "match.html", {"title": self._chrome.say("nav_match")})
        # A server shows this page at any depth, so only an absolute address finds the assets.
        lost = {"title": self._chrome.say("not_found")}
        yield self._chrome.page("404.html", "404.html", lost, base=self._settings.url)
        yield from listing_pages(self._shelves, self._chrome)
        yield from self._document_pages()
        yield from self._entry_pages(advance)

    def _entry_pages(self, advance: Callable[[], None]) -> Iterator[SiteFile]:
        shelves = self._shelves
        around = Surroundings(
            settings=self._settings,
            config=self._config,
            cards=self._cards,
            related=relate(self._entries),
            kinds={kind: one.href for kind, one in shelves.kinds.items()},
            components={one.title: one.href for one in shelves.components},
            tags={one.title: one.href for one in shelves.tags},
            documents=self._documents,
            index=make_index(self._entries),
        )
        make = self._workers.with_state(page_maker, around)
        for made in self._workers.map(make, self._entries):
            self.problems += made.problems
            self.images |= {image.path: image for image in made.images}
            yield made.file
            advance()

    def _data(self) -> Iterator[SiteFile]:
        origin, say = self._origin, self._chrome.say
        key = "generated_date" if not origin.commit else "generated_dirty" if origin.dirty else "generated"
        told = say(key, commit=origin.commit, date=origin.date) if origin.date else ""
        yield data_file("words", dict(load_words(self._settings.language)))
        yield data_file("about", {"origin": told})

    def _home(self) -> SiteFile:
        shelves, say = self._shelves, self._chrome.say
        have = {file.path for file in self._assets}
        told = [(one.size, f"count_{one.name}") for one in shelves.kinds.values() if one.size]
        told.append((len(self._documents), "count_documents"))
        named = shelves.components[:_MOST]
        more = "browse/components.html" if len(shelves.components) > _MOST else ""
        groups = [
            {"title": say("by_component"), "lists": named, "more": more},
            {"title": say("by_year"), "lists": shelves.years, "more": ""},
        ]
        values = {
            "title": self._settings.title,
            "description": say("home_lead"),
            "recent": shelves.everything.cards[:_RECENT],
            "total": len(self._entries),
            "counts": [self._chrome.count(key, n) for n, key in told],
            "search_scripts": [name for name in SCRIPTS if f"assets/{name}" in have],
            "groups": [group for group in groups if group["lists"]],
        }
        return self._chrome.page("index.html", "home.html", values)

    def _document_pages(self) -> Iterator[SiteFile]:
        by_path: dict[str, list[Card]] = {}
        for card in self._cards.values():
            by_path.setdefault(card.path, []).append(card)
        rows = []
        for path, cards in sorted(by_path.items()):
            rows.append({"title": path, "href": href(self._documents[path]), "size": len(cards)})
            values = {
                "title": _short(path),
                "path": path,
                "edit": self._chrome.edit_href(path),
                "items": sorted(cards, key=lambda card: card.line),
            }
            yield self._chrome.page(self._documents[path], "document.html", values)
        yield overview("documents/index.html", "nav_documents", [("", rows)] if rows else [], self._chrome)


def data_file(name: str, value: object) -> SiteFile:
    """A value as a script that hands it to the page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return SiteFile(f"data/{name}.js", f'ekskb.provide("{name}", {text});\n'.encode("utf-8", "replace"))


def _read_image(image: Image) -> bytes:
    try:
        return image.source.read_bytes()
    except OSError as fault:
        raise RootError(f"{image.source}: cannot be read: {fault.strerror}", "export again") from fault


def _stem(path: str) -> str:
    return posixpath.splitext(_short(path))[0]


def _short(path: str) -> str:
    return path.removeprefix(f"{DOCUMENTS}/")
