"""Building the static site beside MkDocs Material and Zensical, and the first search in its page.

    pip install mkdocs-material zensical
    python benchmarks/site_speed.py [--entries 1000] [--entries 10000] [--chromium /usr/bin/chromium]

All three get the same documents: the peers build the tree that `ekskb export markdown` writes. ekskb's
time includes redaction, the search index and the data for matching logs, which the peers do not make
(they make an index of words). What the page needs before its first result is counted in bytes read from
the folder, while a real Chromium opens the page by file:// and types a query.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.build_speed import write_documents
from playwright.sync_api import Request as WebRequest
from playwright.sync_api import sync_playwright

from ekskb.export.html_export import Request, export_html
from ekskb.export.markdown_tree import export_markdown
from ekskb.kb import KnowledgeBase

QUERY = "certificate expired 인증서 만료"
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, action="append")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "")
    options = parser.parse_args()
    for count in options.entries or [1000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), count, options.chromium)


def measure(folder: Path, count: int, chromium: str) -> None:
    """Print times in seconds and as ratios to MkDocs, and what the page needs for its first result."""
    list(write_documents(folder / "root" / "kb", count))
    kb = KnowledgeBase.open(folder / "root", folder / "cache")
    kb.refresh()
    print(f"{len(kb.summaries())} entries")
    site = timed(lambda: export_html(kb, Request(folder / "site")))
    again = timed(lambda: export_html(kb, Request(folder / "site")))
    tree = timed(lambda: export_markdown(kb, Request(folder / "tree")))
    kb.close()
    mkdocs = timed(lambda: peer("mkdocs", "build", "-q", "-d", str(folder / "mkdocs"), at=folder / "tree"))
    zensical = timed(lambda: peer("zensical", "build", at=folder / "tree"))
    rows = {
        "ekskb export html": site,
        "the same, nothing changed": again,
        "ekskb export markdown": tree,
        "mkdocs build (Material)": mkdocs,
        "zensical build": zensical,
    }
    for name, seconds in rows.items():
        print(f"  {name:<28} {seconds:8.2f} s  {seconds / mkdocs:6.2f} x")
    if chromium:
        print_first_search(folder / "site", chromium)
    sys.stdout.flush()


def print_first_search(site: Path, chromium: str) -> None:
    """Open the home page from its folder, type a query, and tell how long and how much that takes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_OPTIONS))
        page = browser.new_page()
        loaded: list[str] = []

        def note(request: WebRequest) -> None:
            loaded.append(request.url)

        page.on("request", note)
        page.goto(f"{(site / 'index.html').as_uri()}")
        page.wait_for_load_state()
        for name in ("first", "second"):
            started = time.perf_counter()
            page.fill("[data-search] input", QUERY if name == "first" else QUERY[:-1])
            page.wait_for_selector("[data-search] mark")
            print(f"  {name} search in the page: {1000 * (time.perf_counter() - started):.0f} ms")
            page.fill("[data-search] input", "")
            page.wait_for_selector("[data-search] mark", state="detached")
        data = [Path(url.partition("file://")[2]) for url in dict.fromkeys(loaded) if "/data/" in url]
        size = sum(path.stat().st_size for path in data) / 1000
        print(f"  data read for both: {size:.0f} kB in {len(data)} files")
        browser.close()


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peer(*command: str, at: Path) -> None:
    """Run a peer in its folder; its own notices are not asked for."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(command, cwd=at, env=environment, check=True, capture_output=True)


if __name__ == "__main__":
    main()
