"""One commit of the index, read-only: what ranking sees. Implements `shelf.Shelf`.

It reads through the reader that `index` hands it and knows no library itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from ekskb.errors import RootError
from ekskb.search.facets import FacetSets
from ekskb.search.look import Look
from ekskb.search.shelf import Held, Postings, Space
from ekskb.search.spelling import Spelling, decode_spelling, read_rows
from ekskb.search.stored import Stored, decode_stored
from ekskb.search.vocabulary import Row, Vocabulary

FORMAT = "4"
"""Raised when analysis or what is stored changes; an index of another number is rebuilt."""

META = "\0meta"
"""Id of the document that lists all entries with their digests."""

SPELLING = "\0spelling"
"""Id of the documents that list the words of entries, as `spelling` packs them."""

_COUNTED_OUT = 50
_LOOKS = 2000
"""Entries whose text is kept at hand."""

Stamps = dict[str, str]


class IndexDamagedError(RootError):
    """What was read is not an index; it has to be built anew."""


class View:
    """Not safe for several threads at once: callers take turns."""

    def __init__(self, reader: Any, generation: int, faults: tuple[type[Exception], ...]) -> None:
        """`faults`: what `reader` raises where its files are damaged."""
        self._reader = reader
        self._faults = faults
        self.generation = generation
        self._postings: dict[tuple[str, str], Held] = {}
        self._counts: dict[tuple[str, str], int] = {}
        self.vocabulary = Vocabulary(self._rows, lambda word: self.count("words", word) > 0)
        self.look: Callable[[int], Look] = lru_cache(maxsize=_LOOKS)(self._look)
        with self._reading():
            self._leaves = list(reader.leaf_readers()) if reader.doc_count_all() else []
        self.stamps = self._read_stamps()
        self.size = len(self.stamps)

    @cached_property
    def facet_sets(self) -> FacetSets:
        with self._reading():
            return FacetSets(self._values())

    def _values(self) -> Iterator[tuple[int, bytes]]:
        """What facets count of each document, those that are gone among them."""
        for leaf, base in self._leaves:
            if leaf.has_column("values"):
                yield from enumerate(leaf.column_reader("values"), base)

    def close(self) -> None:
        self._reader.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except self._faults as fault:
            hint = "try again: it is built anew from the entries"
            raise IndexDamagedError(f"the search index is damaged ({type(fault).__name__})", hint) from fault

    def _read_stamps(self) -> Stamps:
        for doc in self.postings("facets", META):
            with self._reading():
                version, stamps = msgspec.msgpack.decode(self._bytes(doc), type=tuple[str, Stamps])
            if version == FORMAT:
                return stamps
            raise IndexDamagedError(f"the search index has format {version}")
        if self._leaves:
            raise IndexDamagedError("the search index lacks its list of entries")
        return {}

    def postings(self, space: Space, term: str) -> Postings:
        found = self._postings.get((space, term))
        if found is None:
            with self._reading():
                found = self._read_postings(space, term.encode("utf-8", "replace"))
            self._postings[space, term] = found
        return found

    def _read_postings(self, space: Space, term: bytes) -> Held:
        found = Held()
        for leaf, base in self._leaves:
            if (space, term) not in leaf:
                continue
            matcher = leaf.postings(space, term)
            while matcher.is_active():
                found[base + matcher.id()] = int(matcher.weight())
                matcher.next()
        return found

    def count(self, space: Space, term: str) -> int:
        found = self._postings.get((space, term))
        if found is not None:
            return len(found)
        number = self._counts.get((space, term))
        if number is None:
            with self._reading():
                wanted = term.encode("utf-8", "replace")
                number = sum(int(leaf.doc_frequency(space, wanted)) for leaf, _ in self._leaves)
            # The engine counts entries that are gone as well; where that would show, count them out.
            number = len(self.postings(space, term)) if 0 < number <= _COUNTED_OUT else number
            self._counts[space, term] = number
        return number

    def prefixed(self, space: Space, prefix: str, limit: int) -> list[str]:
        found: set[bytes] = set()
        wanted = prefix.encode("utf-8", "replace")
        with self._reading():
            for leaf, _ in self._leaves:
                for count, term in enumerate(leaf.expand_prefix(space, wanted)):
                    if count >= limit:
                        break
                    found.add(term)
        return [term.decode("utf-8", "replace") for term in sorted(found)[:limit]]

    @cached_property
    def spellings(self) -> list[Spelling]:
        """The word lists of all commits; the words of entries that are gone may still be in them."""
        with self._reading():
            return [decode_spelling(self._bytes(doc)) for doc in self.postings("facets", SPELLING)]

    def _rows(self, group: str) -> list[Row]:
        with self._reading():
            return read_rows(self.spellings, group)

    def _bytes(self, doc: int) -> bytes:
        for leaf, base in reversed(self._leaves):
            if doc >= base:
                return bytes(leaf.stored_fields(doc - base)["stored"])
        raise IndexError(doc)

    def stored(self, doc: int) -> Stored:
        with self._reading():
            return decode_stored(self._bytes(doc))

    def _look(self, doc: int) -> Look:
        return Look(self.stored(doc))
