"""What every page of the site has around its own content: title, navigation, texts, assets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ekskb.export.links import href
from ekskb.export.site_file import SiteFile
from ekskb.export.templating import Templates
from ekskb.export.words import Language, say, say_count
from ekskb.model import Record


class Settings(Record, frozen=True):
    """How the owner of the root wants the site."""

    root: str
    title: str
    language: Language
    url: str = ""
    """Address of the site's top, with a slash at its end; empty where it is not known."""

    edit_url: str = ""
    """Address at which a document is edited, before its path or with `{path}` in it."""


class Link(NamedTuple):
    href: str
    """From the top of the site, ready for an attribute."""

    text: str


class Chrome:
    """Renders pages into the frame that they share."""

    def __init__(
        self, settings: Settings, sheets: tuple[str, ...], version: str, nav: tuple[Link, ...]
    ) -> None:
        self.settings = settings
        self.templates = Templates(Path(settings.root))
        self.say = partial(say, settings.language)
        self.count = partial(say_count, settings.language)
        self._shared: dict[str, Any] = {
            "t": self.say,
            "lang": settings.language,
            "site_title": settings.title,
            "sheets": sheets,
            "version": f"?v={version}",
            "nav": nav,
        }

    def page(self, path: str, template: str, values: Mapping[str, Any], base: str | None = None) -> SiteFile:
        """One page at `path`; `base` is the way to the top of the site where it is not the usual one."""
        link = href(path)
        chrome = {
            "base": "../" * path.count("/") if base is None else base,
            "here": link,
            "page_url": self.settings.url + link if self.settings.url else "",
        }
        return SiteFile(path, self.templates.render(template, {**self._shared, **chrome, **values}))

    def edit_href(self, path: str, line: int = 0) -> str:
        """Where a document is edited; empty where nobody said."""
        url = self.settings.edit_url
        if not url:
            return ""
        told = href(path)
        return url.replace("{path}", told).replace("{line}", str(line)) if "{" in url else f"{url}{told}"
