"""The text index, and the only home of Whoosh.

Whoosh keeps the vocabulary, the postings and the stored text, and sees to atomic commits and to
locks. Terms come from our own analyzer, already weighed; ranking is in `rank`. Only calls that
Whoosh 2.7.4 has as well are used, so that the distribution stays a one-line choice.
"""

from __future__ import annotations

import gc
import pickle
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import msgspec

from ekskb.errors import RootError
from ekskb.model import Entry, Hit, SearchResult
from ekskb.search.look import Look
from ekskb.search.plan import Plan, Planner
from ekskb.search.query import Query, parse_query, plain_query
from ekskb.search.rank import Ranked, rank
from ekskb.search.shelf import Postings, Space
from ekskb.search.stored import Stored, Terms, decode_stored, entry_terms
from ekskb.search.synonyms import default_synonyms
from ekskb.search.vocabulary import Vocabulary

with warnings.catch_warnings():
    # Whoosh 2.7.4 holds string escapes that newer Pythons warn of.
    warnings.simplefilter("ignore")
    from whoosh import fields, formats
    from whoosh import index as whoosh_index
    from whoosh.filedb.filestore import FileStorage, RamStorage

FORMAT = "1"
"""Raised when analysis or what is stored changes; an index of another number is rebuilt."""

WAIT = 10.0
"""Seconds that a second writer waits for the first."""

_NAME = "ekskb"
_EVERY = 10_000_000
_META = "\0meta"
_DAMAGE = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    AssertionError,
    ImportError,
    NameError,
    MemoryError,
    OverflowError,
    struct.error,
    zlib.error,
    pickle.PickleError,
    msgspec.MsgspecError,
    whoosh_index.IndexError,
)
"""What reading a damaged or foreign index raises: Whoosh checks little and unpickles much."""


class WeighedTerms(fields.FieldType):
    """A Whoosh field whose value is a mapping from term to packed posting."""

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Any, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        for term, packed in value.items():
            yield term.encode("utf-8", "replace"), 1, float(packed), b""


def _memory() -> Any:
    return cast(Any, RamStorage)()


def _files(folder: Path) -> Any:
    # Mapped files could not be replaced on Windows while another process reads them.
    return cast(Any, FileStorage)(str(folder), supports_mmap=False)


def _schema() -> Any:
    return fields.Schema(
        id=fields.ID(unique=True),
        words=WeighedTerms(),
        pairs=WeighedTerms(),
        facets=WeighedTerms(),
        stored=fields.STORED(),
    )


class _View:
    """One commit of the index, read-only. Implements `shelf.Shelf`; callers hold the index's lock."""

    def __init__(self, index: Any) -> None:
        self._reader = index.reader()
        self.generation: int = self._reader.generation() if self._reader.doc_count_all() else -1
        self._leaves: list[tuple[Any, int]] = (
            list(self._reader.leaf_readers()) if self._reader.doc_count_all() else []
        )
        self._postings: dict[tuple[str, str], dict[int, int]] = {}
        self.vocabulary = Vocabulary(lambda first: self.prefixed("words", first, _EVERY), self._read_hangul)
        self.look: Callable[[int], Look] = lru_cache(maxsize=2000)(self._look)
        self.stamps = self._read_stamps()
        self.size = len(self.stamps)

    def close(self) -> None:
        self._reader.close()

    def _read_stamps(self) -> dict[str, str]:
        found = self.postings("facets", _META)
        for doc in found:
            version, stamps = msgspec.msgpack.decode(self._bytes(doc), type=tuple[str, dict[str, str]])
            if version == FORMAT:
                return stamps
            raise ValueError(f"index format {version}")
        if self._leaves:
            raise ValueError("an index without its list of entries")
        return {}

    def postings(self, space: Space, term: str) -> Postings:
        key = (space, term)
        found = self._postings.get(key)
        if found is None:
            found = self._postings[key] = self._read_postings(space, term.encode("utf-8", "replace"))
        return found

    def _read_postings(self, space: Space, term: bytes) -> dict[int, int]:
        found: dict[int, int] = {}
        for leaf, base in self._leaves:
            if (space, term) not in leaf:
                continue
            matcher = leaf.postings(space, term)
            while matcher.is_active():
                found[base + matcher.id()] = int(matcher.weight())
                matcher.next()
        return found

    def prefixed(self, space: Space, prefix: str, limit: int) -> list[str]:
        found: set[str] = set()
        wanted = prefix.encode("utf-8", "replace")
        for leaf, _ in self._leaves:
            for count, term in enumerate(leaf.expand_prefix(space, wanted)):
                if count >= limit:
                    break
                found.add(term.decode("utf-8", "replace"))
        return sorted(found)[:limit]

    def _read_hangul(self) -> set[str]:
        found: set[str] = set()
        for leaf, _ in self._leaves:
            for space, term in leaf.terms_from("words", "가".encode()):
                if space != "words" or term > b"\xed\x9e\xa3\xff":
                    break
                found.add(term.decode("utf-8", "replace"))
        return found

    def _bytes(self, doc: int) -> bytes:
        for leaf, base in reversed(self._leaves):
            if doc >= base:
                return bytes(leaf.stored_fields(doc - base)["stored"])
        raise IndexError(doc)

    def stored(self, doc: int) -> Stored:
        return decode_stored(self._bytes(doc))

    def _look(self, doc: int) -> Look:
        return Look(self.stored(doc))


