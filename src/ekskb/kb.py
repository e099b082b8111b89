"""The one door to a knowledge base: what the command line and the terminal UI call."""

from __future__ import annotations

import difflib
import os
import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ekskb.build import BuildReport, build_entries
from ekskb.catalog import Catalog
from ekskb.config import Config, cache_folder, load_config, starter_root
from ekskb.errors import NotFoundError, RootError
from ekskb.model import (
    Entry,
    Hit,
    Match,
    MatchResult,
    Problem,
    Scored,
    SearchResult,
)
from ekskb.reader import Progress, Reading, read_document
from ekskb.related import relate
from ekskb.signature_cache import SignatureCache
from ekskb.store import DOCUMENTS, StoredFile, digest, write_new
from ekskb.text import slug

if TYPE_CHECKING:
    from ekskb.feedback import Favours
    from ekskb.logs.sigindex import SignatureIndex
    from ekskb.parse.roles import Vocabulary
    from ekskb.render.draft import Draft
    from ekskb.search.index import TextIndex


_BUILD_WAIT = 10.0
"""Seconds that a build waits for another process to finish writing the index; a search does not wait."""


class KnowledgeBase:
    """A root and everything derived from it. Methods may be called from any thread and may be slow."""

    def __init__(self, root: Path, config: Config, cache: Path, notify: Callable[[str], None]) -> None:
        self.root = root
        self.config = config
        self._cache = cache
        self._notify = notify
        self._text_lock = threading.RLock()
        self._catalog = Catalog(root, cache, self._vocabulary, _parser_name(config))
        self._signatures = SignatureCache(self._catalog, _matcher_name())
        self._related_lock = threading.Lock()
        self._related: tuple[str, dict[str, tuple[str, ...]]] | None = None
        self._text: TextIndex | None = None
        self._text_generation = ""
        self._text_busy = False
        self._noted: Favours | None = None
        self._seen = ""
        if self._catalog.notice:
            notify(self._catalog.notice)

    @classmethod
    def open(
        cls, root: Path, cache: Path | None = None, notify: Callable[[str], None] = lambda _: None
    ) -> KnowledgeBase:
        """Open a root; `notify` gets one line for each thing that works worse than it should."""
        return cls(root, load_config(root), cache or cache_folder(root, os.environ), notify)

    def close(self) -> None:
        with self._text_lock:
            if self._text is not None:
                self._text.close()
                self._text = None
            self._catalog.close()

    # --- what is there -----------------------------------------------------------------

    def refresh(self, progress: Progress | None = None) -> bool:
        """Bring derived data up to the files; true when something changed on disk since the last look."""
        changed = self._catalog.refresh(progress)
        # Another process may have brought the shared catalog up to date before this one looked.
        seen, self._seen = self._seen, self._catalog.generation
        return changed or bool(seen and seen != self._seen)

    def summaries(self) -> tuple[Hit, ...]:
        """Every entry as a light record, newest first."""
        return self._catalog.hits()

    def get(self, entry_id: str) -> Entry:
        """The entry of this id; raises NotFoundError that names near ones."""
        entry = self._catalog.entry(entry_id)
        if entry:
            return entry
        near = self._near_ids(entry_id)
        hint = f"did you mean {', '.join(near)}?" if near else "'ekskb search' finds entries by words"
        raise NotFoundError(f"no entry {entry_id!r} in {self.root}", hint)

    def related(self, entry_id: str) -> tuple[Hit, ...]:
        """Entries that belong to this one, nearest first; raises NotFoundError."""
        self.get(entry_id)
        with self._related_lock:
            generation = self._catalog.generation
            if self._related is None or self._related[0] != generation:
                self._related = (generation, relate(self.entries()))
            wanted = self._related[1].get(entry_id, ())
        hits = {hit.id: hit for hit in self.summaries()}
        return tuple(hits[other] for other in wanted if other in hits)

    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._catalog.entries())

    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with files; served entries are not affected."""
        return self._catalog.problems()

    def document_path(self, entry: Entry) -> Path:
        """The Markdown file on disk that the entry was cut from."""
        return self.root / entry.source.path

    # --- what it is for ----------------------------------------------------------------

    def search(
        self,
        query: str,
        limit: int = 10,
        kinds: Sequence[str] = (),
        tags: Sequence[str] = (),
        personal: bool = True,
    ) -> SearchResult:
        """Entries for words, best first; what was noted on this machine counts a little if `personal`."""
        favours = self._favours() if personal and self.config.search.feedback else {}
        return self._text_index().search(query, limit, kinds, tags, self.get, favours)

    def _favours(self) -> dict[str, float]:
        from ekskb.feedback import Favours, feedback_path

        if self._noted is None:
            self._noted = Favours(feedback_path(self.root, os.environ))
        return self._noted.factors(datetime.now(UTC))

    def match(self, paste: str) -> MatchResult:
        """Entries for log text, with evidence and filled commands, strongest first."""
        from ekskb.logs.score import score_paste

        scoring = score_paste(paste, self._signatures.index())
        return MatchResult(
            lines=scoring.lines,
            matches=tuple(self._match(scored, paste) for scored in scoring.matches),
            weak=tuple(self._match(scored, paste) for scored in scoring.weak),
        )

    def explain(self, entry_id: str, paste: str) -> Match:
        """How this one entry fares against the paste, matched or not; `missing` says why not.

        Raises NotFoundError for an unknown id.
        """
        from ekskb.logs.score import explain

        entry = self.get(entry_id)
        scored = explain(paste, self._signatures.index(), entry.id)
        return self._match(scored or Scored(entry.id, 0.0, (), "no line in common"), paste)

    def signatures(self) -> SignatureIndex:
        """The signature index of what is served now."""
        return self._signatures.index()

    def signature_stamp(self) -> str:
        """Changes whenever the signature index does."""
        return f"{self._catalog.generation} {_matcher_name()}"

    def offer(self, scored: Scored, paste: str) -> Match:
        """What the matcher found in `paste`, as an entry with its commands filled; raises NotFoundError."""
        return self._match(scored, paste)

    @property
    def cache_folder(self) -> Path:
        """Where what is derived from this root may be kept."""
        return self._cache

    def build(self, check: bool = False, progress: Progress | None = None) -> BuildReport:
        """kb/ -> entries/, and both indexes after it."""
        self._catalog.refresh(progress)
        report = build_entries(self.root, self._catalog, check, progress)
        if not check:
            # Paid here, so that the first search and the first match are as quick as all others.
            self._text_index(wait=_BUILD_WAIT)
            self._signatures.index()
        return report

    def check(self, today: str) -> tuple[Problem, ...]:
        """Every problem of the root, by path and line; `today` is an ISO date."""
        from ekskb.check.context import Base
        from ekskb.check.rules import check_entries

        # Faults that only the parser sees are not in entries/.
        self._catalog.readings()
        base = Base(
            entries=self.entries(),
            documents=self._catalog.documents(),
            signatures=self._signatures.index(),
            vocabulary=self._vocabulary(),
            today=today,
            exists=lambda name: (self.root / name).exists(),
        )
        off = self.config.check.off
        found = [p for p in self.problems() if p.rule not in off]
        found += check_entries(base, off)
        return tuple(sorted(found, key=lambda p: (p.path, p.line, p.rule)))

    def save_draft(self, draft: Draft, date: str) -> Path:
        """Write a draft under a name that no document has; raises RootError where nothing can be written."""
        if self.root == starter_root() and self.root.name == "starter":
            raise RootError(
                "no knowledge base here to write to: only the one that ships with ekskb",
                "run 'ekskb init' in a folder of yours",
            )
        return write_new(self.root / DOCUMENTS, f"{date}-{slug(draft.title)}", ".md", draft.text.encode())

    # --- derived data ------------------------------------------------------------------

    def _match(self, scored: Scored, paste: str) -> Match:
        from ekskb.logs.facts import fill_commands

        entry = self.get(scored.id)
        return Match(
            id=entry.id,
            title=entry.title,
            confidence=scored.confidence,
            source=entry.source,
            evidence=scored.evidence,
            commands=fill_commands(entry.commands, entry, paste, scored.evidence),
            kind=entry.kind,
            missing=scored.missing,
        )

    def _text_index(self, wait: float = 0.0) -> TextIndex:
        """The text index for what is served now; as it was before where another process writes for longer."""
        from ekskb.search.index import TextIndex

        with self._text_lock:
            if self._text is None:
                self._text = TextIndex.open(None if self._catalog.notice else self._cache / "text")
                if self._text.notice:
                    self._notify(self._text.notice)
            generation = self._catalog.generation
            if self._text_generation != generation and self._update_text(self._text, wait):
                self._text_generation = generation
            return self._text

    def _update_text(self, index: TextIndex, wait: float) -> bool:
        """Bring the text index up to the catalog; false when another process is at it."""
        from ekskb.search.index import IndexBusyError

        wanted, have = self._catalog.digests(), index.stamps()
        changed = [entry_id for entry_id, stamp in wanted.items() if have.get(entry_id) != stamp]
        gone = have.keys() - wanted.keys()
        if not (changed or gone):
            return True
        before = index.notice
        try:
            entries = ((self.get(entry_id), wanted[entry_id]) for entry_id in changed)
            index.update(entries, gone, wait=wait, waiting=self._notify)
            self._text_busy = False
        except IndexBusyError as fault:
            # What the index held before still answers; the next search tries again.
            if not self._text_busy:
                self._notify(fault.message)
            self._text_busy = True
            return False
        if index.notice and index.notice != before:
            self._notify(index.notice)
        return True

    def _vocabulary(self) -> Vocabulary:
        return make_vocabulary(self.config)

    def _near_ids(self, entry_id: str) -> list[str]:
        ids = [hit.id for hit in self.summaries()]
        parts = [i for i in ids if entry_id and entry_id in i]
        return (parts or difflib.get_close_matches(entry_id, ids, 3, 0.5))[:3]


def make_vocabulary(config: Config) -> Vocabulary:
    """The heading words of this root: those that ship, and those of `ekskb.yaml`."""
    from ekskb.parse.roles import Vocabulary

    vocabulary = Vocabulary.default()
    return vocabulary.extended({str(role): words for role, words in config.headings.items()})


def read_alone(path: Path, config: Config | None = None) -> Reading:
    """Parse one file without a root."""
    return read_document(StoredFile(path.as_posix(), path, ""), make_vocabulary(config or Config()))


def _parser_name(config: Config) -> str:
    """Names the code and the words that parsing depends on, so that data made by others is stale."""
    return f"{_code_stamp('parse')} {config.headings}"


def _matcher_name() -> str:
    return _code_stamp("logs")


def _code_stamp(package: str) -> str:
    """Sizes and times of a package's files: changes with every release and every edit of a checkout."""
    folder = Path(__file__).parent / package
    stats = [(f.name, f.stat()) for f in sorted(folder.iterdir()) if f.suffix in (".py", ".yaml")]
    return digest(repr([(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]).encode())[:16]
