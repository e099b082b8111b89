"""The data of the page search, without a browser: what is written, how much, and that it stays the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st

from ekskb.export.search_codec import DIGITS, data_script, digits, fixed_digits, front_coded, sort_key
from ekskb.export.search_data import SCRIPTS, search_files
from ekskb.export.search_postings import frequent_fields, gather, shards
from ekskb.export.search_tables import tables
from ekskb.export.site_file import SiteFile
from ekskb.export.words import LANGUAGES, load_words
from ekskb.model import Entry, replace
from ekskb.search.stored import entry_terms
from tests.search.entries import make_entry
from tests.site.search_base import base_entries

WORDS = st.text(st.characters(codec="utf-8", exclude_characters=" ,"), min_size=1, max_size=80)


def read_digits(text: str) -> int:
    return sum((DIGITS.index(one) & 31) << 5 * at for at, one in enumerate(text))


def read_front_coded(coded: Iterable[str]) -> list[str]:
    words, before = [], ""
    for part in coded:
        before = before[: DIGITS.index(part[0])] + part[1:]
        words.append(before)
    return words


def value_of(file: SiteFile) -> object:
    text = file.content.decode()
    return json.loads(text[text.index(",") + 1 : text.rindex(")")])


def file_named(made: Iterable[SiteFile], name: str) -> SiteFile:
    return next(file for file in made if file.path == f"data/search/{name}.js")


@given(st.integers(0, 2**40))
def test_a_number_of_any_size_is_read_back(number: int) -> None:
    text = digits(number)

    assert read_digits(text) == number
    assert [DIGITS.index(one) >= 32 for one in text] == [True] * (len(text) - 1) + [False]


@given(st.integers(0, 4095))
def test_two_characters_hold_twelve_bits(number: int) -> None:
    text = fixed_digits(number, 2)

    assert DIGITS.index(text[0]) + 64 * DIGITS.index(text[1]) == number


@given(st.lists(WORDS))
def test_words_are_read_back_from_what_they_share(words: list[str]) -> None:
    assert read_front_coded(front_coded(sorted(words, key=sort_key))) == sorted(words, key=sort_key)


@given(st.dictionaries(WORDS, st.integers(1, 2**18 - 1), min_size=1), st.integers(10, 500))
def test_every_term_is_in_the_file_that_its_first_terms_tell(terms: dict[str, int], size: int) -> None:
    postings = gather([terms])
    made = list(shards(postings, frequent_fields([postings]), size))
    rows = [row for _, content in made for row in content.split(" ")]
    read = [read_front_coded(row.split(",")[0] for row in content.split(" ")) for _, content in made]

    assert [word for part in read for word in part] == sorted(terms, key=sort_key)
    assert [part[0] for part in read] == [first for first, _ in made]
    assert len(rows) == len(terms)


def test_the_same_entries_give_the_same_bytes_in_any_order() -> None:
    entries = base_entries()

    assert list(search_files(entries)) == list(search_files(entries[::-1]))


def test_no_entries_give_a_search_that_finds_nothing() -> None:
    made = list(search_files([]))

    assert sorted(file.path for file in made) == ["data/search/shelf.js", "data/search/tables.js"]


def test_a_changed_text_changes_the_file_of_this_entry_only_and_the_postings() -> None:
    before = {
        file.path: file.content for file in search_files([make_entry("a", "One"), make_entry("b", "Two")])
    }
    after = {
        file.path: file.content for file in search_files([make_entry("a", "One"), make_entry("b", "Three")])
    }
    changed = {path for path in before if after.get(path) != before[path]}

    assert "data/search/text-1.js" in changed
    assert changed.isdisjoint({"data/search/text-0.js", "data/search/tables.js"})


def test_text_that_looks_like_code_stays_text() -> None:
    nasty = '</script><script>alert(1)</script>\u2028"\\'
    row = value_of(file_named(search_files([make_entry("a", nasty)]), "text-0"))

    assert isinstance(row, list)
    assert row[1] == nasty


def test_a_data_file_is_one_call_with_one_value() -> None:
    assert data_script("a/b", {"한": [1, "x"]}).decode() == 'ekskb.provide("a/b",{"한":[1,"x"]});\n'


def test_all_scripts_are_there_and_all_are_loaded() -> None:
    found = {item.name for item in files("ekskb.export").joinpath("assets").iterdir()}
    own = {name for name in found if name.startswith("search-") and name.endswith(".js")}

    assert own == set(SCRIPTS)


def test_every_text_that_the_scripts_say_exists_in_every_language() -> None:
    wanted = {word for name in SCRIPTS for word in said_in(name)}

    assert wanted
    assert [(language, sorted(wanted - load_words(language).keys())) for language in LANGUAGES] == [
        (language, []) for language in LANGUAGES
    ]


def said_in(name: str) -> Iterable[str]:
    text = files("ekskb.export").joinpath("assets", name).read_text(encoding="utf-8")
    parts = text.replace("`", '"').split('"')
    return (part for part in parts if part.startswith("search_") and part.replace("_", "").isalpha())


def test_the_synonyms_of_the_page_are_those_of_the_command_line() -> None:
    coded = tables()["synonyms"]
    expressions = coded["expressions"].split("\n")
    rows = coded["rows"].split("\n")

    assert len(set(expressions)) == len(expressions)
    assert len(rows) > 500
    assert all(row.count(",") in (1, 2) for row in rows)


def test_a_first_search_over_a_thousand_entries_starts_with_less_than_a_third_of_its_budget() -> None:
    """Tables and shelf come before every search; 300 kB a thousand entries is what all of it may take."""
    few = [entry for at in range(42) for entry in renamed(at)][:1000]
    made = list(search_files(few))
    start = sum(len(file_named(made, name).content) for name in ("tables", "shelf"))
    largest = max(len(file.content) for file in made if "/words-" in file.path)

    assert len(few) == 1000
    assert start < 100_000
    assert largest < 10_000


def renamed(number: int) -> Iterable[Entry]:
    return (
        replace(entry, id=f"{entry.id}-{number}", title=f"{entry.title} w{number}")
        for entry in base_entries()
    )


def test_postings_are_those_of_the_command_line() -> None:
    entries = base_entries()
    held = [entry_terms(entry).words for entry in entries]
    postings = gather(held)

    assert {term: dict(rows) for term, rows in postings.items()}["redis"] == {
        at: terms["redis"] for at, terms in enumerate(held) if "redis" in terms
    }
