"""An entry's terms as few flat strings, which travel between processes and into the index at little cost."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ekskb.model import Entry
from ekskb.search.facets import FACETS
from ekskb.search.stored import entry_terms

COUNTED = tuple(f"{facet}=" for facet in FACETS)
_ONLY_COUNTED = tuple(facet for facet in COUNTED if facet != "kind=")

Change = tuple[Entry, str]
"""An entry and the digest under which it will be known."""


class Packed(NamedTuple):
    """What is written for one entry. Terms never hold a line break, so one parts them."""

    id: str
    digest: str
    words: bytes
    word_weights: bytes
    pairs: bytes
    pair_weights: bytes
    facets: bytes
    values: bytes
    """What facets count: `kind=incident`, `component=Istio`."""

    stored: bytes

    def word_postings(self) -> Iterator[tuple[bytes, int]]:
        return _postings(self.words, self.word_weights)

    def pair_postings(self) -> Iterator[tuple[bytes, int]]:
        return _postings(self.pairs, self.pair_weights)

    def facet_postings(self) -> Iterator[tuple[bytes, int]]:
        return ((facet, 1) for facet in self.facets.split(b"\n"))


def pack_entry(change: Change) -> Packed:
    """Analyse one entry: all that the index needs of it."""
    entry, digest = change
    terms = entry_terms(entry)
    facets = [facet.replace("\n", " ") for facet in terms.facets]
    return Packed(
        terms.id,
        digest,
        joined(terms.words),
        array("I", terms.words.values()).tobytes(),
        joined(terms.pairs),
        array("I", terms.pairs.values()).tobytes(),
        joined(facet for facet in facets if not facet.startswith(_ONLY_COUNTED)),
        joined(facet for facet in facets if facet.startswith(COUNTED)),
        terms.stored,
    )


def joined(terms: Iterable[str]) -> bytes:
    return "\n".join(terms).encode("utf-8", "replace")


def _postings(terms: bytes, weights: bytes) -> Iterator[tuple[bytes, int]]:
    return zip(terms.split(b"\n") if terms else (), memoryview(weights).cast("I"), strict=True)
