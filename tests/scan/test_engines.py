"""Three engines, one answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.errors import UsageError
from ekskb.scan.engines import Hit, choose_engine, engine_names, open_engine

NAMES = tuple(engine_names())
_literals = st.lists(
    st.text("ab-c", min_size=1, max_size=6).map(str.encode), min_size=1, max_size=12, unique=True
)
_texts = st.text("aAbBcC-\n\x00é", max_size=200).map(str.encode)


def plain_find(literals: list[bytes], text: bytes) -> list[Hit]:
    """What every engine must find, the slow way."""
    low = text.lower()
    return sorted(
        (start + len(literal), number)
        for number, literal in enumerate(literals)
        for start in range(len(low))
        if low.startswith(literal, start)
    )


@given(_literals, _texts)
def test_every_engine_finds_every_place_of_every_literal(literals: list[bytes], text: bytes) -> None:
    expected = plain_find(literals, text)

    assert {name: open_engine(name, literals).find(memoryview(text)) for name in NAMES} == dict.fromkeys(
        NAMES, expected
    )


@pytest.mark.parametrize("name", NAMES)
def test_letters_of_either_case_are_found(name: str) -> None:
    assert open_engine(name, [b"outofmemory"]).find(memoryview(b"java.lang.OutOfMemoryError")) == [(21, 0)]


@pytest.mark.parametrize("name", NAMES)
def test_hangul_and_bytes_that_are_no_text_are_found_as_bytes(name: str) -> None:
    literals = ["권한 없음".encode(), b"\xff\xfe"]

    found = open_engine(name, literals).find(memoryview(b"\x00\xff\xfe " + literals[0]))

    assert [number for _, number in found] == [1, 0]


@pytest.mark.parametrize("name", NAMES)
def test_no_literals_find_nothing(name: str) -> None:
    assert open_engine(name, []).find(memoryview(b"anything")) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_opens_the_same_engine(name: str) -> None:
    literals = [b"alpha", b"beta"]
    kept = open_engine(name, literals).dump()

    assert open_engine(name, literals, kept).find(memoryview(b"alpha beta")) == [(5, 0), (10, 1)]


def test_a_dump_of_another_machine_is_compiled_anew() -> None:
    assert open_engine(NAMES[0], [b"alpha"], b"not a database").find(memoryview(b"alpha")) == [(5, 0)]


def test_an_engine_that_is_not_there_is_a_fault_of_the_user() -> None:
    with pytest.raises(UsageError, match="no scan engine 'grep' here"):
        choose_engine("grep")


def test_the_fastest_engine_is_the_usual_one() -> None:
    assert choose_engine() == NAMES[0]
