"""File names of the site: safe on every file system, one for each entry."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.export.anchors import Anchors, anchor_name
from ekskb.export.links import entry_href, entry_path, file_name, unique_names

_SAFE = re.compile(r"[0-9a-z\u3131-\ud7a3\u3040-\u30ff\u4e00-\u9fff-]{1,200}")


@pytest.mark.parametrize("entry_id", ["2025-01-02-redis", "노드가-notready로-바뀜", "a" * 60])
def test_an_ordinary_id_is_its_own_file_name(entry_id: str) -> None:
    assert entry_path(entry_id) == f"entries/{entry_id}.html"


@pytest.mark.parametrize(
    "entry_id", ["con", "nul", "com1", "../../etc/passwd", "A", "a b", "가" * 100, "", "."]
)
def test_an_id_that_some_file_system_would_not_take_gets_another_name(entry_id: str) -> None:
    name = file_name(entry_id)

    assert name != entry_id
    assert _SAFE.fullmatch(name)
    assert len(name.encode()) <= 200


@given(st.text(max_size=300))
def test_every_id_has_a_safe_file_name(entry_id: str) -> None:
    name = file_name(entry_id)

    assert _SAFE.fullmatch(name)
    assert len(name.encode()) <= 200
    assert name.split(".")[0] not in ("con", "nul", "aux", "prn")


@given(st.lists(st.text(max_size=20), unique=True, max_size=10))
def test_different_ids_have_different_file_names(ids: list[str]) -> None:
    assert len({file_name(one) for one in ids}) == len(ids)


def test_links_are_percent_encoded() -> None:
    assert entry_href("노드") == "entries/%EB%85%B8%EB%93%9C.html"


def test_titles_that_look_alike_get_numbers() -> None:
    assert unique_names(["a b", "A-B", "a.b"]) == {"A-B": "a-b", "a b": "a-b-2", "a.b": "a-b-3"}


def test_anchors_keep_hangul_and_lose_numbers_and_pictures() -> None:
    assert anchor_name("🔥 3.1 문제 증상: 502") == "문제-증상-502"
    assert anchor_name("3. 해결") == "해결"
    assert anchor_name("2025-12-29: 장애") == "2025-12-29-장애"


def test_headings_of_the_same_words_get_numbers() -> None:
    anchors = Anchors()

    assert [anchors.give(text) for text in ("해결", "해결", "1. 해결", "main")] == [
        "해결",
        "해결-2",
        "해결-3",
        "main-2",
    ]
