"""Files are found by name, written whole or not at all."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from ekskb import store
from ekskb.errors import RootError
from ekskb.store import list_documents, list_entry_files, remove_file, write_atomically


def names(root: Path) -> list[str]:
    return [file.name for file in list_documents(root)]


def test_documents_are_found_at_any_depth_and_the_guide_is_none(root: Path) -> None:
    (root / "kb" / "2025").mkdir()
    for name in ("README.md", "2025/README.md", "2025/dns.markdown", ".hidden.md", "notes.txt"):
        (root / "kb" / name).write_text("# x\n")

    assert names(root) == ["kb/2025/README.md", "kb/2025/dns.markdown", "kb/cert.md", "kb/redis.md"]


def test_a_name_from_macos_is_composed(root: Path) -> None:
    (root / "kb" / unicodedata.normalize("NFD", "장애.md")).write_text("# x\n")

    assert "kb/장애.md" in names(root)


def test_a_root_without_entries_has_none(root: Path) -> None:
    assert list_entry_files(root) == ()


def test_a_dangling_link_is_passed_over(root: Path) -> None:
    (root / "kb" / "gone.md").symlink_to(root / "nowhere.md")

    assert names(root) == ["kb/cert.md", "kb/redis.md"]


def test_a_link_to_a_parent_folder_does_not_loop(root: Path) -> None:
    (root / "kb" / "loop").symlink_to(root / "kb")

    assert names(root) == ["kb/cert.md", "kb/redis.md"]


def test_a_write_replaces_the_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "entries" / "a.yaml"
    write_atomically(target, b"old and long")
    write_atomically(target, b"new")

    assert target.read_bytes() == b"new"
    assert [p.name for p in target.parent.iterdir()] == ["a.yaml"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"old")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(RootError, match="No space left on device") as caught:
        write_atomically(target, b"new")

    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.yaml"]
    assert "nothing was lost" in caught.value.hint


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"old")
    target.chmod(0o600)

    write_atomically(target, b"new")

    assert target.stat().st_mode & 0o777 == 0o600


def test_removing_what_is_gone_is_fine(tmp_path: Path) -> None:
    remove_file(tmp_path / "never.yaml")

    assert not (tmp_path / "never.yaml").exists()


def test_equal_stamps_need_equal_size_and_time(root: Path) -> None:
    before = store.list_documents(root)[0].stamp
    (root / "kb" / "cert.md").write_text("# changed\n")

    assert store.list_documents(root)[0].stamp != before
