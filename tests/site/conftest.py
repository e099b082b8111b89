"""A browser, a small site, and pages that fail their test when they complain or ask the network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ekskb.export.html_export import Request, export_html
from ekskb.kb import KnowledgeBase
from tests.site.base import write_base

_PATHS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

Open = Callable[..., Page]


def export(root: Path, folder: Path, cache: Path, **choices: object) -> Path:
    """The site of a root, in `folder`."""
    kb = KnowledgeBase.open(root, cache=cache)
    kb.refresh()
    export_html(kb, Request(folder, **choices))  # type: ignore[arg-type]
    kb.close()
    return folder


def find_chromium() -> str | None:
    return next((path for path in _PATHS if Path(path).exists()), None) or shutil.which("chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium, one for all tests of a file.

    Playwright keeps an event loop running in this thread until it ends; other tests need their own.
    """
    found = find_chromium()
    if not found:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(CHROMIUM))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exported site of a small knowledge base, English around the entries."""
    folder = tmp_path_factory.mktemp("site")
    return export(write_base(folder / "root"), folder / "out", folder / "cache", language="en")


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """`open_page(path, query="", **context)`: a page by file://.

    When the test ends, anything on the console, an uncaught fault, or a request that leaves the folder
    fails it.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_at(path: Path, query: str = "", **options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
        page.on("pageerror", lambda fault: faults.append(f"uncaught: {fault}"))
        page.on("request", lambda request: _refuse_outside(request.url, faults))
        page.goto(path.resolve().as_uri() + query)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert faults == []


def _refuse_outside(url: str, faults: list[str]) -> None:
    if not url.startswith(("file://", "data:")):
        faults.append(f"request to {url}")
