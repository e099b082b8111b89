"""The exported site in a real browser, opened from a folder."""

from __future__ import annotations

from pathlib import Path

from tests.site.conftest import Open


def test_the_home_page_opens_from_a_folder(site: Path, open_page: Open) -> None:
    page = open_page(site / "index.html")

    assert page.locator("h1").inner_text() == "Incident knowledge base"
    assert page.locator(".row-title").first.inner_text() == "노드가 NotReady로 바뀜"
