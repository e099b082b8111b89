"""The engines that search_speed.py holds beside each other: ekskb, SQLite FTS5 and tantivy.

The peers match whole words and prefixes only: they neither find 권한 in 권한이 nor correct a slip, so the
ratio tells the price of that, not a race.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import tantivy

from ekskb.model import Entry
from ekskb.search.index import TextIndex

LIMIT = 20


class Engine(Protocol):
    """One way to keep and search entries, in a folder of its own."""

    name: str

    def build(self, entries: Sequence[Entry]) -> None: ...

    def add(self, entry: Entry) -> None: ...

    def ask(self, query: str) -> object:
        """The best LIMIT entries with a title and a snippet each."""

    def close(self) -> None: ...


def body(entry: Entry) -> str:
    return "\n".join(section.text for section in entry.sections)


class Ours:
    name = "ekskb"

    def __init__(self, folder: Path) -> None:
        self.index = TextIndex.open(folder)

    def build(self, entries: Sequence[Entry]) -> None:
        self.index.update(((entry, "1") for entry in entries), ())

    def add(self, entry: Entry) -> None:
        self.index.update([(entry, "1")], ())

    def ask(self, query: str) -> object:
        return self.index.search(query, LIMIT)

    def close(self) -> None:
        self.index.close()


class Fts:
    name = "FTS5"
    _SELECT = (
        "SELECT title, snippet(entry, 1, '[', ']', '…', 12) FROM entry "
        "WHERE entry MATCH ? ORDER BY bm25(entry, 3, 1) LIMIT ?"
    )

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._table = sqlite3.connect(folder / "fts.db")
        self._table.execute("CREATE VIRTUAL TABLE entry USING fts5(title, body, prefix='2 3')")

    def build(self, entries: Sequence[Entry]) -> None:
        rows = ((entry.title, body(entry)) for entry in entries)
        self._table.executemany("INSERT INTO entry VALUES (?, ?)", rows)
        self._table.commit()

    def add(self, entry: Entry) -> None:
        self.build([entry])

    def ask(self, query: str) -> object:
        words = [f'"{word}"' for word in query.replace('"', " ").split()]
        words[-1] += "*"
        return self._table.execute(self._SELECT, (" OR ".join(words), LIMIT)).fetchall()

    def close(self) -> None:
        self._table.close()


class Tantivy:
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        builder = tantivy.SchemaBuilder()
        for field in ("title", "body"):
            builder.add_text_field(field, stored=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._writer = self._index.writer(256_000_000, 2)

    def build(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._writer.add_document(tantivy.Document(title=entry.title, body=body(entry)))
        self._writer.commit()
        self._index.reload()

    def add(self, entry: Entry) -> None:
        self.build([entry])

    def ask(self, query: str) -> object:
        words = query.lower().split()
        parts = [self._word(word, field) for word in words[:-1] for field in ("title", "body")]
        parts += [self._begun(words[-1], field) for field in ("title", "body")]
        wanted = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])
        searcher = self._index.searcher()
        snippets = tantivy.SnippetGenerator.create(searcher, wanted, self._schema, "body")
        documents = (searcher.doc(address) for _, address in searcher.search(wanted, LIMIT).hits)
        return [(doc["title"], snippets.snippet_from_doc(doc).to_html()) for doc in documents]

    def _word(self, word: str, field: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word)

    def _begun(self, word: str, field: str) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=0, prefix=True)

    def close(self) -> None:
        self._writer.wait_merging_threads()


ENGINES: tuple[type[Ours] | type[Fts] | type[Tantivy], ...] = (Ours, Fts, Tantivy)
