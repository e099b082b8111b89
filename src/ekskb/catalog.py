"""What a root serves, derived from its files and kept in a cache with the stamps that tell when it is stale.

A document's entries are served from entries/ while their digest is the document's; otherwise the
document is parsed, so that an edit shows at once and a broken entry file costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ekskb.codec import pack, unpack
from ekskb.database import Database
from ekskb.held import Held, read_entry_file
from ekskb.ids import Claim, assign_ids, claim_ids
from ekskb.model import Entry, Hit, Parsed, Problem, replace
from ekskb.reader import Progress, Reading, read_documents
from ekskb.store import StoredFile, digest, list_documents, list_entry_files, read_file

if TYPE_CHECKING:
    from ekskb.parse.roles import Vocabulary

# Raised when the tables or the records in them change.
FORMAT = "2"
_TABLES = """
CREATE TABLE documents (name TEXT PRIMARY KEY, stamp TEXT, sha256 TEXT, parsed BLOB);
CREATE TABLE entry_files (name TEXT PRIMARY KEY, stamp TEXT, path TEXT, entry BLOB, problem BLOB);
CREATE INDEX entry_files_by_path ON entry_files (path);
CREATE TABLE entries (
    id TEXT, path TEXT, position INTEGER, wanted TEXT, held TEXT, date TEXT, hit BLOB, entry BLOB, digest TEXT
);
CREATE INDEX entries_by_id ON entries (id);
CREATE INDEX entries_by_path ON entries (path);
CREATE TABLE parts (digest TEXT PRIMARY KEY, part BLOB)
"""


class _Faults(msgspec.Struct):
    """What `Parsed` says is wrong; the rest is passed over unread."""

    problems: tuple[Problem, ...] = ()


class Catalog:
    """The derived data of one root. Safe to use from several threads and processes."""

    def __init__(self, root: Path, folder: Path, vocabulary: Callable[[], Vocabulary], parser: str) -> None:
        """`parser` names the parser and its vocabulary: data made by another one is thrown away."""
        self._root = root
        self._vocabulary = vocabulary
        self._db = Database(folder / "catalog.sqlite", _TABLES, f"{FORMAT} {parser}")

    @property
    def notice(self) -> str:
        """Why everything is held in memory; empty where it is not."""
        return self._db.notice

    def close(self) -> None:
        self._db.close()

    # --- reading -----------------------------------------------------------------------

    @property
    def generation(self) -> str:
        """Changes whenever the entries that are served change."""
        return self.get_meta("generation").decode()

    def hits(self) -> tuple[Hit, ...]:
        """All entries as light records, newest first; those without a date come last."""
        rows = self._db.rows("SELECT hit FROM entries ORDER BY date IS NULL, date DESC, path, position")
        return tuple(unpack(blob, Hit) for (blob,) in rows)

    def entry(self, entry_id: str) -> Entry | None:
        rows = self._db.rows("SELECT entry FROM entries WHERE id = ?", (entry_id,))
        return unpack(rows[0][0], Entry) if rows else None

    def entries(self) -> Iterator[Entry]:
        for (blob,) in self._db.rows("SELECT entry FROM entries ORDER BY path, position"):
            yield unpack(blob, Entry)

    def digests(self) -> dict[str, str]:
        """Digest of each served entry by id; tells an index what changed."""
        return dict(self._db.rows("SELECT id, digest FROM entries"))

    def parts(self) -> tuple[bytes, ...]:
        """What `put_parts` kept for the entries that are served, in their order."""
        rows = self._db.rows(
            "SELECT part FROM entries JOIN parts USING (digest) ORDER BY path, position, entries.rowid"
        )
        return tuple(part for (part,) in rows)

    def entries_without_part(self) -> Iterator[Entry]:
        query = "SELECT entry FROM entries LEFT JOIN parts USING (digest) WHERE part IS NULL"
        for (blob,) in self._db.rows(query):
            yield unpack(blob, Entry)

    def put_parts(self, parts: Iterable[tuple[str, bytes]]) -> None:
        """Keep derived bytes for entries, by their ids; those of entries no longer served go."""
        made = list(parts)

        def store() -> None:
            with self._db.transaction():
                self._db.run("DELETE FROM parts WHERE digest NOT IN (SELECT digest FROM entries)")
                self._db.run_many(
                    "INSERT OR REPLACE INTO parts SELECT digest, ? FROM entries WHERE id = ?",
                    [(part, entry_id) for entry_id, part in made],
                )

        self._db.guarded(store)

    def drop_parts(self) -> None:
        self._db.guarded(lambda: self._db.run("DELETE FROM parts"))

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with documents and entry files, by path and line."""
        held = self._db.rows("SELECT problem FROM entry_files WHERE problem IS NOT NULL")
        read = self._db.rows("SELECT parsed FROM documents WHERE parsed IS NOT NULL")
        found = [unpack(blob, Problem) for (blob,) in held]
        found += [problem for (blob,) in read for problem in unpack(blob, _Faults).problems]
        return tuple(sorted(found, key=lambda p: (p.path, p.line, p.rule)))

    def held(self) -> tuple[Held, ...]:
        """What entries/ holds, as of the last refresh, by file name."""
        rows = self._db.rows("SELECT name, stamp, path, entry, problem FROM entry_files ORDER BY name")
        return tuple(
            Held(name, stamp, path, entry and unpack(entry, Entry), problem and unpack(problem, Problem))
            for name, stamp, path, entry, problem in rows
        )

    def get_meta(self, key: str) -> bytes:
        """A value kept beside the entries; empty when there is none."""
        rows = self._db.rows("SELECT value FROM meta WHERE key = ?", (key,))
        return bytes(rows[0][0]) if rows else b""

    def set_meta(self, key: str, value: bytes) -> None:
        def store() -> None:
            with self._db.transaction():
                self._db.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

        self._db.guarded(store)

    def readings(self, progress: Progress | None = None) -> tuple[Reading, ...]:
        """Every document as today's parser understands it, by name; read anew only where it changed."""
        files = list_documents(self._root)
        rows = self._db.rows("SELECT name, stamp, sha256, parsed FROM documents WHERE parsed IS NOT NULL")
        known = {row[0]: row for row in rows}
        fresh = [f for f in files if f.name not in known or known[f.name][1] != f.stamp]
        new = {reading.name: reading for reading in read_documents(fresh, self._vocabulary(), progress)}
        self._db.guarded(lambda: self._remember(new.values()))
        return tuple(new.get(f.name) or _reading(known[f.name]) for f in files)

    def documents(self) -> dict[str, str]:
        """The text of every document by name, as it is on disk."""
        return {file.name: self.read_text(file.name) for file in list_documents(self._root)}

    def read_text(self, name: str) -> str:
        """A file of the root as it is on disk; empty when it cannot be read."""
        try:
            return (self._root / name).read_bytes().decode("utf-8", "replace")
        except OSError:
            return ""

    # --- refreshing --------------------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> bool:
        """Bring the derived data up to the files; true when anything that is served may have changed."""
        return self._db.guarded(lambda: self._refresh(progress))

    def _refresh(self, progress: Progress | None) -> bool:
        files = {file.name: file for file in list_documents(self._root)}
        held_files = {file.name: file for file in list_entry_files(self._root)}
        known = dict(self._db.rows("SELECT name, stamp FROM documents"))
        known_held = dict(self._db.rows("SELECT name, stamp FROM entry_files"))
        changed = {name for name, file in files.items() if known.get(name) != file.stamp}
        gone = known.keys() - files.keys()
        held_changed = [file for name, file in held_files.items() if known_held.get(name) != file.stamp]
        held_gone = known_held.keys() - held_files.keys()
        if not (changed or gone or held_changed or held_gone):
            return False
        with self._db.transaction():
            touched = self._update_held([read_entry_file(file) for file in held_changed], held_gone)
            for name in gone:
                self._db.run("DELETE FROM documents WHERE name = ?", (name,))
            self._serve(changed | (touched & files.keys()), files, progress)
            self._serve_orphans((touched | gone) - files.keys(), serve=not files)
            self._settle_ids()
        return True

    def _update_held(self, held: Iterable[Held], gone: Iterable[str]) -> set[str]:
        """Store entry files; returns the documents whose entries they are or were."""
        touched: set[str] = set()
        for name in [*gone, *(item.name for item in held)]:
            touched |= {
                row[0] for row in self._db.rows("SELECT path FROM entry_files WHERE name = ?", (name,))
            }
            self._db.run("DELETE FROM entry_files WHERE name = ?", (name,))
        for item in held:
            touched.add(item.path)
            entry = pack(item.entry) if item.entry else None
            problem = pack(item.problem) if item.problem else None
            self._db.run(
                "INSERT INTO entry_files VALUES (?, ?, ?, ?, ?)",
                (item.name, item.stamp, item.path, entry, problem),
            )
        return touched

    def _serve(self, names: set[str], files: dict[str, StoredFile], progress: Progress | None) -> None:
        """Choose what is served for these documents: their fresh entry files, else a new parse."""
        to_parse = []
        for name in sorted(names):
            held, broken = self._held(name)
            sha256 = _digest_of(files[name])
            if held and not broken and all(entry.source.sha256 == sha256 for entry in held):
                self._keep_document(name, files[name].stamp, sha256)
                self._put_entries(name, held, [Claim(name, e.source.lines[0], e.id, e.id) for e in held])
            else:
                to_parse.append(files[name])
        for reading in read_documents(to_parse, self._vocabulary(), progress) if to_parse else ():
            self._put_document(reading.name, reading.stamp, reading.sha256, reading.parsed)
            entries = reading.parsed.entries
            self._put_entries(reading.name, entries, claim_ids(entries, self._held(reading.name)[0]))

    def _serve_orphans(self, names: set[str], serve: bool) -> None:
        """Entries without a document are served only where the root has no documents at all."""
        for name in names:
            held = self._held(name)[0] if serve else []
            self._put_entries(name, held, [Claim(name, e.source.lines[0], e.id, e.id) for e in held])

    def _settle_ids(self) -> None:
        """Give every entry its final id and name the generation that results."""
        rows = self._db.rows("SELECT rowid, id, path, position, wanted, held FROM entries")
        claims = [Claim(path, position, wanted, held) for _, _, path, position, wanted, held in rows]
        for row, given in zip(rows, assign_ids(claims), strict=True):
            if row[1] != given:
                ((blob,),) = self._db.rows("SELECT entry FROM entries WHERE rowid = ?", (row[0],))
                entry = replace(unpack(blob, Entry), id=given)
                self._db.run(
                    "UPDATE entries SET id = ?, hit = ?, entry = ?, digest = ? WHERE rowid = ?",
                    (given, *_packed(entry), row[0]),
                )
        served = self._db.rows("SELECT id, digest FROM entries ORDER BY id")
        generation = digest("\n".join(f"{i} {d}" for i, d in served).encode())
        self._db.run("INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (generation.encode(),))

    # --- rows --------------------------------------------------------------------------

    def _held(self, path: str) -> tuple[list[Entry], bool]:
        """The entries that entries/ has for a document, and whether one of its files is broken."""
        rows = self._db.rows("SELECT entry FROM entry_files WHERE path = ?", (path,))
        entries = [unpack(blob, Entry) for (blob,) in rows if blob is not None]
        return sorted(entries, key=lambda entry: entry.source.lines), len(entries) < len(rows)

    def _put_document(self, name: str, stamp: str, sha256: str, parsed: Parsed | None) -> None:
        blob = pack(parsed) if parsed else None
        self._db.run("INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)", (name, stamp, sha256, blob))

    def _keep_document(self, name: str, stamp: str, sha256: str) -> None:
        """Note a document served from entries/; what the parser made of the same bytes stays known."""
        self._db.run(
            "INSERT INTO documents VALUES (?, ?, ?, NULL) ON CONFLICT (name) DO UPDATE SET "
            "stamp = excluded.stamp, parsed = CASE sha256 WHEN excluded.sha256 THEN parsed END, "
            "sha256 = excluded.sha256",
            (name, stamp, sha256),
        )

    def _put_entries(self, path: str, entries: Iterable[Entry], claims: Iterable[Claim]) -> None:
        self._db.run("DELETE FROM entries WHERE path = ?", (path,))
        self._db.run_many(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (entry.id, path, claim.position, claim.wanted, claim.held, entry.date, *_packed(entry))
                for entry, claim in zip(entries, claims, strict=True)
            ],
        )

    def _remember(self, readings: Iterable[Reading]) -> None:
        # Only where the served state is of the same stamp: a document that changed meanwhile stays stale
        # and the next refresh serves it.
        with self._db.transaction():
            self._db.run_many(
                "UPDATE documents SET sha256 = ?, parsed = ? WHERE name = ? AND stamp = ?",
                [(r.sha256, pack(r.parsed), r.name, r.stamp) for r in readings],
            )


def _packed(entry: Entry) -> tuple[bytes, bytes, str]:
    """The columns hit, entry and digest."""
    hit = Hit(
        id=entry.id,
        title=entry.title,
        kind=entry.kind,
        date=entry.date,
        score=0.0,
        source=entry.source,
        tags=entry.tags,
        components=entry.components,
    )
    blob = pack(entry)
    return pack(hit), blob, digest(blob)


def _reading(row: tuple[str, str, str, bytes]) -> Reading:
    name, stamp, sha256, parsed = row
    return Reading(name, stamp, sha256, unpack(parsed, Parsed))


def _digest_of(file: StoredFile) -> str:
    """Digest of the document's bytes; empty when it cannot be read."""
    try:
        return digest(read_file(file))
    except OSError:
        return ""
