"""The index on disk: damage, a second writer, and no room to write."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekskb.model import Entry
from ekskb.search.index import IndexBusyError, TextIndex
from ekskb.search.view import IndexDamagedError
from tests.search.entries import ENTRIES, TLS, make_entry


def filled(folder: Path | None) -> TextIndex:
    index = TextIndex.open(folder)
    index.update([(entry, "1") for entry in ENTRIES], [])
    return index


def segment(folder: Path) -> Path:
    return next(folder.glob("*.seg"))


@pytest.mark.parametrize("keep", [0, 1, 200, -1])
def test_a_cut_off_index_is_begun_anew_with_a_notice(tmp_path: Path, keep: int) -> None:
    filled(tmp_path).close()
    file = segment(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])

    index = TextIndex.open(tmp_path)
    assert index.stamps() == {}
    assert "built anew" in index.notice
    index.update([(TLS, "1")], [])
    assert [hit.id for hit in index.search("certificate").hits] == ["tls"]
    index.close()


def test_an_index_of_another_format_is_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path).close()
    monkeypatch.setattr("ekskb.search.view.FORMAT", "another")

    index = TextIndex.open(tmp_path)
    assert index.stamps() == {}
    index.close()


def test_files_that_are_no_index_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "_ekskb_1.toc").write_bytes(b"nonsense")
    (tmp_path / "notes.txt").write_text("mine")

    index = TextIndex.open(tmp_path)
    assert index.stamps() == {}
    assert (tmp_path / "notes.txt").exists()
    index.close()


def test_damage_found_while_searching_is_repaired_where_entries_can_be_looked_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    spoil(index, monkeypatch)

    result = index.search("certificate", lookup={entry.id: entry for entry in ENTRIES}.__getitem__)
    assert [hit.id for hit in result.hits] == ["tls"]
    index.close()


def test_damage_found_while_searching_empties_the_index_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = filled(tmp_path)
    spoil(index, monkeypatch)

    with pytest.raises(IndexDamagedError):
        index.search("certificate")
    assert index.stamps() == {}
    index.close()


def spoil(index: TextIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the open reader fail as a damaged file does."""

    def broken(*_: object) -> None:
        raise EOFError

    index.stamps()
    monkeypatch.setattr(index._view, "_read_postings", broken)


def test_a_folder_that_cannot_be_made_means_an_index_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    index = filled(tmp_path / "file" / "cache")
    assert index.in_memory
    assert "in memory" in index.notice
    assert index.search("certificate").total == 1


def test_an_index_that_can_only_be_read_goes_on_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path).close()
    index = TextIndex.open(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(index._storage, "lock", refuse)
    index.update([(make_entry("new", "Quota exceeded"), "1")], ["dns"])

    assert index.in_memory
    assert set(index.stamps()) == {"pod", "tls", "new"}
    assert [hit.id for hit in index.search("quota").hits] == ["new"]
    on_disk = TextIndex.open(tmp_path)
    assert set(on_disk.stamps()) == {"pod", "tls", "dns"}
    on_disk.close()


def test_a_second_writer_waits_and_then_gives_up(tmp_path: Path) -> None:
    first, second = TextIndex.open(tmp_path), TextIndex.open(tmp_path)
    told: list[str] = []

    def slow_entries() -> Iterator[tuple[Entry, str]]:
        with pytest.raises(IndexBusyError, match="another process"):
            second.update([(TLS, "1")], [], wait=0.1, waiting=told.append)
        with pytest.raises(IndexBusyError):
            second.update([(TLS, "1")], [], wait=0, waiting=told.append)
        yield TLS, "1"

    first.update(slow_entries(), [])
    second.update([(TLS, "2")], [], wait=0.1)
    assert told == ["another ekskb is writing the search index; waiting up to 0.1 s"]
    assert first.stamps() == {"tls": "2"}
    first.close()
    second.close()


def test_a_failing_source_of_entries_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = filled(tmp_path)

    def broken_entries() -> Iterator[tuple[Entry, str]]:
        yield make_entry("new", "never seen"), "1"
        raise LookupError("gone")

    with pytest.raises(LookupError):
        index.update(broken_entries(), ["tls"])
    assert set(index.stamps()) == {"pod", "tls", "dns"}
    index.update([], ["tls"], wait=0.1)
    assert set(index.stamps()) == {"pod", "dns"}
    index.close()


def test_threads_search_while_another_updates(tmp_path: Path) -> None:
    index = filled(tmp_path)
    answers: list[bool] = []

    def search_often() -> None:
        for _ in range(30):
            answers.append(index.search("certificate expired").hits[0].id == "tls")

    threads = [threading.Thread(target=search_often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(10):
        index.update([(make_entry("dns", f"turn {turn}"), str(turn))], [])
    for thread in threads:
        thread.join()

    assert len(answers) == 90
    assert all(answers)
    index.close()
