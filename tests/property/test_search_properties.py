"""Laws of the search: any text searches, identifiers are found, updates equal a fresh build."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.search.entries import ENTRIES, make_entry

from ekskb.model import Command, Entry, FileRef, Signature, replace
from ekskb.search.analyzer import count_terms, tokens
from ekskb.search.index import TextIndex
from ekskb.search.look import Look
from ekskb.search.query import parse_query
from ekskb.search.stored import decode_stored, entry_terms
from ekskb.search.twins import are_twins

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
HANGUL = st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3)
PARTICLES = ("", "에서", "까지", "보다", "으로부터", "도")
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
def test_any_text_searches_and_the_answer_is_sound(text: str) -> None:
    result = INDEX.search(text, limit=5)

    named = [name for hit in result.hits for name in (hit.id, *hit.also)]
    assert len(named) == len(set(named)) <= result.total
    assert len(result.hits) <= 5
    assert 0 <= result.all_words <= result.total
    assert sum(result.facets["kind"].values()) == result.total
    assert all(0 <= note.start < note.end <= len(text) for note in result.notes)
    for hit in result.hits:
        for snippet in hit.snippets:
            assert all(0 <= start < end <= len(snippet.text) for start, end in snippet.marks)


@FEW
@given(ANY_TEXT.filter(bool), st.integers(1000, 100_000))
def test_a_text_of_any_length_searches(text: str, length: int) -> None:
    endless = (text * (length // len(text) + 1))[:length]

    assert INDEX.search(endless, limit=3).total >= 0
    assert isinstance(INDEX.suggest(endless), str)


@MANY
@given(WORDS.map(" ".join), st.sampled_from(["redis", "dns", "none"]))
def test_narrowing_never_finds_more(text: str, tag: str) -> None:
    whole, part = INDEX.search(text, limit=9), INDEX.search(text, limit=9, tags=[tag], kinds=["incident"])

    assert part.total <= whole.total
    assert {hit.id for hit in part.hits} <= {hit.id for hit in whole.hits}


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
@given(st.lists(IDENTIFIER, min_size=8, max_size=8))
def test_an_entry_is_found_by_every_identifier_in_it(names: list[str]) -> None:
    title, symptom, command, path, tag, component, line, link = names
    entry: Entry = replace(
        make_entry("wanted", f"Broken {title}", f"saw {symptom} fail", tags=(tag,)),
        commands=(Command(f"kubectl delete {command}", "fix", 21, "bash", "destructive"),),
        files=(FileRef(path, "", 22),),
        signatures=(Signature(f"error: {line} refused", 4, "log"),),
        components=(component,),
        references=(f"https://example.com/{link}",),
    )
    index = TextIndex.open(None)
    index.update([(other, "1") for other in (*ENTRIES, entry)], [])

    for name in names:
        assert "wanted" in found_by(index, name)


@FEW
@given(st.lists(st.text(HANGUL, min_size=2, max_size=6), min_size=1, max_size=5), st.sampled_from(PARTICLES))
def test_an_entry_is_found_by_every_korean_word_with_any_particle(words: list[str], particle: str) -> None:
    index = TextIndex.open(None)
    entry = make_entry("wanted", "고장", " ".join(word + particle for word in words))
    index.update([(other, "1") for other in (*ENTRIES, entry)], [])

    for word in words:
        assert "wanted" in found_by(index, word)


def found_by(index: TextIndex, query: str) -> set[str]:
    hits = index.search(query, limit=100).hits
    return {name for hit in hits for name in (hit.id, *hit.also)}


@MANY
@given(WORDS, WORDS, st.sampled_from(["Redis timeout", "Redis timeout 2", "파드 재시작"]))
def test_being_twins_is_mutual(one: list[str], other: list[str], title: str) -> None:
    first, second = look_of("Redis timeout", one), look_of(title, other)

    assert are_twins(first, second) == are_twins(second, first)


def look_of(title: str, words: list[str]) -> Look:
    return Look(decode_stored(entry_terms(make_entry("x", title, " ".join(words))).stored))


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
    for query in (
        "redis",
        "파드 재시작",
        "권한",
        "ㄹㄷㅂㄹㅅ",
        "timeot",
        "kind:incident",
        "로드벨런서 foo:bar",
    ):
        assert stepwise.search(query) == fresh.search(query)
