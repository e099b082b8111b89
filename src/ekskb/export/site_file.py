"""One file of an export: what every maker of pages, data or assets yields."""

from __future__ import annotations

from typing import NamedTuple


class SiteFile(NamedTuple):
    path: str
    """Relative to the folder of the export, with forward slashes; never leaves it."""

    content: bytes
    """The whole file. The same entries give the same bytes, so that nothing unchanged is written anew."""
