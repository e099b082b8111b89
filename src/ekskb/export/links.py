"""Where things lie in the exported site: file names that every file system takes, and links to them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from urllib.parse import quote

from ekskb.text import nfc, slug

_LONGEST_NAME = 200
"""Bytes of a file name without its suffix; file systems take 255."""

_SLUG_LENGTH = 60


def entry_path(entry_id: str) -> str:
    """The page of an entry, relative to the top of the site."""
    return f"entries/{file_name(entry_id)}.html"


def entry_href(entry_id: str) -> str:
    """The link to an entry's page from the top of the site, percent-encoded."""
    return href(entry_path(entry_id))


def href(path: str) -> str:
    """A path of the site as it stands in a link."""
    return quote(path)


def file_name(name: str) -> str:
    """`name` itself where it is a safe file name everywhere, else a safe one that no other name gets."""
    text = nfc(name)
    safe = slug(text, _LONGEST_NAME)
    if safe == text and len(text.encode()) <= _LONGEST_NAME:
        return text
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{slug(name, _SLUG_LENGTH)}-{digest}"


def unique_names(titles: Iterable[str], short: Callable[[str], str] = str) -> dict[str, str]:
    """A file name for each title, made from what `short` makes of it.

    Titles that look alike get `-2`, `-3` in their sorted order.
    """
    taken: set[str] = set()
    names: dict[str, str] = {}
    for title in sorted(set(titles)):
        base = slug(short(title), _SLUG_LENGTH)
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        names[title] = name
    return names
