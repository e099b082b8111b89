"""What is served is never stale, and never lost to a broken file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ekskb.config import cache_folder
from ekskb.errors import RootError
from ekskb.kb import KnowledgeBase

Open = Callable[[Path], KnowledgeBase]


def titles(kb: KnowledgeBase) -> list[str]:
    return [hit.title for hit in kb.summaries()]


def test_an_edit_is_served_without_a_build(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    document = root / "kb" / "redis.md"
    document.write_text(document.read_text().replace("Redis timeout", "Valkey timeout"))

    assert kb.refresh()
    assert "Valkey timeout in the session service" in titles(kb)


def test_nothing_changed_is_said_so(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)

    assert not kb.refresh()


def test_a_removed_document_is_served_no_longer(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    (root / "kb" / "redis.md").unlink()
    kb.refresh()

    assert titles(kb) == ["인증서 만료로 인한 웹훅 실패"]


def test_a_root_of_entries_alone_is_served(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    for document in (root / "kb").iterdir():
        document.unlink()
    (root / "kb").rmdir()
    kb.refresh()

    assert len(titles(kb)) == 2


def test_a_broken_entry_file_costs_nothing_but_a_notice(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    target = next(path for path in (root / "entries").iterdir() if "redis" in path.name)
    target.write_text(target.read_text().replace("kind: incident", "kind: [mystery"))
    kb.refresh()

    assert len(titles(kb)) == 2
    problem = kb.problems()[0]
    assert (f"entries/{target.name}", "entry-file") == (problem.path, problem.rule)
    assert "ekskb build" in problem.hint


def test_a_broken_entry_file_is_mended_by_a_build(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    target = next((root / "entries").iterdir())
    good = target.read_bytes()
    target.write_text("nonsense")
    kb.refresh()
    kb.build()

    assert target.read_bytes() == good
    assert kb.problems() == ()


def test_an_entry_file_under_a_wrong_name_is_a_problem(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    kb.build()
    target = next((root / "entries").iterdir())
    target.rename(root / "entries" / "other.yaml")
    kb.refresh()

    assert [p.path for p in kb.problems()] == ["entries/other.yaml"]
    assert len(titles(kb)) == 2


def test_a_damaged_cache_is_made_anew(root: Path, open_kb: Open, own_cache: Path) -> None:
    open_kb(root).close()
    file = cache_folder(root, {"EKSKB_CACHE": str(own_cache)}) / "catalog.sqlite"
    file.write_bytes(b"this is no database, but it is longer than a header of one hundred bytes" * 40)

    assert len(titles(open_kb(root))) == 2


def test_a_cache_of_another_version_is_made_anew(root: Path, open_kb: Open, own_cache: Path) -> None:
    open_kb(root).close()
    file = cache_folder(root, {"EKSKB_CACHE": str(own_cache)}) / "catalog.sqlite"
    with sqlite3.connect(file) as db:
        db.execute("UPDATE meta SET value = 'from the future' WHERE key = 'version'")
        db.execute("DROP TABLE entries")
    db.close()

    assert len(titles(open_kb(root))) == 2


def test_a_cache_that_cannot_be_written_is_held_in_memory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("EKSKB_CACHE", str(blocked))
    notices: list[str] = []

    kb = KnowledgeBase.open(root, notify=notices.append)
    kb.refresh()

    assert len(titles(kb)) == 2
    assert "held in memory" in notices[0]


def test_another_writer_is_waited_for_and_then_told(
    root: Path, open_kb: Open, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekskb.database._WAIT", 0.01)
    kb = open_kb(root)
    file = cache_folder(root, {"EKSKB_CACHE": str(own_cache)}) / "catalog.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    (root / "kb" / "redis.md").unlink()

    with pytest.raises(RootError, match="another ekskb"):
        kb.refresh()

    other.close()


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        ("# 장애\n\n## 증상\n\n안됨\n".encode("cp949"), "encoding"),
        (b"# a\n\n## Symptoms\n\ncaf\xe9 closed\n", "encoding"),
    ],
)
def test_a_strange_document_is_a_problem_and_the_rest_is_served(
    root: Path, open_kb: Open, data: bytes, rule: str
) -> None:
    (root / "kb" / "strange.md").write_bytes(data)
    kb = open_kb(root)

    assert rule in [p.rule for p in kb.problems() if p.path == "kb/strange.md"]
    assert {"Redis timeout in the session service", "인증서 만료로 인한 웹훅 실패"} <= set(titles(kb))


def test_a_huge_document_is_left_out_with_a_hint(
    root: Path, open_kb: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ekskb.reader.MAX_DOCUMENT_BYTES", 1000)
    (root / "kb" / "huge.md").write_text("# x\n" + "line\n" * 1000)

    problem = open_kb(root).problems()[0]

    assert (problem.path, problem.rule) == ("kb/huge.md", "too-large")
    assert problem.hint


def test_the_same_title_in_two_documents_gets_two_ids(root: Path, open_kb: Open) -> None:
    text = (root / "kb" / "redis.md").read_text()
    (root / "kb" / "redis-again.md").write_text(text)
    ids = [hit.id for hit in open_kb(root).summaries()]

    assert len(ids) == len(set(ids)) == 3
