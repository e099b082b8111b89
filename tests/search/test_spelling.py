"""The word list kept beside the index: what slips are found by."""

from __future__ import annotations

import pytest

from ekskb.search.index import TextIndex
from ekskb.search.spelling import decode_spelling, merge_spellings, read_rows, spell
from ekskb.search.vocabulary import HANGUL, make_row
from tests.search.entries import make_entry

WORDS = ("redis", "restart", "재시작", "레디스", "10250", "_x", "a", "x" * 60, "réseau")


def groups(*lists: tuple[str, ...]) -> dict[str, list[str]]:
    spelt = [decode_spelling(spell(words)) for words in lists]
    names = sorted({name for spelling in spelt for name in spelling})
    return {name: [row[3] for row in read_rows(spelt, name)] for name in names}


def test_words_are_listed_by_their_first_letter_and_hangul_together() -> None:
    assert groups(WORDS) == {
        "1": ["10250"],
        "r": ["redis", "restart", "réseau"],
        HANGUL: ["레디스", "재시작"],
    }


def test_rows_are_what_is_worked_out_for_each_word() -> None:
    spelling = [decode_spelling(spell(WORDS))]

    assert read_rows(spelling, HANGUL) == [make_row("레디스"), make_row("재시작")]
    assert read_rows(spelling, "r")[0] == make_row("redis")
    assert read_rows(spelling, "z") == []


def test_merged_lists_hold_each_word_once() -> None:
    lists = [decode_spelling(spell(words)) for words in (("redis", "pod"), ("pod", "재시작"), ())]
    merged = [decode_spelling(merge_spellings(lists))]

    assert {name: read_rows(merged, name) for name in merged[0]} == {
        name: read_rows(lists, name) for name in ("p", "r", HANGUL)
    }


def test_a_word_that_is_gone_is_no_longer_proposed() -> None:
    index = TextIndex.open(None)
    index.update([(make_entry("a", "promotheus"), "1"), (make_entry("b", "프로메티우스"), "1")], [])
    assert index.suggest("promothous") == "promotheus"
    index.update([(make_entry("c", "prometheus"), "1")], ["a", "b"])

    assert index.suggest("promothous") == "prometheus"
    assert index.search("ㅍㄹㅁ").total == 0


@pytest.mark.parametrize("updates", [3, 20])
def test_word_lists_of_many_updates_are_joined(updates: int) -> None:
    index = TextIndex.open(None)
    for number in range(updates):
        index.update([(make_entry(f"e{number}", f"word{chr(97 + number)}{chr(97 + number)}"), "1")], [])
    index.stamps()

    assert len(index._view.spellings) <= 10
    assert index.suggest("wordcx") == "wordcc"
