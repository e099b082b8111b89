"""Logs too large to be matched as a whole in a moment: scanned first, as an archive is."""

from __future__ import annotations

from collections.abc import Callable

from ekskb.model import MatchResult

LARGE = 300_000
"""Characters from which a log is answered in steps: about half a second of matching."""

WHOLE = 5_000_000
"""Characters up to which a log is matched as a whole where the scan finds nothing, as on the command line."""

Survey = Callable[[str], MatchResult]
"""Scans a log for the lines that entries know. It comes from outside: the scan is no part of this layer."""
