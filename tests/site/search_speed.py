"""How quick the first search of a page is, and what it loads: python -m tests.site.search_speed [ENTRIES...]

Entries are those of the starter knowledge base, copied with half of their words changed. Each query
opens the page anew; the time runs from the keystroke to the results on the screen. The least of a few
runs is what counts: other work on the machine only ever adds to it.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

from ekskb.export.search_data import search_files
from ekskb.kb import KnowledgeBase
from ekskb.model import Entry, replace
from tests.site.base import write_base
from tests.site.conftest import export
from tests.site.search_vectors import query_lines

ROOT = Path(__file__).parents[2]
CHROMIUM = "/usr/bin/chromium"
RUNS = 3
EVERY = 6
"""Every so many of the queries is asked."""

_WORD = re.compile(r"[A-Za-z]{4,}|[가-힣]{2,}")
_SEARCH = """(query) => new Promise((done) => {
  const box = document.querySelector("#search-input");
  const status = document.querySelector("#search-status");
  const start = performance.now();
  const told = () => requestAnimationFrame(() => done(performance.now() - start));
  new MutationObserver(told).observe(status, { childList: true });
  box.value = query;
  box.dispatchEvent(new InputEvent("input"));
})"""


class Measured(NamedTuple):
    milliseconds: float
    bytes: int
    files: int


def changed(text: str, copy: int) -> str:
    """Every second word becomes another one, the same in all entries of this copy."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        mark = zlib.crc32(f"{word}{copy}".encode())
        if mark % 2:
            return word
        return f"{word}{mark % 97:x}x" if word.isascii() else f"{word[:-1]}{chr(0xAC00 + 28 * (mark % 399))}"

    return _WORD.sub(other, text)


def copies(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries themselves, then copies without end."""
    yield from entries
    copy = 1
    while True:
        for entry in entries:
            sections = tuple(replace(part, text=changed(part.text, copy)) for part in entry.sections)
            title = changed(entry.title, copy)
            yield replace(entry, id=f"{entry.id}-{copy}", title=title, sections=sections)
        copy += 1


def write_site(folder: Path, entries: Sequence[Entry]) -> Path:
    """A site whose search knows these entries; it has no pages for them."""
    home = export(write_base(folder / "root"), folder / "out", folder / "cache") / "index.html"
    shutil.rmtree(home.parent / "data" / "search")
    for made in search_files(entries):
        path = home.parent / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
    return home


def first_search(browser: Browser, home: Path, query: str) -> Measured:
    context = browser.new_context()
    page = context.new_page()
    loaded: list[Path] = []
    page.on("request", lambda request: loaded.append(Path(unquote(urlsplit(request.url).path))))
    page.goto(home.as_uri())
    page.wait_for_timeout(300)
    took = float(page.evaluate(_SEARCH, query))
    data = [path for path in loaded if path.parent.name == "search"]
    context.close()
    return Measured(took, sum(path.stat().st_size for path in data), len(data))


def measure(browser: Browser, home: Path) -> list[Measured]:
    queries = [text for text in query_lines() if text.strip()][::EVERY]
    return [min(first_search(browser, home, query) for _ in range(RUNS)) for query in queries]


def share(values: Sequence[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def report(size: int, rows: Sequence[Measured]) -> str:
    times = [row.milliseconds for row in rows]
    kilobytes = [row.bytes / 1000 for row in rows]
    return (
        f"{size:,} entries, {len(rows)} queries: first search {statistics.median(times):.0f} ms median, "
        f"{share(times, 0.9):.0f} ms 90th percentile; loaded {statistics.median(kilobytes):.0f} kB median, "
        f"{share(kilobytes, 0.95):.0f} kB 95th percentile, {max(kilobytes):.0f} kB at most, in "
        f"{statistics.median(row.files for row in rows):.0f} files\n"
    )


def main() -> None:
    sizes = [int(argument) for argument in sys.argv[1:]] or [1000, 10_000]
    kb = KnowledgeBase.open(ROOT)
    kb.refresh()
    entries = kb.entries()
    kb.close()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            folder = Path(tempfile.mkdtemp(prefix="ekskb-site-"))
            try:
                home = write_site(folder, list(islice(copies(entries), size)))
                sys.stdout.write(report(size, measure(browser, home)))
            finally:
                shutil.rmtree(folder)
        browser.close()


if __name__ == "__main__":
    main()
