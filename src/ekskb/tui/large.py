"""Logs too large to be matched as a whole in a moment: scanned first, as an archive is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from ekskb.model import Match, MatchResult, Scored
from ekskb.tui.door import KnowledgeBase

WHOLE = 5_000_000
"""Characters up to which a log is matched as a whole where the scan finds nothing, as on the command line."""


class Surveyed(Protocol):
    """What a scan found; line numbers are those of the log."""

    @property
    def lines(self) -> int: ...

    @property
    def matches(self) -> Sequence[Match]: ...

    @property
    def weak(self) -> Sequence[Match]: ...


Survey = Callable[[str], Surveyed]
"""Scans a log for the lines that entries know. It comes from outside: the scan is no part of this layer."""


def survey_log(kb: KnowledgeBase, survey: Survey, paste: str) -> MatchResult:
    """The incidents that a scan finds in a log, with commands filled from all of it."""
    found = survey(paste)
    return MatchResult(
        found.lines,
        tuple(_offer(kb, match, paste) for match in found.matches),
        tuple(_offer(kb, match, paste) for match in found.weak),
    )


def _offer(kb: KnowledgeBase, match: Match, paste: str) -> Match:
    return kb.offer(Scored(match.id, match.confidence, match.evidence, match.missing), paste)
