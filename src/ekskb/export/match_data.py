"""Entries -> what the page needs to match a log by itself, as script files beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ekskb.export.match_index import index_files
from ekskb.export.match_script import provide
from ekskb.export.match_tables import tables
from ekskb.export.site_file import SiteFile
from ekskb.model import Entry


def match_files(entries: Sequence[Entry]) -> Iterator[SiteFile]:
    """The tables of the matcher, then the index over `entries`, which hold no secrets any more."""
    yield provide("match/tables", tables())
    yield from index_files(entries)
