"""The SQLite file behind the catalog: opened, versioned, shared and recovered. Knows no entries."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from ekskb.errors import RootError

T = TypeVar("T")

# How long a second writer waits for the first, in seconds.
_WAIT = 30.0


class Database:
    """One connection, used under a lock by any thread.

    A damaged file, or one of another `version`, is thrown away: all it holds can be made again.
    Where the folder cannot be written, everything stays in memory and `notice` says so.
    """

    def __init__(self, file: Path, tables: str, version: str) -> None:
        self._file = file
        self._tables = tables
        self._version = version
        self.lock = threading.RLock()
        self.notice = ""
        self._db = self._open()

    def close(self) -> None:
        with self.lock:
            self._db.close()

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Every row of a query."""
        return self.guarded(lambda: self._db.execute(query, values).fetchall())

    def run(self, query: str, values: Sequence[Any] = ()) -> None:
        """One change inside a transaction."""
        self._db.execute(query, values)

    def run_many(self, query: str, values: Sequence[Sequence[Any]]) -> None:
        self._db.executemany(query, values)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another process that writes is waited for."""
        with self.lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as fault:
                if "locked" not in str(fault):
                    raise
                message = f"{self._file}: another ekskb has been writing for {_WAIT:.0f} s"
                raise RootError(message, "wait for it to end, then try again") from fault
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def guarded(self, work: Callable[[], T]) -> T:
        """Run `work`; on a damaged file start with an empty one and run it again, once."""
        with self.lock:
            try:
                return work()
            except sqlite3.OperationalError as fault:
                if "locked" in str(fault) or "interrupted" in str(fault):
                    raise
            except sqlite3.DatabaseError:
                pass
            self._db.close()
            self._remove()
            self._db = self._open()
            return work()

    def _open(self) -> sqlite3.Connection:
        for attempt in ("as it is", "made new"):
            try:
                return self._connect(str(self._file))
            except sqlite3.DatabaseError:
                if attempt == "as it is":
                    self._remove()
            except OSError:
                break
        self.notice = f"{self._file.parent}: cannot be written; the index is held in memory"
        return self._connect(":memory:")

    def _connect(self, target: str) -> sqlite3.Connection:
        if target != ":memory:":
            self._file.parent.mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(target, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        try:
            self._prepare(db)
        except BaseException:
            db.close()
            raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.execute("PRAGMA journal_mode = WAL")
        # Derived data: a lost last commit is made again, so the disk need not be waited for.
        db.execute("PRAGMA synchronous = OFF")
        db.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB)")
        row = db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        if row and row[0] == self._version:
            return
        db.execute("BEGIN IMMEDIATE")
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            db.execute(f'DROP TABLE "{name}"')
        db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB)")
        for statement in self._tables.split(";"):
            db.execute(statement)
        db.execute("INSERT INTO meta VALUES ('version', ?)", (self._version,))
        db.execute("COMMIT")

    def _remove(self) -> None:
        for suffix in ("", "-wal", "-shm", "-journal"):
            with contextlib.suppress(OSError):
                self._file.with_name(self._file.name + suffix).unlink()
