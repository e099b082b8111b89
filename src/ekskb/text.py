"""Small functions on strings. They know nothing of incidents."""

from __future__ import annotations

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_NOT_SLUG = re.compile(r"[^0-9a-z\u3131-\u318e\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]+")
# CSI and OSC sequences first, then any other two-character escape (ECMA-48, section 5).
_ESCAPE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?"
    r"|\x1b[P^_X][^\x1b]*(?:\x1b\\)?"
    r"|\x1b[ -/]*[0-~]"
)
_RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SHOWN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *map(ord, _BIDI)), "\ufffd")
_SHOWN |= {ord("\n"): "\n", ord("\t"): "\t"}


def nfc(text: str) -> str:
    """Composed Unicode, so that Hangul typed on macOS (NFD) equals Hangul typed elsewhere."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def squash(text: str) -> str:
    """One line: every run of white space becomes one space, ends are trimmed."""
    return _SPACE.sub(" ", text).strip()


def shorten(text: str, width: int) -> str:
    """At most `width` characters on one line, with an ellipsis where something was cut."""
    line = squash(text)
    return line if len(line) <= width else line[: max(0, width - 1)].rstrip() + "…"


def strip_escapes(text: str) -> str:
    """The text without terminal escape sequences (colours, links, titles)."""
    return _ESCAPE.sub("", text) if "\x1b" in text else text


def printable(text: str) -> str:
    """Text that a terminal shows and never obeys.

    Escape sequences go; other control, direction-changing and surrogate characters become U+FFFD.
    Line breaks and tabs stay.
    """
    return strip_escapes(text).replace("\r\n", "\n").translate(_SHOWN)


def slug(text: str, limit: int = 60) -> str:
    """A readable name for files, ids and anchors: lower case, Hangul kept, words joined by hyphens.

    At most `limit` characters, cut at a word border where one is near; never empty and never a
    name that Windows reserves.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    name = _NOT_SLUG.sub("-", unicodedata.normalize("NFC", folded)).strip("-")
    if len(name) > limit:
        cut = name.rfind("-", limit // 2, limit + 1)
        name = name[: cut if cut > 0 else limit].strip("-")
    if not name:
        return "entry"
    return f"{name}-entry" if name in _RESERVED else name


def fence_words(info: str) -> tuple[str, str]:
    """Language in lower case and the rest of a code fence's info; `{.log .nomatch}` is `log nomatch`."""
    text = info.strip()
    if text.startswith("{") and text.endswith("}"):
        text = " ".join(word.lstrip(".") for word in text[1:-1].split())
    language, _, rest = text.partition(" ")
    return language.strip("{}.").lower(), rest.strip()
