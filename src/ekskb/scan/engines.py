"""Searching raw bytes for thousands of literals at once: one interface, three engines, the fastest first.

All three tell every place of every literal, ASCII letters in either case, so that which one is there changes
the speed and nothing else.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any, Protocol

from ekskb.errors import UsageError

Hit = tuple[int, int]
"""Where a place of a literal ends, and the literal's number."""


class Engine(Protocol):
    def find(self, data: memoryview) -> list[Hit]:
        """Every place of every literal, by where it ends."""

    def dump(self) -> bytes:
        """What makes opening the same literals on this machine quicker; may be empty."""


class Hyperscan:
    """Intel's Hyperscan, or Vectorscan: several hundred MB a second and core."""

    def __init__(self, literals: Sequence[bytes], kept: bytes = b"") -> None:
        import hyperscan

        self._found: list[Hit] = []
        self._database = _load_database(kept) or _compile(literals)
        # A database that was loaded has no working memory of its own.
        self._database.scratch = hyperscan.Scratch(self._database)

    def find(self, data: memoryview) -> list[Hit]:
        found = self._found = []
        self._database.scan(data, match_event_handler=self._note)
        found.sort()
        return found

    def _note(self, number: int, start: int, end: int, flags: int, context: object) -> None:
        self._found.append((end, number))

    def dump(self) -> bytes:
        import hyperscan

        return bytes(hyperscan.dumpb(self._database))


def _load_database(kept: bytes) -> Any:
    """A database from its dump, or None where it was made for another machine or release."""
    import hyperscan

    if not kept:
        return None
    try:
        return hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
    except hyperscan.error:
        return None


def _compile(literals: Sequence[bytes]) -> Any:
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=list(literals),
        ids=list(range(len(literals))),
        elements=len(literals),
        flags=[hyperscan.HS_FLAG_CASELESS] * len(literals),
        literal=True,
    )
    return database


class AhoCorasick:
    """The automaton of Aho and Corasick (1975) as a DFA, in Rust: about a quarter of that speed."""

    def __init__(self, literals: Sequence[bytes], kept: bytes = b"") -> None:
        from ahocorasick_rs import BytesAhoCorasick, Implementation

        self._automaton = BytesAhoCorasick(literals, implementation=Implementation.DFA)

    def find(self, data: memoryview) -> list[Hit]:
        rows = self._automaton.find_matches_as_indexes(bytes(data).lower(), overlapping=True)
        return sorted((end, number) for number, _, end in rows)

    def dump(self) -> bytes:
        return b""


class Alternation:
    """The last resort, where neither has a wheel: one regular expression, the literals merged as a trie."""

    def __init__(self, literals: Sequence[bytes], kept: bytes = b"") -> None:
        order = sorted(range(len(literals)), key=literals.__getitem__)
        self._ends = _prefixes(literals, order)
        self._pattern = re.compile(_alternatives([literals[number] for number in order], 0), re.DOTALL)

    def find(self, data: memoryview) -> list[Hit]:
        text = bytes(data).lower()
        found: list[Hit] = []
        match = self._pattern.search(text)
        while match is not None:
            found += [(match.start() + length, number) for length, number in self._ends[match[0]]]
            match = self._pattern.search(text, match.start() + 1)
        return sorted(found)

    def dump(self) -> bytes:
        return b""


def _prefixes(literals: Sequence[bytes], order: Sequence[int]) -> dict[bytes, list[tuple[int, int]]]:
    """For each literal the length and number of all that it begins with, itself among them."""
    ends: dict[bytes, list[tuple[int, int]]] = {}
    above: list[tuple[int, int]] = []
    for number in order:
        text = literals[number]
        above = [one for one in above if text.startswith(literals[one[1]])]
        above.append((len(text), number))
        ends[text] = list(above)
    return ends


def _alternatives(texts: list[bytes], depth: int) -> bytes:
    """A pattern for the sorted `texts` from `depth` on that takes the longest: no two ways begin alike."""
    ends = len(texts[0]) == depth
    rows = [_branch(list(rest), depth) for _, rest in groupby(texts[ends:], key=lambda text: text[depth])]
    if not rows:
        return b""
    if len(rows) == 1 and not ends:
        return rows[0]
    return b"(?:" + b"|".join(rows) + (b")?" if ends else b")")


def _branch(texts: list[bytes], depth: int) -> bytes:
    """The common beginning of `texts`, then what differs."""
    first, last = texts[0], texts[-1]
    stop = depth
    while stop < len(first) and first[stop] == last[stop]:
        stop += 1
    return re.escape(first[depth:stop]) + _alternatives(texts, stop)


ENGINES: dict[str, tuple[str, Callable[[Sequence[bytes], bytes], Engine]]] = {
    "hyperscan": ("hyperscan", Hyperscan),
    "ahocorasick": ("ahocorasick_rs", AhoCorasick),
    "re": ("re", Alternation),
}
"""Name -> the module that it needs, and how to open it; the first that is installed is taken."""


class Nothing:
    """No literals, nothing to find."""

    def find(self, data: memoryview) -> list[Hit]:
        return []

    def dump(self) -> bytes:
        return b""


@functools.cache
def _installed(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def engine_names() -> Iterator[str]:
    """The engines that can be used here, fastest first."""
    return (name for name, (module, _) in ENGINES.items() if _installed(module))


def choose_engine(wanted: str = "") -> str:
    """The name of the engine to use; raises UsageError for one that is unknown or not installed."""
    here = list(engine_names())
    if wanted and wanted not in here:
        raise UsageError(f"no scan engine {wanted!r} here", f"EKSKB_SCAN_ENGINE may be {', '.join(here)}")
    return wanted or here[0]


def open_engine(name: str, literals: Sequence[bytes], kept: bytes = b"") -> Engine:
    """An engine for these literals, which are in lower case and hold no line break."""
    return ENGINES[name][1](literals, kept) if literals else Nothing()
