"""Word lists, constants and patterns of the matcher, as data for the matcher of the page.

They have one home, the modules of `logs`; nothing is written down twice. A module's constants go by their
names, without the underscore; patterns go as their two forms in JavaScript.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import Any

from ekskb import text
from ekskb.export.regex_js import translate
from ekskb.logs import (
    align,
    background,
    blocks,
    confidence,
    contrast,
    describe,
    facts,
    faults,
    folding,
    formats,
    judge,
    levels,
    likeness,
    lines,
    mask,
    names,
    paste,
    proof,
    rank,
    reading,
    score,
    sigindex,
    structured,
    terms,
    units,
    wrapped,
)

_MODULES = (
    text, align, background, blocks, confidence, contrast, describe, facts, faults, folding, formats, judge,
    levels, likeness, lines, mask, names, paste, proof, rank, reading, score, sigindex, structured, terms,
    units, wrapped,
)  # fmt: skip
_NOT_FOR_PAGES = {
    "background": "COMMON FAULT LOG PHRASES PLATFORM SENTENCE SHARES",
    "describe": "LEVELS",
    "faults": "FAULTS",
    "formats": "COUNT LEVEL MONTH_STAMP POD REST STAMP",
    "levels": "WORDS",
    "lines": "FORMATS",
    "mask": "CODE_WORDS HEX MASKS STAMP UNIT",
    "names": "END FACTS KIND_WORDS NAME POD TOOL VERB",
    "terms": "STOCK_KEYS STOCK_PAIRS",
    "text": "BIDI NOT_SLUG RESERVED SHOWN",
}
"""Constants that others are made of, or that only the command line needs."""

_LARGEST = 2**53
"""Whole numbers up to here are exact in JavaScript."""


@cache
def tables() -> dict[str, dict[str, Any]]:
    """By module and name the constants that the page needs. Do not change what is returned."""
    found = {module.__name__.rpartition(".")[2]: dict(_constants(module)) for module in _MODULES}
    found["background"]["KEPT"] = _by_share(found["background"]["KEPT"])
    return found


def _by_share(shares: Mapping[str, float]) -> list[list[Any]]:
    """Words as [share, words with spaces between them]: a third shorter than one by one."""
    groups: dict[float, list[str]] = {}
    for word, share in shares.items():
        groups.setdefault(share, []).append(word)
    return [[share, " ".join(sorted(words))] for share, words in sorted(groups.items())]


def _constants(module: ModuleType) -> Iterable[tuple[str, Any]]:
    unwanted = _NOT_FOR_PAGES.get(module.__name__.rpartition(".")[2], "").split()
    for name, value in vars(module).items():
        plain = name.lstrip("_")
        if plain.isupper() and plain not in unwanted and _is_data(value):
            yield plain, as_data(value)


def _is_data(value: object) -> bool:
    if isinstance(value, int):
        return abs(value) < _LARGEST
    if isinstance(value, str | float | re.Pattern | formats.Format):
        return True
    if isinstance(value, Mapping):
        return all(isinstance(key, str) for key in value) and all(map(_is_data, value.values()))
    return isinstance(value, Sequence | frozenset | set) and all(map(_is_data, value))


def as_data(value: Any) -> Any:
    """A constant as JSON holds it."""
    if isinstance(value, re.Pattern):
        form = translate(value)
        return {"re": [form.ascii, "" if form.full == form.ascii else form.full, form.groups, form.names]}
    if isinstance(value, formats.Format):
        return {"name": value.name, "needs": value.needs, "pattern": as_data(value.pattern)}
    if isinstance(value, Mapping):
        return {key: as_data(inner) for key, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(as_data(inner) for inner in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_data(inner) for inner in value]
    return value
