"""Queries asked before, walked like a shell's history."""

from __future__ import annotations

_KEPT = 100


class History:
    """The latest queries, newest last. A walk begins at the draft being typed and can come back to it."""

    def __init__(self) -> None:
        self._asked: list[str] = []
        self._draft = ""
        self._back = 0

    @property
    def walking(self) -> bool:
        return self._back > 0

    def add(self, query: str) -> None:
        """Remember a query that was acted on; a repeated one moves to the end."""
        self._back = 0
        if query := query.strip():
            self._asked = [*(asked for asked in self._asked if asked != query), query][-_KEPT:]

    def older(self, current: str) -> str | None:
        """The query before, or None at the end of the history."""
        if self._back == 0:
            self._draft = current
        offers = [asked for asked in self._asked if asked != self._draft.strip()]
        if self._back >= len(offers):
            return None
        self._back += 1
        return offers[-self._back]

    def newer(self) -> str | None:
        """The query after, the draft at last, or None when no walk is on."""
        if self._back == 0:
            return None
        offers = [asked for asked in self._asked if asked != self._draft.strip()]
        self._back -= 1
        return offers[-self._back] if self._back else self._draft

    def stop(self) -> None:
        """The user typed: what stands there is a new draft."""
        self._back = 0
