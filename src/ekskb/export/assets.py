"""Styles and scripts of the site, and the frame that refers to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from ekskb.errors import RootError
from ekskb.export.chrome import Chrome, Link, Settings
from ekskb.export.links import href
from ekskb.export.site_file import SiteFile
from ekskb.export.words import load_words

STYLE = "site/style.css"
"""A stylesheet of the root, loaded after ours."""

_SHEETS = ("site.css", "entry.css", "search.css", "match.css", "own.css")
_SUFFIXES = (".css", ".js", ".svg")
_NAV = (
    ("match.html", "nav_match"),
    ("browse/incidents.html", "nav_incidents"),
    ("browse/components.html", "nav_components"),
    ("browse/howtos.html", "nav_howtos"),
    ("browse/references.html", "nav_references"),
    ("documents/index.html", "nav_documents"),
)


def read_assets(settings: Settings) -> Iterator[SiteFile]:
    """Every file under assets/, and the root's own stylesheet. Raises RootError."""
    folder = files("ekskb.export").joinpath("assets")
    for item in sorted(folder.iterdir(), key=lambda one: one.name):
        if item.is_file() and item.name.endswith(_SUFFIXES):
            yield SiteFile(f"assets/{item.name}", item.read_bytes())
    own = Path(settings.root) / STYLE
    if own.is_file():
        try:
            yield SiteFile("assets/own.css", own.read_bytes())
        except OSError as fault:
            raise RootError(f"{own}: cannot be read: {fault.strerror}") from fault


def make_chrome(settings: Settings, assets: Sequence[SiteFile]) -> Chrome:
    """The frame of all pages; a change of any asset changes the version behind their names."""
    have = {file.path.removeprefix("assets/") for file in assets}
    version = hashlib.sha256(b"".join(file.content for file in assets)).hexdigest()[:8]
    words = load_words(settings.language)
    return Chrome(
        settings=settings,
        sheets=tuple(name for name in _SHEETS if name in have),
        version=version,
        nav=tuple(Link(href(path), words[key]) for path, key in _NAV),
    )
