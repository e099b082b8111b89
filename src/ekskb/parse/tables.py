"""The word tables that are packaged beside these modules, and how words are compared with them."""

from __future__ import annotations

import functools
import importlib.resources
import re
import unicodedata
from collections.abc import Iterable
from typing import Any


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
    ordered = sorted((str(word).lower() for word in words), key=len, reverse=True)
    parts = [rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in ordered]
    return re.compile("|".join(parts), re.IGNORECASE)
