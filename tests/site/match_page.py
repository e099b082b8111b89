"""A bare page that holds the matcher and the data of some entries, for tests of its answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from ekskb import export
from ekskb.export.match_data import match_files
from ekskb.model import Entry

ASSETS = Path(export.__file__).parent / "assets"
TRACE = Path(__file__).parent / "match_trace.js"
# In the order in which match.html loads them.
SCRIPTS = (
    "core", "match-text", "match-pattern", "match-json", "match-structured", "match-folding", "match-lines",
    "match-mask", "match-terms", "match-paste", "match-names", "match-facts", "match-index", "match-align",
    "match-likeness", "match-rank", "match-judge", "match-score", "match-engine",
)  # fmt: skip


def write_page(folder: Path, entries: Sequence[Entry]) -> Path:
    """Write the page and its data; returns the page."""
    for file in match_files(entries):
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    sources = [*((ASSETS / f"{name}.js") for name in SCRIPTS), TRACE]
    tags = "".join(f'<script src="{source.as_uri()}"></script>' for source in sources)
    page = folder / "index.html"
    page.write_text(f'<!doctype html><html lang="en" data-base=""><meta charset="utf-8">{tags}', "utf-8")
    return page


def trace_pastes(page: Page, pastes: Sequence[str]) -> list[dict[str, Any]]:
    """What the page makes of each paste."""
    found: list[dict[str, Any]] = page.evaluate(
        """async pastes => {
            const matcher = new ekskb.matcher.Matcher(ekskb.load);
            const found = [];
            for (const paste of pastes) found.push(await traceMatch(matcher, paste));
            return found;
        }""",
        list(pastes),
    )
    return found