class TextIndex:
    """The entries of one knowledge base, ready to be searched. Safe to use from several threads."""

    def __init__(self, storage: Any, notice: str = "", *, in_memory: bool) -> None:
        self.in_memory = in_memory
        self.notice = notice
        """One line for the user where something had to be given up; usually empty."""

        self._storage = storage
        self._lock = threading.RLock()
        self._index, self._view = self._load()

    @classmethod
    def open(cls, folder: Path | None) -> TextIndex:
        """The index kept in `folder`, or a new one in memory.

        A damaged index, or one of another version, is begun anew and empty. Where the folder
        cannot be written the index lives in memory. Both are told in `notice`. Never raises.
        """
        if folder is None:
            return cls(_memory(), in_memory=True)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            return cls(_files(folder), in_memory=False)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            notice = f"the search index is kept in memory: {folder} cannot be written ({reason})"
            return cls(_memory(), notice, in_memory=True)

    def _load(self) -> tuple[Any, _View]:
        with warnings.catch_warnings():
            # Whoosh leaves the files of a damaged index open; they are closed here, not at some later time.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                index = self._storage.open_index(_NAME, schema=_schema())
                return index, _View(index)
            except whoosh_index.EmptyIndexError:
                return self._recreate()
            except _DAMAGE:
                self.notice = "the search index could not be read and is built anew"
            gc.collect()
        return self._recreate()

    def _recreate(self) -> tuple[Any, _View]:
        for name in list(self._storage):
            if name.startswith((f"_{_NAME}_", f"{_NAME}_")) and not name.endswith("LOCK"):
                self._storage.delete_file(name)
        index = self._storage.create_index(_schema(), _NAME)
        return index, _View(index)

    def close(self) -> None:
        with self._lock:
            self._view.close()

    def stamps(self) -> dict[str, str]:
        """Entry id -> digest of what is indexed now."""
        with self._lock:
            return dict(self._fresh_view().stamps)

    def _fresh_view(self) -> _View:
        """The newest commit; another process may have made it."""
        latest = self._index.latest_generation()
        if latest != self._view.generation and not (latest == 0 and self._view.generation == -1):
            old = self._view
            self._view = _View(self._index)
            old.close()
        return self._view

    def update(
        self,
        changed: Iterable[tuple[Entry, str]],
        gone: Iterable[str],
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Add or replace entries, each with its digest, and remove others, in one commit.

        `progress` is told the number of entries done. Raises RootError where another process
        keeps writing for longer than WAIT seconds, or the disk refuses.
        """
        try:
            writer = self._index.writer(timeout=WAIT, delay=0.05, limitmb=256)
        except whoosh_index.LockError as fault:
            hint = "another ekskb is building the same knowledge base; try again when it is done"
            raise RootError("the search index is being written by another process", hint) from fault
        except OSError as fault:
            raise _write_error(fault) from fault
        try:
            self._write(writer, changed, gone, progress)
        except OSError as fault:
            if not writer.is_closed:
                writer.cancel()
            raise _write_error(fault) from fault

    def _write(
        self,
        writer: Any,
        changed: Iterable[tuple[Entry, str]],
        gone: Iterable[str],
        progress: Callable[[int], None] | None,
    ) -> None:
        stamps = self.stamps()
        removed = [name for name in gone if stamps.pop(name, None) is not None]
        for name in removed:
            writer.delete_by_term("id", name)
        for count, (entry, digest) in enumerate(changed, 1):
            if entry.id in stamps:
                writer.delete_by_term("id", entry.id)
            stamps[entry.id] = digest
            _add_entry(writer, entry_terms(entry))
            if progress:
                progress(count)
        writer.delete_by_term("id", _META)
        meta = msgspec.msgpack.encode((FORMAT, stamps))
        writer.add_document(id=_META, facets={_META: 1}, stored=meta)
        writer.commit()

    def search(
        self,
        query: str,
        limit: int = 10,
        kinds: Sequence[str] = (),
        tags: Sequence[str] = (),
        lookup: Callable[[str], Entry] | None = None,
    ) -> SearchResult:
        """The entries that fit `query` best. Any text is a query.

        `kinds` and `tags` narrow the answer (one of the kinds, all of the tags). `lookup` is not
        needed: snippets come from the index itself. A query that finds nothing as typed is tried
        without its operators.
        """
        with self._lock:
            view = self._fresh_view()
            parsed = parse_query(query)
            result = self._answer(view, parsed, limit, kinds, tags)
            if not result.hits and not parsed.plain:
                result = self._answer(view, plain_query(query), limit, kinds, tags)
            return result

    def suggest(self, query: str) -> str:
        """`query` with misspelt words put right; empty if there is nothing to correct."""
        with self._lock:
            view = self._fresh_view()
            return Planner(view, default_synonyms()).plan(parse_query(query)).corrected

    def _answer(
        self, view: _View, query: Query, limit: int, kinds: Sequence[str], tags: Sequence[str]
    ) -> SearchResult:
        plan = Planner(view, default_synonyms()).plan(query)
        plan = _narrowed(plan, kinds, tags)
        total, ranked = rank(plan, view, view.look, max(0, limit))
        words = tuple((concept.surfaces, concept.idf * concept.factor) for concept in plan.concepts)
        hits = tuple(_hit(view.look(item.doc), item, words) for item in ranked)
        return SearchResult(query.text, total, hits, plan.corrected)


def _narrowed(plan: Plan, kinds: Sequence[str], tags: Sequence[str]) -> Plan:
    from dataclasses import replace as changed

    facets = list(plan.facets)
    if kinds:
        facets.append(tuple(f"kind={kind.lower()}" for kind in kinds))
    facets += [(f"tag={tag.casefold()}",) for tag in tags]
    return changed(plan, facets=tuple(facets))


def _hit(look: Look, item: Ranked, words: tuple[tuple[tuple[str, ...], float], ...]) -> Hit:
    stored = look.stored
    return Hit(
        id=stored.id,
        title=stored.title,
        kind=stored.kind,
        date=stored.date,
        score=round(item.score, 4),
        source=stored.source,
        snippets=look.snippets(words, 2),
        tags=stored.tags,
        components=stored.components,
    )


def _add_entry(writer: Any, terms: Terms) -> None:
    writer.add_document(
        id=terms.id,
        words=terms.words,
        pairs=terms.pairs,
        facets=dict.fromkeys(terms.facets, 1),
        stored=terms.stored,
    )


def _write_error(fault: OSError) -> RootError:
    reason = fault.strerror or type(fault).__name__
    return RootError(
        f"the search index cannot be written: {reason}", "free some space or clear the cache folder"
    )
