"""What the terminal UI needs of a knowledge base. Every call may be slow: only workers make them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ekskb.config import Config
from ekskb.model import Entry, Hit, MatchResult, Problem, SearchResult
from ekskb.render.draft import Draft


class KnowledgeBase(Protocol):
    @property
    def root(self) -> Path: ...

    @property
    def config(self) -> Config: ...

    def summaries(self) -> tuple[Hit, ...]:
        """Every entry as a light record, newest first."""

    def get(self, entry_id: str) -> Entry:
        """The whole entry; raises `NotFoundError`."""

    def related(self, entry_id: str) -> tuple[Hit, ...]:
        """Entries that belong to this one, nearest first; raises `NotFoundError`."""

    def search(
        self, query: str, limit: int = 10, kinds: Sequence[str] = (), tags: Sequence[str] = ()
    ) -> SearchResult: ...

    def match(self, paste: str) -> MatchResult: ...

    def check(self, today: str) -> tuple[Problem, ...]:
        """Every problem of the documents, by path and line; `today` is an ISO date."""

    def refresh(self) -> bool:
        """True when something changed on disk since the last look."""

    def save_draft(self, draft: Draft, date: str) -> Path:
        """Write a draft as a new document; raises `RootError` where nothing can be written."""

    def document_path(self, entry: Entry) -> Path:
        """The Markdown file on disk that the entry was cut out of."""
