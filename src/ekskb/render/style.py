"""Style by meaning: what a stretch of text is, not which colour it has."""

from __future__ import annotations

from typing import Literal, Protocol

from ekskb.text import printable

Tag = Literal["title", "faint", "mark", "heading", "command", "good", "warn", "bad", "strong"]


class Styler(Protocol):
    """Dresses text of unknown origin; the result is safe to print."""

    def __call__(self, text: str, tag: Tag | None = None) -> str: ...


_CODES: dict[Tag, str] = {
    "title": "1;36",
    "faint": "2",
    "mark": "1;33",
    "heading": "1",
    "command": "32",
    "good": "32",
    "warn": "33",
    "bad": "1;31",
    "strong": "1",
}


def plain(text: str, tag: Tag | None = None) -> str:
    """No dress at all: for pipes, files and NO_COLOR."""
    return printable(text)


def ansi(text: str, tag: Tag | None = None) -> str:
    """Colours of the terminal's own palette."""
    safe = printable(text)
    if tag is None or not safe:
        return safe
    return f"\x1b[{_CODES[tag]}m{safe}\x1b[0m"


def tagged(text: str, tag: Tag | None = None) -> str:
    """Names in place of colours, so that tests can read them."""
    safe = printable(text)
    return safe if tag is None else f"<{tag}>{safe}</{tag}>"
