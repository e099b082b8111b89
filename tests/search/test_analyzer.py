"""Text -> tokens, as ANALYSIS.md says. Cases are in tests/cases/search/tokens.txt."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from ekskb.search.analyzer import LONGEST, count_terms, tokens
from ekskb.search.hangul import initials, letters
from ekskb.search.sound import english_sound, hangul_sound
from ekskb.search.stem import english_stem

CASES = Path(__file__).parents[1] / "cases" / "search" / "tokens.txt"


def read_cases() -> list[tuple[str, list[str], list[str]]]:
    cases = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        rows = [line for line in block.splitlines() if line and not line.startswith("#")]
        values = {key: value.strip() for key, _, value in (row.partition(":") for row in rows)}
        if values:
            words, pairs = (values.get(key, "-").replace("-", "-").split() for key in ("words", "pairs"))
            cases.append((values["text"], [w for w in words if w != "-"], [p for p in pairs if p != "-"]))
    return cases


@pytest.mark.parametrize(("text", "words", "pairs"), read_cases(), ids=lambda value: str(value)[:40])
def test_text_becomes_these_tokens(text: str, words: list[str], pairs: list[str]) -> None:
    assert (list(dict.fromkeys(tokens(text)[0])), tokens(text)[1]) == (words, pairs)


def test_decomposed_hangul_equals_composed() -> None:
    text = "로드밸런서 권한이 없다"

    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)


def test_counts_agree_with_tokens() -> None:
    text = "Pod가 Pod에서 파드가 파드를 my-pod"
    words, pairs, size = count_terms(text)

    assert sorted(words.elements()) == sorted(tokens(text)[0])
    assert sorted(pairs.elements()) == sorted(tokens(text)[1])
    assert size == 5


def test_a_very_long_word_is_cut_alike_in_documents_and_queries() -> None:
    assert {len(word) for word in tokens("x" * 5000)[0]} == {LONGEST}


@pytest.mark.parametrize(
    ("forms", "stem"),
    [
        (("restart", "restarts", "restarted", "restarting"), "restart"),
        (("change", "changes", "changed", "changing"), "chang"),
        (("policy", "policies"), "polici"),
        (("stop", "stopped", "stopping", "stops"), "stop"),
        (("access",), "access"),
        (("status",), "status"),
        (("redis",), "redis"),
        (("string",), "string"),
    ],
)
def test_english_forms_share_a_stem(forms: tuple[str, ...], stem: str) -> None:
    assert {english_stem(form) for form in forms} == {stem}


def test_hangul_is_spelt_in_letters_and_initials() -> None:
    assert (letters("권한x"), initials("재시작")) == ("ㄱㅝㄴㅎㅏㄴx", "ㅈㅅㅈ")


@pytest.mark.parametrize(
    ("korean", "english"),
    [
        ("네임스페이스", "namespace"),
        ("스토리지클래스", "storageclass"),
        ("깃이그노어", "gitignore"),
        ("데몬셋", "daemonset"),
        ("레지스트리", "registry"),
        ("크리덴셜", "credential"),
    ],
)
def test_korean_spelling_by_ear_sounds_like_the_english_word(korean: str, english: str) -> None:
    assert hangul_sound(korean) == english_sound(english)
