"""The data that the page matches with: small, exact, and the same bytes for the same entries."""

from __future__ import annotations

from pathlib import Path

from ekskb.export.match_data import match_files
from ekskb.export.match_index import write_number
from tests.factories import make_entry, make_section
from tests.site.conftest import Open
from tests.site.match_page import trace_pastes, write_page
from tests.site.match_vectors import starter_entries


def test_numbers_of_every_size_survive_the_way_into_the_page(tmp_path: Path, open_page: Open) -> None:
    numbers = [0, 1, 52, 53, 54, 3400, 3401, 29347, 29348, 29349, 500_000, 800_000]
    page = open_page(write_page(tmp_path, ()))

    read = page.evaluate(
        """([text, count]) => {
            const numbers = new ekskb.matcher.Numbers(text);
            return Array.from({ length: count }, () => numbers.next());
        }""",
        ["".join(map(write_number, numbers)), len(numbers)],
    )

    assert numbers == read


def test_the_same_entries_give_the_same_bytes() -> None:
    entries = starter_entries()[:20]

    assert list(match_files(entries)) == list(match_files(entries))


def test_a_first_match_needs_little_more_than_a_kilobyte_for_each_entry() -> None:
    entries = starter_entries()
    sizes = {file.path: len(file.content) for file in match_files(entries)}

    needed = sum(size for path, size in sizes.items() if "/entries/" not in path and "tables" not in path)

    # The starter's entries are twice as long as usual ones.
    assert needed < 1400 * len(entries)
    assert sizes["data/match/tables.js"] < 150_000


def test_text_of_an_entry_stays_text_in_its_data_file(tmp_path: Path, open_page: Open) -> None:
    hostile = (
        '</script><img src=x onerror="window.hurt=1">\u2028`${window.hurt=1}` failed to frobnicate the widget'
    )
    section = make_section("symptom", hostile, (5, 5))
    page = open_page(write_page(tmp_path, [make_entry(title=hostile, sections=(section,))]))

    found = trace_pastes(page, ["error: failed to frobnicate the widget"])

    assert [one["id"] for one in found[0]["matches"] + found[0]["weak"]] == ["2025-01-02-redis-timeout"]
    assert page.evaluate("window.hurt") is None


def test_a_site_without_entries_knows_nothing_and_says_so(tmp_path: Path, open_page: Open) -> None:
    page = open_page(write_page(tmp_path, ()))

    found = trace_pastes(page, ["error: failed to pull image", ""])

    assert [(one["matches"], one["weak"]) for one in found] == [([], []), ([], [])]
