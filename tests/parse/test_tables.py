"""How the words of the tables are compared with text."""

from __future__ import annotations

import pytest

from ekskb.parse.tables import any_of, key

PATTERN = any_of(["time", "timed out", "timeout", "not ready", "지연", "지연됨", "c++"])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("it TIMED OUT again", "TIMED OUT"),
        ("timeouts", None),
        ("a timeout", "timeout"),
        ("time", "time"),
        ("응답지연됨", "지연됨"),
        ("in c++ code", "c++"),
        ("", None),
    ],
)
def test_latin_words_match_whole_and_the_longest_wins(text: str, found: str | None) -> None:
    match = PATTERN.search(text)

    assert (match[0] if match else None) == found


def test_no_words_match_nothing() -> None:
    assert any_of([]).search("anything") is None


def test_a_key_holds_letters_and_digits_only() -> None:
    assert key("  5 Why's — 분석! ") == "5whys분석"
