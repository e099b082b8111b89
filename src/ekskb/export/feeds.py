"""What tells others of the site: a feed of new entries and a map of its pages. Both need its address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from ekskb.export.cards import Card
from ekskb.export.chrome import Settings
from ekskb.export.links import href
from ekskb.export.site_file import SiteFile

_NEWEST = 30
_NOT_PAGES = ("404.html",)


def make_feed(cards: Sequence[Card], settings: Settings) -> SiteFile:
    """An Atom feed (RFC 4287) of the newest dated entries."""
    dated = [card for card in cards if _timestamp(card.date)][:_NEWEST]
    updated = _timestamp(dated[0].date) if dated else "1970-01-01T00:00:00Z"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{settings.language}">',
        f"<title>{_text(settings.title)}</title>",
        f"<id>{_text(settings.url)}</id>",
        f"<updated>{updated}</updated>",
        f"<author><name>{_text(settings.title)}</name></author>",
        f'<link rel="self" href={quoteattr(settings.url + "feed.xml")}/>',
        f"<link href={quoteattr(settings.url)}/>",
    ]
    for card in dated:
        link = settings.url + card.href
        lines += [
            f'<entry xml:lang="{card.lang}">',
            f"<title>{_text(card.title)}</title>",
            f"<id>{_text(link)}</id>",
            f"<link href={quoteattr(link)}/>",
            f"<updated>{_timestamp(card.date)}</updated>",
            f"<summary>{_text(card.excerpt)}</summary>",
            "</entry>",
        ]
    return SiteFile("feed.xml", "\n".join((*lines, "</feed>", "")).encode("utf-8", "replace"))


def make_sitemap(paths: Iterable[str], settings: Settings) -> SiteFile:
    """The pages of the site (sitemaps.org, protocol 0.9)."""
    pages = sorted(path for path in paths if path.endswith(".html") and path not in _NOT_PAGES)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        *(f"<url><loc>{_text(settings.url + href(path))}</loc></url>" for path in pages),
        "</urlset>",
        "",
    ]
    return SiteFile("sitemap.xml", "\n".join(lines).encode())


def _timestamp(date: str) -> str:
    """An entry's date as RFC 3339 wants it; a year or month alone counts as its first day."""
    parts = date.split("-") if date else []
    if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return ""
    return f"{'-'.join((*parts, '01', '01')[:3])}T00:00:00Z"


def _text(text: str) -> str:
    """Escaped, and without control characters, which XML does not allow at all."""
    return escape("".join(ch for ch in text if ch >= " " and ch not in "\ufffe\uffff"))
