"""The word tables that are packaged beside these modules, and how words are compared with them."""

from __future__ import annotations

import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Iterable
from typing import Any, Final, TypeAlias


@functools.lru_cache(maxsize=4096)
def key(text: str) -> str:
    """How names are compared: letters, digits and nothing else, in lower case."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(ch for ch in folded if ch.isalnum())


def load_table(name: str) -> Any:
    """A YAML table that is packaged beside this module."""
    import yaml

    source = importlib.resources.files("ekskb.parse").joinpath(name).read_text(encoding="utf-8")
    return yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words, the longest first; Latin words match whole only."""
    latin: _Branches = {}
    other: _Branches = {}
    for word in words:
        _plant(latin if str(word).isascii() else other, str(word).lower())
    parts = [rf"(?<![a-z0-9]){_pattern(latin)}(?![a-z0-9])"] if latin else []
    parts += [_pattern(other)] if other else []
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


_Branches: TypeAlias = "dict[str, _Branches]"
_END: Final = ""


def _plant(branches: _Branches, word: str) -> None:
    for letter in word:
        branches = branches.setdefault(letter, {})
    branches[_END] = {}


def _pattern(branches: _Branches) -> str:
    """Words by their common beginnings: the engine tries a handful of letters rather than every word."""
    parts = [re.escape(letter) + _pattern(below) for letter, below in branches.items() if letter]
    if not parts:
        return ""
    joined = parts[0] if len(parts) == 1 and _END not in branches else f"(?:{'|'.join(parts)})"
    return f"{joined}?" if _END in branches else joined
