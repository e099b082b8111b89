"""Analysis in other processes gives what analysis here gives, even when those processes die."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ekskb.search import analysts
from ekskb.search.analysts import pack_entries
from ekskb.search.helper import Helper
from ekskb.search.index import TextIndex
from ekskb.search.packed import Change, pack_entry
from tests.search.entries import make_entry

CHANGES: list[Change] = [
    (make_entry(f"e{n}", f"Title {n}", f"증상 {n} in pod-{n}"), str(n)) for n in range(60)
]


@pytest.fixture(autouse=True)
def helpers_come_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysts, "ALONE", 7)
    monkeypatch.setattr(analysts, "_CHUNK", 5)
    monkeypatch.setattr(analysts, "_AHEAD", 3)
    monkeypatch.setattr("os.cpu_count", lambda: 3)


def test_helpers_answer_in_order_and_alike() -> None:
    assert list(pack_entries(CHANGES)) == [pack_entry(change) for change in CHANGES]


@pytest.mark.parametrize("count", [0, 1, 7, 8, 12, 13])
def test_any_number_of_entries_is_analysed_once(count: int) -> None:
    assert [packed.id for packed in pack_entries(CHANGES[:count])] == [f"e{n}" for n in range(count)]


def test_one_core_needs_no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setattr("ekskb.search.helper.Helper", None)

    assert len(list(pack_entries(CHANGES))) == len(CHANGES)


@pytest.mark.parametrize("executable", ["/nowhere/python", "/bin/false"])
def test_helpers_that_cannot_start_are_done_without(monkeypatch: pytest.MonkeyPatch, executable: str) -> None:
    monkeypatch.setattr("sys.executable", executable)

    assert list(pack_entries(CHANGES)) == [pack_entry(change) for change in CHANGES]


def test_a_helper_that_is_killed_is_done_without() -> None:
    with Helper() as helper:
        helper.ask(CHANGES[:2])
        assert [packed.id for packed in helper.answer()] == ["e0", "e1"]
        assert helper._process is not None
        helper._process.kill()
        helper._process.wait()
        helper.ask(CHANGES[2:4])

        assert (helper.answer(), helper.answer()) == ([], [])


def test_a_source_that_fails_ends_the_helpers() -> None:
    def broken() -> Iterator[Change]:
        yield from CHANGES[:30]
        raise LookupError("gone")

    with pytest.raises(LookupError):
        list(pack_entries(broken()))


def test_an_index_built_with_helpers_is_as_one_built_without(monkeypatch: pytest.MonkeyPatch) -> None:
    helped, alone = TextIndex.open(None), TextIndex.open(None)
    helped.update(CHANGES, [])
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone.update(CHANGES, [])

    assert helped.stamps() == alone.stamps()
    for query in ("pod-17", "증상", "titel"):
        assert helped.search(query) == alone.search(query)
