"""Search results as text: counts, facets, and the line that points at a slip."""

from __future__ import annotations

import pytest

from ekskb.model import Hit, QueryNote, SearchResult, Source
from ekskb.render.search import render_note, render_search, search_lines, search_table
from ekskb.render.style import plain

HIT = Hit("a", "Redis\ttimeout", "incident", None, 1.5, Source("kb/redis.md", (3, 20), "0" * 64))


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (SearchResult("x", 1, (HIT,)), ""),
        (SearchResult("x", 9, (HIT,), all_words=9), "1 of 9; -n shows more"),
        (SearchResult("x y", 9, (HIT,), all_words=4), "1 of 9, 4 with every word; -n shows more"),
        (SearchResult("x y", 9, (HIT,)), "1 of 9; -n shows more"),
    ],
)
def test_how_many_there_are_is_told_where_not_all_are_shown(result: SearchResult, said: str) -> None:
    lines = render_search(result, plain).splitlines()

    assert lines[-1] == (said or lines[1])


def test_facets_that_part_the_answer_stand_on_one_line() -> None:
    years = {str(2030 - n): n + 1 for n in range(6)}
    facets = {"kind": {"incident": 5}, "year": years, "component": {"Istio": 3, "Redis": 1}}
    result = SearchResult("x", 9, (HIT,), facets=facets)

    last = render_search(result, plain).splitlines()[-1]
    assert last == "year: 2030 1, 2029 2, 2028 3, 2027 4, … · component: Istio 3, Redis 1"


def test_twins_are_named_below_the_hit_that_stands_for_them() -> None:
    hit = Hit("a", "Redis", "incident", None, 1.5, HIT.source, also=("b", "c"))
    text = render_search(SearchResult("x", 3, (hit,), all_words=3), plain)

    assert "   also: b, c\n" in text
    assert text.endswith("1 of 3; the rest say the same\n")
    many = Hit("a", "Redis", "incident", None, 1.5, HIT.source, also=tuple("bcdefg"))
    assert "   also: b, c, d and 3 more\n" in render_search(SearchResult("x", 9, (many,)), plain)


@pytest.mark.parametrize(
    ("query", "start", "end", "line", "caret"),
    [
        ("redis foo:bar", 6, 13, "redis foo:bar", "      ^^^^^^^"),
        ("권한 foo:bar", 3, 10, "권한 foo:bar", "     ^^^^^^^"),
        ("a\tb\nc:d", 4, 7, "a b c:d", "    ^^^"),
        ("e\u0301 x:y", 3, 6, "e\u0301 x:y", "  ^^^"),
        ("x" * 100 + " a:b", 101, 104, "x" * 37 + " a:b", " " * 38 + "^^^"),
    ],
)
def test_a_note_points_at_its_spot(query: str, start: int, end: int, line: str, caret: str) -> None:
    shown = render_note(QueryNote("odd", start, end), query).split("\n")

    assert shown == ["odd", "  " + line, "  " + caret]


def test_cells_of_a_table_hold_no_tab_and_lines_no_break() -> None:
    result = SearchResult("x", 1, (HIT,))

    assert search_table(result, plain, str).split("\t")[-1] == "Redis timeout\n"
    assert search_lines(result, plain, str) == "kb/redis.md:3:Redis timeout\n"
