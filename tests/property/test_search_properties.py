"""Laws of the search: any text searches, identifiers are found, updates equal a fresh build."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.entries import ENTRIES, make_entry

from ekskb.model import Entry
from ekskb.search.analyzer import count_terms, tokens
from ekskb.search.index import TextIndex
from ekskb.search.query import parse_query

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

ANY_TEXT = st.text(st.characters(), max_size=60)
OPERATORS = st.lists(
    st.sampled_from(
        [
            "-",
            "OR",
            '"',
            "*",
            "title:",
            "kind:",
            "since:",
            "before:2026",
            "(",
            "]",
            ":",
            "redis",
            "재시작",
            "ㅈㅅ",
        ]
    ),
    max_size=12,
).map(" ".join)
IDENTIFIER = st.from_regex(r"[A-Za-z][A-Za-z0-9]{1,8}([._/:\-][A-Za-z0-9]{1,8}){0,4}", fullmatch=True)
WORDS = st.lists(
    st.sampled_from(
        ["redis", "pod", "파드", "재시작", "권한이", "timeout", "인증서", "node-1", "로드밸런서"]
    ),
    min_size=1,
)
STEPS = st.lists(
    st.tuples(st.integers(0, 5), WORDS.map(" ".join), st.booleans()),
    min_size=1,
    max_size=12,
)


def small_index() -> TextIndex:
    index = TextIndex.open(None)
    index.update([(entry, "1") for entry in ENTRIES], [])
    return index


INDEX = small_index()


@MANY
@given(ANY_TEXT | OPERATORS | st.text("\ud800\udfff\x00\x1b\n\t가힣ㄱᄀ "))
def test_any_text_searches(text: str) -> None:
    result = INDEX.search(text, limit=5)

    assert len(result.hits) <= min(5, result.total)
    for hit in result.hits:
        for snippet in hit.snippets:
            assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)


@MANY
@given(ANY_TEXT | OPERATORS)
def test_any_text_is_a_query_whose_notes_point_into_it(text: str) -> None:
    query = parse_query(text)

    assert all(0 <= note.start < note.end <= len(text) for note in query.notes)


@MANY
@given(ANY_TEXT)
def test_counting_and_listing_tokens_agree(text: str) -> None:
    words, pairs, _ = count_terms(text)

    assert set(words) == set(tokens(text)[0])
    assert set(pairs) == set(tokens(text)[1])


@FEW
@given(st.lists(IDENTIFIER, min_size=1, max_size=6))
def test_an_entry_is_found_by_every_identifier_in_it(names: list[str]) -> None:
    index = TextIndex.open(None)
    entry = make_entry("wanted", "Broken", f"saw {' and '.join(names)} fail")
    index.update([(other, "1") for other in (*ENTRIES, entry)], [])

    for name in names:
        assert "wanted" in [hit.id for hit in index.search(name).hits]


@FEW
@given(STEPS)
def test_updates_in_steps_equal_a_fresh_build(steps: list[tuple[int, str, bool]]) -> None:
    stepwise = TextIndex.open(None)
    kept: dict[str, Entry] = {}
    for number, text, gone in steps:
        name = f"e{number}"
        if gone:
            kept.pop(name, None)
            stepwise.update([], [name])
        else:
            kept[name] = make_entry(name, text, text)
            stepwise.update([(kept[name], text)], [])
    fresh = TextIndex.open(None)
    fresh.update([(kept[name], kept[name].title) for name in sorted(kept)], [])

    assert stepwise.stamps() == fresh.stamps()
    for query in ("redis", "파드 재시작", "권한", "ㄹㄷㅂㄹㅅ", "timeot", "kind:incident"):
        assert answers(stepwise, query) == answers(fresh, query)


def answers(index: TextIndex, query: str) -> tuple[int, list[tuple[str, float]]]:
    result = index.search(query)
    return result.total, [(hit.id, hit.score) for hit in result.hits]
