"""How many entries a query finds: with any of its words, with all, and by component, kind and year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.model import Entry, replace
from ekskb.search.index import TextIndex
from ekskb.search.shelf import Held, docs_of
from tests.search.entries import make_entry


def about(entry: Entry, *components: str) -> Entry:
    changed: Entry = replace(entry, components=components)
    return changed


@pytest.fixture(scope="module")
def index() -> TextIndex:
    made = TextIndex.open(None)
    entries = (
        about(make_entry("a", "Redis timeout", "pod restarts", date="2026-01-02"), "Redis"),
        about(
            make_entry("b", "Redis is read only", "the volume is full", date="2025-12"), "Redis", "Argo CD"
        ),
        make_entry("c", "파드 재시작", "메모리 부족", date="2025-03-04", tags=("memory",)),
        make_entry("d", "How to rotate keys", "timeout of redis sessions", kind="howto", date=None),
        make_entry("e", "Unrelated", "nothing of it"),
    )
    made.update([(entry, "1") for entry in entries], [])
    return made


@pytest.mark.parametrize(
    ("query", "total", "all_words"),
    [
        ("redis", 3, 3),
        ("redis timeout", 3, 2),
        ("redis timeout volume", 3, 0),
        ("the redis timeout", 3, 2),
        ("pod restart", 2, 2),
        ("파드", 2, 2),
        ("redis -timeout", 1, 1),
        ("kind:howto", 1, 1),
        ("kind:howto redis", 1, 1),
        ("qwxzqwxz", 0, 0),
    ],
)
def test_entries_with_any_word_and_with_all_are_counted(
    index: TextIndex, query: str, total: int, all_words: int
) -> None:
    result = index.search(query, limit=1)

    assert (result.total, result.all_words) == (total, all_words)
    assert len(index.search(query, limit=100).hits) == result.total


def test_facets_count_what_is_found_whatever_the_limit(index: TextIndex) -> None:
    assert index.search("redis", limit=1).facets == {
        "component": {"Redis": 2, "Argo CD": 1},
        "kind": {"incident": 2, "howto": 1},
        "year": {"2026": 1, "2025": 1},
    }


def test_tags_stand_in_for_components(index: TextIndex) -> None:
    assert index.search("메모리").facets["component"] == {"memory": 1}


@pytest.mark.parametrize("query", ["redis", "timeout", "파드", "kind:incident"])
def test_narrowing_by_a_counted_value_leaves_as_many(index: TextIndex, query: str) -> None:
    result = index.search(query)

    for name, number in result.facets["component"].items():
        assert index.search(query, tags=[name]).total == number
    for kind, number in result.facets["kind"].items():
        assert index.search(query, kinds=[kind]).total == number


def test_nothing_found_counts_nothing(index: TextIndex) -> None:
    assert index.search("qwxzqwxz").facets == {"component": {}, "kind": {}, "year": {}}


def test_a_query_of_very_many_matches_counts_them_all(
    index: TextIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekskb.search.rank._POSTING_BUDGET", 1)
    monkeypatch.setattr("ekskb.search.rank._ENOUGH", 1)

    assert index.search("timeout redis pod").total == 4


@given(st.dictionaries(st.integers(0, 300), st.integers(0, 5)))
def test_bits_name_the_entries_of_a_list(postings: dict[int, int]) -> None:
    assert docs_of(Held(postings).bits) == sorted(postings)
