"""The signature index of a root, and the parts it is joined from: one entry changed, one is read."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from ekskb.catalog import Catalog

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex

_INDEX, _INDEX_OF, _PARTS_OF = "signatures", "signatures-of", "parts-of"


class SignatureCache:
    """Gives the index for what the catalog serves now. Safe to use from several threads."""

    def __init__(self, catalog: Catalog, matcher: str) -> None:
        """`matcher` names the code that reads entries: what another one kept is thrown away."""
        self._catalog = catalog
        self._matcher = matcher
        self._lock = threading.Lock()
        self._held: tuple[str, SignatureIndex] | None = None

    def index(self) -> SignatureIndex:
        with self._lock:
            generation = self._catalog.generation
            if self._held is None or self._held[0] != generation:
                self._held = (generation, self._load(generation) or self._join(generation))
            return self._held[1]

    def _load(self, generation: str) -> SignatureIndex | None:
        from ekskb.logs.sigindex import decode

        if self._catalog.get_meta(_INDEX_OF).decode() != f"{generation} {self._matcher}":
            return None
        try:
            return decode(self._catalog.get_meta(_INDEX))
        except msgspec.MsgspecError:
            return None

    def _join(self, generation: str) -> SignatureIndex:
        from ekskb.logs.sigindex import encode, join_parts

        if self._catalog.get_meta(_PARTS_OF).decode() != self._matcher:
            self._catalog.drop_parts()
        self._read_missing()
        try:
            index = join_parts(self._catalog.parts())
        except msgspec.MsgspecError:
            self._catalog.drop_parts()
            self._read_missing()
            index = join_parts(self._catalog.parts())
        self._catalog.set_meta(_INDEX, encode(index))
        self._catalog.set_meta(_INDEX_OF, f"{generation} {self._matcher}".encode())
        return index

    def _read_missing(self) -> None:
        from ekskb.logs.reading import read_entry

        self._catalog.put_parts((e.id, read_entry(e)) for e in self._catalog.entries_without_part())
        self._catalog.set_meta(_PARTS_OF, self._matcher.encode())
