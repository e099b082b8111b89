"""The text index: what is found, and that it is never stale or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekskb.search.index import TextIndex
from tests.search.entries import ENTRIES, TLS, make_entry


@pytest.fixture
def index() -> TextIndex:
    made = TextIndex.open(None)
    made.update([(entry, "1") for entry in ENTRIES], [])
    return made


def found(index: TextIndex, query: str, **options: object) -> list[str]:
    return [hit.id for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("재시작 안됨", "pod"),
        ("configmap restart", "pod"),
        ("인증서 만료", "tls"),
        ("로드밸런서", "tls"),
        ("ㅈㅅㅈ", "pod"),
        ("wotlwkr", "pod"),
        ("certifcate expird", "tls"),
        ("checksum/config", "pod"),
        ("10.0.0.1:53", "dns"),
        ("coredns", "dns"),
        ("oomkilled로 죽음", "dns"),
    ],
)
def test_the_right_entry_comes_first(index: TextIndex, query: str, first: str) -> None:
    assert found(index, query)[0] == first


def test_a_snippet_marks_what_matched_and_tells_its_line(index: TextIndex) -> None:
    snippet = index.search("x509 expired").hits[0].snippets[0]

    assert snippet.line == 3
    assert snippet.role == "symptom"
    assert [snippet.text[a:b] for a, b in snippet.marks] == ["x509", "expired"]


def test_kinds_and_tags_narrow_the_answer(index: TextIndex) -> None:
    assert found(index, "timeout", tags=["dns"]) == ["dns"]
    assert found(index, "timeout", tags=["other"]) == []
    assert found(index, "timeout", kinds=["howto"]) == []


def test_an_entry_that_is_gone_is_not_found(index: TextIndex) -> None:
    index.update([], ["tls"])

    assert "tls" not in found(index, "certificate")
    assert set(index.stamps()) == {"pod", "dns"}


def test_a_changed_entry_replaces_the_old_one(index: TextIndex) -> None:
    index.update([(make_entry("tls", "Quota exceeded"), "2")], [])

    assert found(index, "certificate") == []
    assert found(index, "quota")[0] == "tls"
    assert index.stamps()["tls"] == "2"


def test_an_index_on_disk_is_there_again_when_opened_anew(tmp_path: Path) -> None:
    first = TextIndex.open(tmp_path / "cache")
    first.update([(entry, "1") for entry in ENTRIES], [])
    first.close()

    second = TextIndex.open(tmp_path / "cache")
    assert second.stamps() == {"pod": "1", "tls": "1", "dns": "1"}
    assert found(second, "certificate")[0] == "tls"
    second.close()


def test_a_reader_sees_what_another_index_on_the_folder_committed(tmp_path: Path) -> None:
    reader, writer = TextIndex.open(tmp_path), TextIndex.open(tmp_path)
    writer.update([(TLS, "1")], [])

    assert found(reader, "certificate") == ["tls"]
    reader.close()
    writer.close()
