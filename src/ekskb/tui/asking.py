"""Searching while someone types: one search at a time, and answers to old words are dropped."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.dom import DOMNode

from ekskb.errors import EkskbError
from ekskb.model import SearchResult
from ekskb.tui.fetch import Fail, fetch

GROUP = "search"


class Asking:
    """The latest words wait until the search under way has ended; words in between are never searched for.

    So the wait is as short as the knowledge base is fast, and threads never pile up.
    """

    def __init__(
        self, node: DOMNode, words: Callable[[], str], show: Callable[[SearchResult], None], fail: Fail
    ):
        self._node, self._words, self._show, self._fail = node, words, show, fail
        self.busy = False
        self.started = 0
        """Searches begun so far: the same number at two times of being busy is one slow search."""

    def ask(self, search: Callable[[str], SearchResult]) -> None:
        """Search for the words as they stand now; a search under way does so when it ends."""
        if self.busy:
            return
        self.busy = True
        self.started += 1
        query = self._words()
        took, failed = partial(self.took, search, query), partial(self._failed, search, query)
        fetch(self._node, partial(search, query), took, GROUP, failed)

    def took(self, search: Callable[[str], SearchResult], query: str, result: SearchResult) -> None:
        self._answered(search, query, partial(self._show, result))

    def _failed(self, search: Callable[[str], SearchResult], query: str, fault: EkskbError) -> None:
        self._answered(search, query, partial(self._fail, fault))

    def _answered(self, search: Callable[[str], SearchResult], query: str, tell: Callable[[], None]) -> None:
        self.busy = False
        if query == self._words():
            tell()
        else:
            self.ask(search)
