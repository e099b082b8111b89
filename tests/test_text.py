"""Strings from documents and logs become safe to print and to name files with."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.text import fence_words, nfc, printable, shorten, slug


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AWS LB Controller 권한 오류!", "aws-lb-controller-권한-오류"),
        ("  ...  ", "entry"),
        ("CON", "con-entry"),
        ("../../etc/passwd", "etc-passwd"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        (unicodedata.normalize("NFD", "한글"), "한글"),
    ],
)
def test_a_slug_is_readable_and_safe(text: str, expected: str) -> None:
    assert slug(text) == expected


@given(st.text())
def test_a_slug_never_leaves_its_folder(text: str) -> None:
    name = slug(text)

    assert 0 < len(name) <= 66
    assert not set(name) & set('/\\:*?"<>|. \n\x00')


def test_terminal_escapes_are_gone() -> None:
    assert printable("\x1b[31mred\x1b[0m \x1b]0;title\x07\x1b]8;;http://x\x1b\\link") == "red link"


@given(st.text())
def test_nothing_printable_can_steer_a_terminal(text: str) -> None:
    shown = printable(text)

    assert all(ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cs") for ch in shown)
    assert "\u202e" not in shown


def test_decomposed_hangul_is_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "재시작")) == "재시작"


def test_a_long_line_is_cut_with_an_ellipsis() -> None:
    assert shorten("one  two\nthree", 9) == "one two…"


@pytest.mark.parametrize(
    ("info", "words"),
    [
        ("", ("", "")),
        ("Bash", ("bash", "")),
        ("log nomatch", ("log", "nomatch")),
        ("{.log .nomatch}", ("log", "nomatch")),
        ("{r}", ("r", "")),
        ('yaml title="a.yaml"', ("yaml", 'title="a.yaml"')),
    ],
)
def test_the_info_of_a_code_block_is_read_in_both_spellings(info: str, words: tuple[str, str]) -> None:
    assert fence_words(info) == words
