"""The static site: every page, asset and data file of an export."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from ekskb.export.cards import Card, make_card
from ekskb.export.chrome import Chrome, Link, Settings
from ekskb.export.entry_page import EntryWriter, entry_values
from ekskb.export.links import entry_path, href, unique_names
from ekskb.export.listings import listing_pages, make_shelves, overview
from ekskb.export.match_data import match_files
from ekskb.export.origin import Origin
from ekskb.export.search_data import SCRIPTS, search_files
from ekskb.export.site_file import SiteFile
from ekskb.export.words import load_words
from ekskb.model import Entry, Problem
from ekskb.parse.roles import Vocabulary
from ekskb.related import relate

STYLE = "site/style.css"
"""A stylesheet of the root, loaded after ours."""

_RECENT = 12
_MOST = 18
"""Components that the home page names."""

_SHEETS = ("site.css", "entry.css", "search.css", "match.css")


class Site:
    """All pages of the site for some entries; yields files, writes nothing."""

    def __init__(
        self, entries: Sequence[Entry], settings: Settings, vocabulary: Vocabulary, origin: Origin
    ) -> None:
        self.entries = entries
        self.problems: list[Problem] = []
        self._settings = settings
        self._vocabulary = vocabulary
        self._origin = origin
        self._assets = tuple(_assets(settings))
        self._have = {file.path for file in self._assets}
        self._chrome = _make_chrome(settings, self._assets)
        self._cards = {entry.id: make_card(entry) for entry in entries}
        self._shelves = make_shelves(tuple(self._cards.values()), self._chrome)
        self._documents = unique_names(entry.source.path.removeprefix("kb/") for entry in entries)

    def files(self, progress: Callable[[int, int], None] | None = None) -> Iterator[SiteFile]:
        """Everything, in a fixed order."""
        yield from self._assets
        yield from self._data()
        yield self._home()
        yield from self._frames()
        yield from listing_pages(self._shelves, self._chrome)
        yield from self._document_pages()
        related = relate(self.entries)
        for number, entry in enumerate(self.entries, 1):
            yield self._entry(entry, related.get(entry.id, ()))
            if progress:
                progress(number, len(self.entries))

    def _data(self) -> Iterator[SiteFile]:
        origin, say = self._origin, self._chrome.say
        key = "generated_date" if not origin.commit else "generated_dirty" if origin.dirty else "generated"
        told = say(key, commit=origin.commit, date=origin.date) if origin.date else ""
        yield data_file("words", dict(load_words(self._settings.language)))
        yield data_file("about", {"origin": told})
        yield from search_files(self.entries)
        yield from match_files(self.entries)

    def _home(self) -> SiteFile:
        shelves, say = self._shelves, self._chrome.say
        counts = [(one.size, say(f"count_{one.name}")) for one in shelves.kinds.values() if one.size]
        counts.append((len(self._documents), say("count_documents")))
        groups = [
            {
                "title": say("by_component"),
                "lists": shelves.components[:_MOST],
                "more": "browse/components.html",
            },
            {"title": say("by_year"), "lists": shelves.years, "more": ""},
        ]
        return self._chrome.page(
            "index.html",
            "home.html",
            {
                "title": self._settings.title,
                "description": say("home_lead"),
                "recent": shelves.everything.cards[:_RECENT],
                "total": len(self.entries),
                "counts": [{"n": n, "text": text} for n, text in counts],
                "search_scripts": [name for name in SCRIPTS if f"assets/{name}" in self._have],
                "groups": [group for group in groups if group["lists"]],
            },
        )

    def _frames(self) -> Iterator[SiteFile]:
        url = self._settings.url
        values = {"title": self._chrome.say("not_found")}
        # A server shows this page at any depth, so only an absolute address finds the assets.
        yield self._chrome.page("404.html", "404.html", values, base=url or "")
        if self._chrome.templates.has("match.html"):
            yield self._chrome.page("match.html", "match.html", {"title": self._chrome.say("nav_match")})

    def _document_pages(self) -> Iterator[SiteFile]:
        by_path: dict[str, list[Card]] = {}
        for card in self._cards.values():
            by_path.setdefault(card.path, []).append(card)
        for path in sorted(by_path):
            values = {
                "title": path.removeprefix("kb/"),
                "path": path,
                "edit": self._chrome.edit_href(path),
                "items": sorted(by_path[path], key=lambda card: card.line),
            }
            yield self._chrome.page(self._document_path(path), "document.html", values)
        rows = [
            {"title": path, "href": href(self._document_path(path)), "size": len(cards)}
            for path, cards in sorted(by_path.items())
        ]
        groups = [("", rows)] if rows else []
        yield overview("documents/index.html", "nav_documents", groups, self._chrome)

    def _document_path(self, path: str) -> str:
        return f"documents/{self._documents[path.removeprefix('kb/')]}.html"

    def _entry(self, entry: Entry, related: Sequence[str]) -> SiteFile:
        writer = EntryWriter(entry, self._settings.language, self._vocabulary, lambda tag, target, line: "")
        card = self._cards[entry.id]
        shelf = {one.title: one for one in self._shelves.components}
        tags = {one.title: one for one in self._shelves.tags}
        values = entry_values(entry, writer, self._settings.language) | {
            "description": card.excerpt,
            "kind_href": self._shelves.kinds[entry.kind].href,
            "components": [shelf[name] for name in dict.fromkeys(entry.components)],
            "tags": [tags[name] for name in dict.fromkeys(entry.tags)],
            "related": [self._cards[other] for other in related],
            "document_href": href(self._document_path(entry.source.path)),
            "edit": self._chrome.edit_href(entry.source.path, entry.source.lines[0]),
        }
        return self._chrome.page(entry_path(entry.id), "entry.html", values)


def data_file(name: str, value: object) -> SiteFile:
    """A value as a script that hands it to the page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return SiteFile(f"data/{name}.js", f'ekskb.provide("{name}", {text});\n'.encode("utf-8", "replace"))


def _assets(settings: Settings) -> Iterator[SiteFile]:
    folder = files("ekskb.export").joinpath("assets")
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_file() and item.name.endswith((".css", ".js", ".svg")):
            yield SiteFile(f"assets/{item.name}", item.read_bytes())
    own = Path(settings.root) / STYLE
    if own.is_file():
        yield SiteFile("assets/own.css", own.read_bytes())


def _make_chrome(settings: Settings, assets: Sequence[SiteFile]) -> Chrome:
    have = {file.path.removeprefix("assets/") for file in assets}
    version = hashlib.sha256(b"".join(file.content for file in assets)).hexdigest()[:8]
    sheets = tuple(name for name in (*_SHEETS, "own.css") if name in have)
    pages = [
        ("browse/incidents.html", "nav_incidents"),
        ("browse/components.html", "nav_components"),
        ("browse/howtos.html", "nav_howtos"),
        ("browse/references.html", "nav_references"),
        ("documents/index.html", "nav_documents"),
    ]
    words = load_words(settings.language)
    nav = [Link(href(path), words[key]) for path, key in pages]
    chrome = Chrome(settings, sheets, version, tuple(nav))
    if chrome.templates.has("match.html"):
        nav.insert(0, Link("match.html", words["nav_match"]))
        chrome = Chrome(settings, sheets, version, tuple(nav))
    return chrome
