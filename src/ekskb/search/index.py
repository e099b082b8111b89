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
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, cast

import msgspec

from ekskb.errors import RootError
from ekskb.model import Entry, SearchResult
from ekskb.search.analysts import pack_entries
from ekskb.search.answer import Request, answer, suggestion
from ekskb.search.packed import Change, Packed
from ekskb.search.spelling import merge_spellings, spell
from ekskb.search.view import FORMAT, META, SPELLING, IndexDamagedError, View

with warnings.catch_warnings():
    # Whoosh 2.7.4 holds string escapes that newer Pythons warn of.
    warnings.simplefilter("ignore")
    from whoosh import columns, fields, formats
    from whoosh import index as whoosh_index
    from whoosh.filedb.filestore import FileStorage, RamStorage, copy_to_ram
    from whoosh.reading import SegmentReader, TermNotFound

WAIT = 10.0
"""Seconds that a second writer waits for the first."""

_NAME = "ekskb"
BATCH = 3000
"""Entries written at once. Whoosh sorts the postings of a batch in memory; many more would spill
to disk, which takes twice the time."""

_POOL_MEGABYTES = 512
_COLLECT_AFTER = 100_000
_SMALL = 300
_MANY = 8
_FAULTS = (
    OSError,
    EOFError,
    ValueError,
    LookupError,
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
    TermNotFound,
)
"""What reading a damaged or foreign index raises: Whoosh checks little and unpickles much."""


class IndexBusyError(RootError):
    """Another process is writing the index; what it held before can still be searched."""


