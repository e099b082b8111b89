"""Misspelt words, wrong keyboard layouts, and words spelt by ear."""

from __future__ import annotations

import pytest

from ekskb.search.index import TextIndex
from ekskb.search.typo import edit_distance, from_keyboard
from tests.search.entries import make_entry


@pytest.fixture(scope="module")
def index() -> TextIndex:
    made = TextIndex.open(None)
    entries = (
        make_entry("storage", "스토리지클래스 미설정", "PVC가 Pending"),
        make_entry("git", "비밀 파일이 올라가지 않음", ".gitignore 에 걸렸다"),
        make_entry("redirect", "307 리다이렉트 루프", "TLS termination"),
        make_entry("prom", "Prometheus permission denied", "queries.active 쓰기 실패"),
    )
    made.update([(entry, "1") for entry in entries], [])
    return made


@pytest.mark.parametrize(
    ("query", "first", "suggestion"),
    [
        ("스토리지클레스", "storage", "스토리지클래스"),
        ("리다이랙트 루프", "redirect", "리다이렉트 루프"),
        ("promethues", "prom", "prometheus"),
        ("premission deneid", "prom", "permission denied"),
        ("flekdlfprxm", "redirect", "리다이렉트"),
        ("깃이그노어", "git", ""),
        ("prometh", "prom", ""),
    ],
)
def test_what_nobody_wrote_finds_what_somebody_did(
    index: TextIndex, query: str, first: str, suggestion: str
) -> None:
    result = index.search(query)

    assert result.hits[0].id == first
    assert (result.suggestion, index.suggest(query)) == (suggestion, suggestion)


def test_a_word_far_from_all_others_finds_nothing(index: TextIndex) -> None:
    assert index.search("xylophonist").total == 0


def test_the_names_in_a_pasted_message_are_not_corrected(index: TextIndex) -> None:
    paste = "a b c d e f g h i j k l m promethues"

    assert index.suggest(paste) == ""


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wotlwkr", "재시작"),
        ("rnjsgks", "권한"),
        ("dksehla", "안됨"),
        ("rkqtdl", "값이"),
        ("Qkfms", "빠른"),
        ("ghksrudqustn", "환경변수"),
        ("redis", ""),
        ("abc", ""),
        ("pod-1", ""),
    ],
)
def test_korean_typed_on_a_latin_keyboard(typed: str, meant: str) -> None:
    assert from_keyboard(typed) == meant


@pytest.mark.parametrize(
    ("left", "right", "distance"),
    [("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1), ("abc", "xbc", 1), ("kitten", "sitting", 3)],
)
def test_edit_distance(left: str, right: str, distance: int) -> None:
    assert edit_distance(left, right, 5) == edit_distance(right, left, 5) == distance


def test_edit_distance_stops_counting_beyond_its_limit() -> None:
    assert edit_distance("abcdef", "uvwxyz", 2) == 3
