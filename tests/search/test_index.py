"""The text index: what is found, and that it is never stale or broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekskb.model import Kind
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


def spelt(number: int) -> str:
    """A word of its own for each number."""
    return "".join("qwrtzpsdfg"[int(digit)] * 3 for digit in f"{number:02}")


def test_a_large_update_is_committed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekskb.search.index.BATCH", 10)
    index = TextIndex.open(None)
    told: list[int] = []
    index.update([(make_entry(f"e{n}", spelt(n)), "1") for n in range(35)], [], told.append)

    assert told == list(range(1, 36))
    assert len(index.stamps()) == 35
    assert found(index, spelt(34)) == ["e34"]


def test_many_small_updates_are_merged(tmp_path: Path) -> None:
    index = TextIndex.open(tmp_path)
    for number in range(30):
        index.update([(make_entry(f"e{number % 12}", spelt(number)), str(number))], [])

    assert len(list(tmp_path.glob("*.seg"))) < 12
    assert found(index, spelt(29)) == ["e5"]
    assert found(index, spelt(17)) == []
    index.close()


def test_dates_and_kinds_alone_list_the_newest_first() -> None:
    index = TextIndex.open(None)
    dates = {"old": "2024-05-01", "new": "2026-02-03", "month": "2025-12", "none": None}
    index.update([(make_entry(name, name, date=date), "1") for name, date in dates.items()], [])

    assert found(index, "since:2025") == ["new", "month"]
    assert found(index, "since:2024-05-01 before:2025-12-15") == ["month", "old"]
    assert found(index, "before:2025") == ["old"]
    assert found(index, "kind:incident") == ["new", "month", "old", "none"]
    assert found(index, "-kind:incident") == []


def test_phrases_fields_exclusions_and_alternatives(index: TextIndex) -> None:
    assert found(index, '"certificate has expired"') == ["tls"]
    assert found(index, "fix:memory") == ["dns"]
    assert found(index, "title:memory title:coredns") == ["dns"], "finds without the operators what they miss"
    assert found(index, "expired OR timeout -coredns") == ["tls"]
    assert set(found(index, "certificate OR coredns")) == {"tls", "dns"}
    assert found(index, "cert*") == ["tls"]


def test_what_was_not_understood_is_told_with_the_answer(index: TextIndex) -> None:
    result = index.search("coredns since:yesterday")

    assert [hit.id for hit in result.hits] == ["dns"]
    assert [(note.start, note.end) for note in result.notes] == [(8, 23)]


def test_that_operators_were_left_out_is_told(index: TextIndex) -> None:
    (note,) = index.search("title:memory title:coredns").notes

    assert (note.start, note.end) == (0, 26)
    assert "words alone" in note.message


def test_an_identifier_that_some_entry_holds_is_no_slip() -> None:
    index = TextIndex.open(None)
    index.update([(make_entry("a", "system:masters is missing"), "1")], [])

    assert index.search("system:masters").notes == ()
    assert len(index.search("system:mistress").notes) == 1


def test_the_exact_title_comes_first() -> None:
    index = TextIndex.open(None)
    long = make_entry("long", "Redis timeout after failover of redis timeout", "redis timeout " * 20)
    index.update([(long, "1"), (make_entry("exact", "Redis timeout", "slow"), "1")], [])

    assert found(index, "redis timeout")[0] == "exact"


def test_words_near_each_other_come_before_scattered_ones() -> None:
    index = TextIndex.open(None)
    near = make_entry("near", "First", "alpha\nthe volume is read only\nbeta\ngamma\ndelta\nepsilon")
    far = make_entry("far", "Second", "volume\nalpha\nbeta\ngamma\ndelta\nepsilon\nthe only\nother read")
    index.update([(far, "1"), (near, "1")], [])

    assert found(index, "volume read") == ["near", "far"]


def test_incidents_come_before_howtos_and_lists() -> None:
    index = TextIndex.open(None)
    kinds: tuple[Kind, ...] = ("reference", "howto", "incident")
    index.update([(make_entry(kind, "Restart the broker", "same", kind=kind), "1") for kind in kinds], [])

    assert found(index, "restart broker") == ["incident", "howto", "reference"]
