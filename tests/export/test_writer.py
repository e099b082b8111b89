"""Writing an export: all or nothing, only what changed, and never over files of others."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from ekskb.errors import RootError, UsageError
from ekskb.export.site_file import SiteFile
from ekskb.export.writer import MANIFEST, FolderWriter, Written


def write(folder: Path, files: dict[str, str], form: str = "html") -> Written:
    with FolderWriter(folder, form) as writer:
        for path, text in files.items():
            writer.add(SiteFile(path, text.encode()))
        return writer.commit()


def tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.relative_to(folder).parts[0].startswith(".ekskb-")
    }


FIRST = {"index.html": "home", "entries/a.html": "A", "entries/b.html": "B"}


def test_a_new_folder_gets_every_file_and_a_list_of_them(tmp_path: Path) -> None:
    done = write(tmp_path / "deep" / "out", FIRST)

    assert tree(tmp_path / "deep" / "out") == FIRST
    assert done.written == ("entries/a.html", "entries/b.html", "index.html")
    assert '"form": "html"' in (tmp_path / "deep" / "out" / MANIFEST).read_text()


def test_the_same_files_again_write_nothing(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}

    done = write(tmp_path, FIRST)

    assert done == Written((), (), 3)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}


def test_only_what_changed_is_written_and_what_is_gone_is_removed(tmp_path: Path) -> None:
    write(tmp_path, FIRST | {"old/deep/c.html": "C"})

    done = write(tmp_path, FIRST | {"entries/a.html": "A2"})

    assert done == Written(("entries/a.html",), ("old/deep/c.html",), 2)
    assert tree(tmp_path) == FIRST | {"entries/a.html": "A2"}
    assert not (tmp_path / "old").exists()


def test_a_file_that_somebody_changed_is_set_right(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "entries" / "a.html").write_text("X")

    assert write(tmp_path, FIRST).written == ("entries/a.html",)
    assert tree(tmp_path) == FIRST


def test_files_of_others_stay_and_are_never_replaced(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "entries" / "mine.txt").write_text("mine")
    write(tmp_path, {"index.html": "home"})

    assert tree(tmp_path) == {"index.html": "home", "entries/mine.txt": "mine"}
    with pytest.raises(RootError, match="no export wrote it"):
        write(tmp_path, {"entries/mine.txt": "ours"})
    assert (tmp_path / "entries" / "mine.txt").read_text() == "mine"


def test_a_folder_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("x")

    with pytest.raises(UsageError, match="is not empty, and no export wrote it"):
        write(tmp_path, FIRST)

    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_holds_another_form_is_refused(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    with pytest.raises(UsageError, match="holds an export as html"):
        write(tmp_path, FIRST, form="markdown")


def test_a_fresh_repository_for_pages_is_taken(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "CNAME").write_text("kb.example.com")

    write(tmp_path, FIRST)

    assert (tmp_path / "CNAME").read_text() == "kb.example.com"


def test_a_file_in_place_of_the_folder_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x")

    with pytest.raises(RootError, match="cannot be written"):
        write(tmp_path / "out", FIRST)


def test_leaving_without_a_commit_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    with FolderWriter(tmp_path, "html") as writer:
        writer.add(SiteFile("index.html", b"new"))
        writer.add(SiteFile("more.html", b"new"))

    assert tree(tmp_path) == FIRST


@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("survived", [0, 1, 2, 3])
def test_a_fault_in_the_middle_of_the_move_puts_the_old_files_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, survived: int
) -> None:
    write(tmp_path, FIRST)
    moved = FolderWriter._replace
    left = [survived]

    def fail(self: FolderWriter, name: str, backup: Path) -> None:
        if not left[0]:
            raise fault
        left[0] -= 1
        moved(self, name, backup)

    monkeypatch.setattr(FolderWriter, "_replace", fail)
    with pytest.raises((RootError, KeyboardInterrupt)):
        write(tmp_path, {"index.html": "2", "entries/a.html": "2", "new/n.html": "2", "entries/z.html": "2"})
    monkeypatch.undo()

    assert tree(tmp_path) == FIRST
    assert write(tmp_path, FIRST) == Written((), (), 3)


def test_after_a_kill_between_two_moves_the_next_export_sets_all_right(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    class Killed(BaseException):
        pass

    def die(name: str, backup: Path) -> None:
        (tmp_path / "new.html").write_text("half")
        raise Killed

    writer = FolderWriter(tmp_path, "html").__enter__()
    writer.add(SiteFile("new.html", b"new"))
    writer._replace = die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        writer.commit()

    assert write(tmp_path, FIRST | {"new.html": "new"}).written == ("new.html",)
    assert tree(tmp_path) == FIRST | {"new.html": "new"}


def test_a_fault_while_removing_puts_everything_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FIRST)

    def fail(self: FolderWriter, name: str, backup: Path) -> None:
        raise OSError(13, "Permission denied")

    monkeypatch.setattr(FolderWriter, "_remove", fail)
    with pytest.raises(RootError, match="Permission denied"):
        write(tmp_path, {"index.html": "2"})

    assert tree(tmp_path) == FIRST


def test_two_exports_at_once_lose_no_file(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    with FolderWriter(tmp_path, "html") as slow:
        slow.add(SiteFile("index.html", b"slow"))
        for path in ("entries/a.html", "entries/b.html"):
            slow.add(SiteFile(path, FIRST[path].encode()))
        write(tmp_path, FIRST | {"index.html": "quick"})
        slow.commit()

    assert tree(tmp_path) == FIRST | {"index.html": "slow"}


def test_a_stage_that_a_killed_export_left_behind_goes_after_an_hour(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    for name, age in (("old", 7200), ("young", 10)):
        stage = tmp_path / f".ekskb-stage-{name}"
        stage.mkdir()
        os.utime(stage, (time.time() - age,) * 2)

    write(tmp_path, FIRST)

    assert names(tmp_path.glob(".ekskb-stage-*")) == [".ekskb-stage-young"]


_BAD_PATHS = ["../out.html", "/etc/x", "a/../../b", "a//b", "", "a/./b", "c:x", "a\\b", "x\0"]


@pytest.mark.parametrize("path", _BAD_PATHS)
def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(RootError, match="is not a path within the export"):
        write(tmp_path / "out", {path: "x"})


def test_a_list_that_names_files_outside_removes_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("x")
    out = tmp_path / "out"
    write(out, FIRST)
    manifest = (out / MANIFEST).read_text()
    (out / MANIFEST).write_text(manifest.replace('"entries/a.html"', '"../precious"'))

    write(out, {"index.html": "home"})

    assert (tmp_path / "precious").read_text() == "x"


def test_a_folder_replaced_by_a_link_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    write(out, FIRST)
    elsewhere.mkdir()
    for file in (out / "entries").iterdir():
        file.unlink()
    (out / "entries").rmdir()
    (out / "entries").symlink_to(elsewhere)

    with pytest.raises(RootError, match="symbolic link"):
        write(out, FIRST)

    assert names(elsewhere.iterdir()) == []


def test_nothing_is_removed_through_a_folder_replaced_by_a_link(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    write(out, FIRST)
    (out / "entries").rename(other)
    (out / "entries").symlink_to(other)

    with pytest.raises(RootError, match="is a symbolic link"):
        write(out, {"index.html": "home"})

    assert tree(other) == {"a.html": "A", "b.html": "B"}


def test_a_folder_of_others_under_the_name_of_an_unwanted_file_stays(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "entries/b.html").unlink()
    (tmp_path / "entries/b.html").mkdir()
    (tmp_path / "entries/b.html/notes.txt").write_text("mine")

    done = write(tmp_path, {"index.html": "home"})

    assert done.removed == ("entries/a.html",)
    assert tree(tmp_path) == {"index.html": "home", "entries/b.html/notes.txt": "mine"}


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (tmp_path / MANIFEST).write_text("{")

    with pytest.raises(RootError, match="cannot be read"):
        write(tmp_path, FIRST)


def names(paths: Iterable[Path]) -> list[str]:
    return sorted(path.name for path in paths)
