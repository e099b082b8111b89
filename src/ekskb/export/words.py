"""Texts of the interface in the languages of the site: tables of words beside this module."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from ekskb.model import Entry

Language = Literal["en", "ko"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

TABLES = ("words.yaml", "search_words.yaml", "match_words.yaml")
_HANGUL_SHARE = 0.15
"""Part of Hangul from which a text counts as Korean: commands and names are Latin anyway."""

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z]")


@cache
def load_words(language: Language) -> Mapping[str, str]:
    """Key -> text in this language, from all tables."""
    import yaml

    found: dict[str, str] = {}
    for name in TABLES:
        table = files("ekskb.export").joinpath(name)
        if table.is_file():
            rows = yaml.safe_load(table.read_bytes()) or {}
            found |= {key: texts[language] for key, texts in rows.items()}
    return found


def say(language: Language, key: str, **parts: object) -> str:
    """One text with its `{name}` parts filled in."""
    text = load_words(language)[key]
    for name, value in parts.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def say_count(language: Language, key: str, n: int) -> str:
    """A text about `n` things; languages that tell one from many have a second text for one."""
    one = f"{key}_one"
    return say(language, one if n == 1 and one in load_words(language) else key, n=n)


def text_language(text: str) -> Language:
    """Korean where enough of the letters are Hangul, else English."""
    # A Hangul syllable says about as much as three Latin letters.
    hangul = 3 * len(_HANGUL.findall(text))
    letters = len(_LATIN.findall(text)) + hangul
    return "ko" if letters and hangul / letters >= _HANGUL_SHARE else "en"


def entry_language(entry: Entry) -> Language:
    """The language that an entry is written in: its title and its prose."""
    prose = "\n".join(_outside_fences(section.text) for section in entry.sections)
    return text_language(f"{entry.title}\n{prose}")


def site_language(entries: Iterable[Entry]) -> Language:
    """The language of most entries."""
    counts = dict.fromkeys(LANGUAGES, 0)
    for entry in entries:
        counts[text_language(entry.title)] += 1
    return "ko" if counts["ko"] > counts["en"] else "en"


def _outside_fences(text: str) -> str:
    kept, inside = [], False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            inside = not inside
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