class WeighedTerms(fields.FieldType):
    """A Whoosh field whose value is pairs of a term and its packed posting."""

    def __init__(self) -> None:
        self.format = formats.Existence()

    def index(self, value: Any, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        for term, packed in value:
            yield term, 1, float(packed), b""


def _schema() -> Any:
    return fields.Schema(
        id=fields.ID(unique=True),
        words=WeighedTerms(),
        pairs=WeighedTerms(),
        facets=WeighedTerms(),
        # One value a document, read in one go; few differ.
        values=fields.COLUMN(cast(Any, columns.RefBytesColumn)()),
        stored=fields.STORED(),
    )


def _memory() -> Any:
    return cast(Any, RamStorage)()


def _files(folder: Path) -> Any:
    # Mapped files could not be replaced on Windows while another process reads them.
    return cast(Any, FileStorage)(str(folder), supports_mmap=False)


class TextIndex:
    """The entries of one knowledge base, ready to be searched. Safe to use from several threads."""

    def __init__(self, storage: Any, notice: str = "", *, in_memory: bool) -> None:
        self.in_memory = in_memory
        self.notice = notice
        """One line for the user where something had to be given up; usually empty."""

        self._storage = storage
        self._lock = threading.RLock()
        self._writing = threading.Lock()
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
            return cls(_memory(), _kept_in_memory(folder, fault), in_memory=True)

    def _load(self) -> tuple[Any, View]:
        with warnings.catch_warnings():
            # Whoosh leaves the files of a damaged index open; they are closed here, not at some later time.
            warnings.simplefilter("ignore", ResourceWarning)
            try:
                index = self._storage.open_index(_NAME, schema=_schema())
                return index, _open_view(index)
            except whoosh_index.EmptyIndexError:
                return self._recreate()
            except (*_FAULTS, IndexDamagedError):
                self.notice = "the search index could not be read and is built anew"
            gc.collect()
        return self._recreate()

    def _recreate(self) -> tuple[Any, View]:
        """An empty index in place of whatever is there."""
        for name in list(self._storage):
            if name.startswith((f"_{_NAME}_", f"{_NAME}_")) and not name.endswith("LOCK"):
                self._storage.delete_file(name)
        index = self._storage.create_index(_schema(), _NAME)
        return index, _open_view(index)

    def close(self) -> None:
        with self._lock:
            self._view.close()

    def stamps(self) -> dict[str, str]:
        """Entry id -> digest of what is indexed now."""
        with self._lock:
            return dict(self._fresh_view().stamps)

    def _fresh_view(self) -> View:
        """The newest commit; another process may have made it."""
        latest = self._index.latest_generation()
        # Where the folder was cleared away, the files that are still open serve on.
        if latest not in (self._view.generation, -1):
            old = self._view
            try:
                self._view = _open_view(self._index)
            except (*_FAULTS, IndexDamagedError):
                self._index, self._view = self._load()
            old.close()
        return self._view

    def update(
        self,
        changed: Iterable[Change],
        gone: Iterable[str],
        progress: Callable[[int], None] | None = None,
        wait: float = WAIT,
        waiting: Callable[[str], object] = str,
    ) -> None:
        """Add or replace entries, each with its digest, and remove others.

        Up to BATCH entries are one commit. More are committed batch by batch, each a usable index
        with the stamps of what it holds, so that a build that was cut short goes on where it
        stopped. `progress` is told the number of entries done. An index that cannot be written
        goes on in memory, with a notice. Where another writer is at work `waiting` is told so, and
        IndexBusyError raised after `wait` seconds. Raises RootError where the disk fills up half-way.
        """
        source, removed, done = pack_entries(changed), tuple(gone), 0
        with self._writing, _rare_collection():
            more = True
            while more:
                writer = self._writer(wait, waiting)
                written = self._commit_batch(writer, source, removed, progress or (lambda _: None), done)
                removed, done, more = (), done + written, written == BATCH

    def _commit_batch(
        self,
        writer: Any,
        source: Iterator[Packed],
        gone: Sequence[str],
        tell: Callable[[int], Any],
        done: int,
    ) -> int:
        """Write up to BATCH entries; the number written."""
        try:
            stamps = self.stamps()
            for name in gone:
                if stamps.pop(name, None) is not None:
                    writer.delete_by_term("id", name)
            count, words = 0, set[bytes]()
            for packed in islice(source, BATCH):
                if packed.id in stamps:
                    writer.delete_by_term("id", packed.id)
                stamps[packed.id] = packed.digest
                _add_entry(writer, packed)
                words.update(packed.words.split(b"\n"))
                count += 1
                tell(done + count)
            if count or gone:
                _add_meta(writer, stamps)
                self._add_words(writer, words)
                writer.commit(mergetype=_merge_small)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            hint = "free some space or clear the cache folder"
            raise RootError(f"the search index cannot be written: {reason}", hint) from fault
        finally:
            if not writer.is_closed:
                writer.cancel()
        return count

    def _add_words(self, writer: Any, words: Iterable[bytes]) -> None:
        """List the words of what was written, and join the lists of earlier commits once there are many."""
        with self._lock:
            earlier = self._fresh_view().spellings
        if len(earlier) >= _MANY:
            writer.delete_by_term("id", SPELLING)
            _add_list(writer, merge_spellings(earlier))
        _add_list(writer, spell(word.decode() for word in words))

    def _writer(self, wait: float, waiting: Callable[[str], object]) -> Any:
        with suppress(whoosh_index.LockError):
            return self._open_writer(0.0)
        if wait:
            waiting(f"another ekskb is writing the search index; waiting up to {wait:g} s")
        try:
            return self._open_writer(wait)
        except whoosh_index.LockError as fault:
            hint = "another ekskb is building the same knowledge base; try again when it is done"
            raise IndexBusyError("the search index is being written by another process", hint) from fault

    def _open_writer(self, wait: float) -> Any:
        options = {"timeout": wait, "delay": 0.05, "limitmb": _POOL_MEGABYTES}
        try:
            return self._index.writer(**options)
        except OSError as fault:
            self._move_to_memory(fault)
            return self._index.writer(**options)

    def _move_to_memory(self, fault: OSError) -> None:
        """Go on with a copy, where the folder can be read but not written."""
        with self._lock:
            self.notice = _kept_in_memory(Path(self._storage.folder), fault)
            storage = cast(Any, copy_to_ram)(self._storage) if self._storage.list() else _memory()
            self._view.close()
            self._storage, self.in_memory = storage, True
            self._index, self._view = self._load()

    def search(
        self,
        query: str,
        limit: int = 10,
        kinds: Sequence[str] = (),
        tags: Sequence[str] = (),
        lookup: Callable[[str], Entry] | None = None,
        favours: Mapping[str, float] | None = None,
    ) -> SearchResult:
        """The entries that fit `query` best. Any text is a query.

        `kinds` and `tags` narrow the answer (one of the kinds, all of the tags). `favours` are
        factors between 0.9 and 1.1 for the scores of single entries, by id. Snippets come
        from the index itself; `lookup` serves to build a damaged index anew on the spot. Without
        it a damaged index is emptied and IndexDamagedError raised.
        """
        request = Request(limit, tuple(kinds), tuple(tags), favours or {})
        with self._lock:
            stamps = self._fresh_view().stamps
            try:
                return answer(self._view, query, request)
            except IndexDamagedError:
                self._view.close()
                self._index, self._view = self._recreate()
                if lookup is None:
                    raise
        self.update(((lookup(name), digest) for name, digest in stamps.items()), ())
        with self._lock:
            return answer(self._fresh_view(), query, request)

    def suggest(self, query: str) -> str:
        """`query` with misspelt words put right; empty if there is nothing to correct."""
        with self._lock:
            return suggestion(self._fresh_view(), query)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Postings by the million make the collector of cycles look at them again and again, in vain."""
    usual = gc.get_threshold()
    gc.set_threshold(_COLLECT_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _open_view(index: Any) -> View:
    # Asked first: a commit in between makes the view look old, and it is opened again.
    generation = index.latest_generation()
    return View(index.reader(), generation, _FAULTS)


def _add_entry(writer: Any, packed: Packed) -> None:
    writer.add_document(
        id=packed.id,
        words=packed.word_postings(),
        pairs=packed.pair_postings(),
        facets=packed.facet_postings(),
        values=packed.values,
        stored=packed.stored,
    )


def _add_list(writer: Any, words: bytes) -> None:
    writer.add_document(id=SPELLING, facets=[(SPELLING.encode(), 1)], stored=words)


def _add_meta(writer: Any, stamps: dict[str, str]) -> None:
    """The list of entries is a document like any other, so that it changes in the same commit."""
    writer.delete_by_term("id", META)
    writer.add_document(id=META, facets=[(META.encode(), 1)], stored=msgspec.msgpack.encode((FORMAT, stamps)))


def _merge_small(writer: Any, segments: list[Any]) -> list[Any]:
    """Which segments stay: small ones are merged once there are many, and those that are half gone.

    Whoosh's own policy merges big ones along, so that adding one entry may take minutes.
    """
    small = [part for part in segments if part.doc_count_all() <= _SMALL]
    merged = small if len(small) > _MANY else []
    merged = [
        *merged,
        *(p for p in segments if p not in merged and 2 * p.deleted_count() > p.doc_count_all()),
    ]
    for part in merged:
        reader = SegmentReader(writer.storage, writer.schema, part)
        writer.add_reader(reader)
        reader.close()
    return [part for part in segments if part not in merged]


def _kept_in_memory(folder: Path, fault: OSError) -> str:
    reason = fault.strerror or type(fault).__name__
    return f"the search index is kept in memory: {folder} cannot be written ({reason})"
