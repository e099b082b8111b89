"""entries/ says what kb/ says, to the byte, and loses nothing on the way."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ekskb.config import starter_root
from ekskb.errors import RootError
from ekskb.kb import KnowledgeBase

Open = Callable[[Path], KnowledgeBase]


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "entries").iterdir())}


def test_every_entry_gets_a_file_named_by_its_id(root: Path, open_kb: Open) -> None:
    report = open_kb(root).build()

    assert report.entries == 2
    assert set(files(root)) == {
        "2025-01-02-redis-timeout-in-the-session-service.yaml",
        "2025-02-03-인증서-만료로-인한-웹훅-실패.yaml",
    }


def test_a_second_build_writes_nothing(root: Path, open_kb: Open) -> None:
    open_kb(root).build()
    before = files(root)

    report = open_kb(root).build()

    assert not report.stale
    assert files(root) == before


def test_a_build_elsewhere_writes_the_same_bytes(
    root: Path, open_kb: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_kb(root).build()
    other = tmp_path / "other"
    (other / "kb").mkdir(parents=True)
    for document in (root / "kb").iterdir():
        (other / "kb" / document.name).write_bytes(document.read_bytes())

    open_kb(other).build()

    assert files(other) == files(root)


def test_check_writes_nothing_and_names_what_is_stale(root: Path, open_kb: Open) -> None:
    report = open_kb(root).build(check=True)

    assert report.stale
    assert len(report.written) == 2
    assert not (root / "entries").exists()


def test_a_hand_edit_of_an_entry_is_stale(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    target = root / "entries" / next(iter(files(root)))
    target.write_text(target.read_text() + "\n# my note\n")
    kb.refresh()

    assert kb.build(check=True).written == (f"entries/{target.name}",)


def test_the_file_of_a_removed_entry_goes(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    (root / "kb" / "redis.md").unlink()

    report = kb.build()

    assert report.removed == ("entries/2025-01-02-redis-timeout-in-the-session-service.yaml",)
    assert len(files(root)) == 1


def test_a_file_that_is_not_ours_stays(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    (root / "entries" / "notes.yaml").write_text("groceries: [milk]\n")
    kb.refresh()
    kb.build()

    assert "notes.yaml" in files(root)


def test_an_unreadable_document_keeps_its_entries(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    document = root / "kb" / "redis.md"
    document.unlink()
    document.mkdir()
    (root / "kb" / "redis.md" / "x.txt").write_text("")
    document.rename(root / "kb" / "folder")
    (root / "kb" / "redis.md").symlink_to(root / "kb" / "folder")
    kb.refresh()

    report = kb.build()

    assert report.removed == ()
    assert [p.rule for p in report.problems] == ["unreadable"]


def test_a_full_disk_is_told_and_leaves_whole_files(
    root: Path, open_kb: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    kb = open_kb(root)
    kb.build()
    before = files(root)
    document = root / "kb" / "redis.md"
    document.write_text(document.read_text().replace("Logins fail", "Sign-ins fail"))
    kb.refresh()

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(RootError, match="No space left on device"):
        kb.build()
    assert files(root) == before


def test_an_entry_keeps_its_id_when_a_namesake_arrives_before_it(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    text = (root / "kb" / "redis.md").read_text()
    (root / "kb" / "a-first.md").write_text(text.replace("circuit breaker", "fuse"))
    kb.refresh()

    report = kb.build()

    wanted = "2025-01-02-redis-timeout-in-the-session-service"
    assert kb.get(wanted).source.path == "kb/redis.md"
    assert kb.get(f"{wanted}-2").source.path == "kb/a-first.md"
    assert [p.rule for p in report.problems] == ["id-collision"]


def test_the_starter_entries_are_fresh(open_kb: Open) -> None:
    report = open_kb(starter_root()).build(check=True)

    assert (report.written, report.removed) == ((), ())
