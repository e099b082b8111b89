"""The site as a whole: the same files whoever makes them, for any entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekskb.config import Config
from ekskb.errors import RootError
from ekskb.export.chrome import Settings
from ekskb.export.feeds import make_feed
from ekskb.export.html_site import Site
from ekskb.export.origin import Origin
from ekskb.export.site_file import SiteFile
from ekskb.export.words import LANGUAGES, TABLES, load_words, text_language
from ekskb.export.workers import Workers
from ekskb.model import Entry, Source
from tests.factories import make_entry, make_section

ORIGIN = Origin("abc1234", "2025-05-06")


def made(root: Path, entries: tuple[Entry, ...], workers: Workers, url: str = "") -> dict[str, bytes]:
    settings = Settings(str(root), "Team", "en", url)
    with workers:
        site = Site(entries, settings, Config(), ORIGIN, workers)
        return {file.path: file.content for file in site.files()}


def several(count: int) -> tuple[Entry, ...]:
    return tuple(
        make_entry(
            f"entry-{n}", title=f"Entry {n}", source=Source(f"kb/{n % 3}.md", (n + 1, n + 9), "0" * 64)
        )
        for n in range(count)
    )


def test_many_processes_make_the_same_bytes_as_one(tmp_path: Path) -> None:
    shared = Workers()
    shared._count = 2

    assert made(tmp_path, several(30), shared) == made(tmp_path, several(30), Workers(alone=True))


def test_progress_ends_where_it_said(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    with Workers(alone=True) as workers:
        site = Site(several(3), Settings(str(tmp_path), "Team", "en"), Config(), ORIGIN, workers)
        list(site.files(lambda done, total: told.append((done, total))))

    assert told == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


def test_a_fault_in_another_process_is_the_same_fault_here() -> None:
    shared = Workers()
    shared._count = 2

    with shared, pytest.raises(RootError, match="no good") as caught:
        list(shared.map(_fail, [1, 2, 3]))

    assert caught.value.hint == "try another"


def _fail(number: int) -> int:
    raise RootError(f"{number} is no good", "try another")


def test_every_page_of_a_list_that_is_long_leads_to_the_next(tmp_path: Path) -> None:
    files = made(tmp_path, several(250), Workers(alone=True))

    assert 'rel="next" href="../browse/all-page-2.html"' in files["browse/all.html"].decode()
    assert 'rel="prev" href="../browse/all-page-2.html"' in files["browse/all-page-3.html"].decode()
    assert 'rel="next"' not in files["browse/all-page-3.html"].decode()


def test_every_internal_link_leads_to_a_file_of_the_site(tmp_path: Path) -> None:
    import posixpath
    import re
    from urllib.parse import unquote

    files = made(tmp_path, several(120), Workers(alone=True), "https://kb.example.com/")
    missing = set()
    for path, content in files.items():
        if path.endswith(".html") and path != "404.html":
            for target in re.findall(r'(?:href|src)="([^"#?:]+)[#?]?[^":]*"', content.decode()):
                place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(target)))
                if place not in files:
                    missing.add((path, target))

    assert missing == set()


def test_an_entry_with_every_field_at_its_oddest_has_a_page(tmp_path: Path) -> None:
    odd = make_entry(
        "con",
        title="",
        date="2025",
        tags=("", "a b", "A-B", "<b>"),
        components=("x" * 300, "../..", "가" * 200),
        severity="<sev>",
        sections=(
            make_section("other", "", (1, 1)),
            make_section("fix", "```\nunclosed", (2, 3), heading="\ufffd lone"),
            make_section("symptom", "\x00\x0b\x1b[31m\u202e", (4, 4), heading="-"),
        ),
        files=(),
        related=("nothing",),
    )

    files = made(tmp_path, (odd, make_entry("CON")), Workers(alone=True), "https://kb.example.com/")

    pages = [path for path in files if path.startswith("entries/")]
    assert len(pages) == 2
    assert "entries/con.html" not in pages


def test_the_feed_takes_dated_entries_and_years_alone_count_as_their_first_day(tmp_path: Path) -> None:
    entries = (make_entry("a", date="2024"), make_entry("b", date=None), make_entry("c", date="soon"))
    files = made(tmp_path, entries, Workers(alone=True), "https://kb.example.com/")

    feed = files["feed.xml"].decode()
    assert feed.count("<entry ") == 1
    assert "<updated>2024-01-01T00:00:00Z</updated>" in feed
    assert make_feed((), Settings(".", "T", "ko", "https://x/")) == SiteFile(
        "feed.xml", make_feed((), Settings(".", "T", "ko", "https://x/")).content
    )


def test_every_text_of_the_interface_is_there_in_every_language() -> None:
    english, korean = (load_words(language) for language in LANGUAGES)

    assert english.keys() == korean.keys()
    assert all(text.strip() for text in (*english.values(), *korean.values()))
    assert TABLES[0] == "words.yaml"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("Redis timeout", "en"),
        ("Pod가 Pending에서 멈춤", "ko"),
        ("AWS Load Balancer Controller가 Security Group을 만들지 못해 443 포트 timeout", "ko"),
        ("A long English title that quotes 오류 once, in the middle of the words", "en"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_share_of_hangul(text: str, language: str) -> None:
    assert text_language(text) == language
