"""The one door: answers keep coming while something beside them goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ekskb.errors import NotFoundError
from ekskb.kb import KnowledgeBase
from ekskb.search.index import IndexBusyError, TextIndex

Open = Callable[[Path], KnowledgeBase]


def test_a_search_beside_another_writer_answers_from_the_old_index(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notices: list[str] = []
    kb = KnowledgeBase.open(root, notify=notices.append)
    kb.refresh()
    kb.search("redis")
    document = root / "kb" / "redis.md"
    document.write_text(document.read_text().replace("Redis timeout", "Valkey timeout"))
    kb.refresh()

    def busy(*_: Any, **__: Any) -> None:
        raise IndexBusyError("another ekskb is writing", "wait")

    with monkeypatch.context() as patch:
        patch.setattr(TextIndex, "update", busy)
        assert kb.search("redis").total == 1
    assert notices == ["another ekskb is writing"]
    assert kb.search("valkey").total == 1
    kb.close()


def test_a_removed_entry_is_found_no_longer(root: Path, open_kb: Open) -> None:
    kb = open_kb(root)
    assert kb.search("redis").total == 1
    (root / "kb" / "redis.md").unlink()
    kb.refresh()

    assert kb.search("redis").total == 0
    assert kb.match("session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session").matches == ()


def test_a_match_fills_commands_from_the_paste(root: Path, open_kb: Open) -> None:
    paste = (
        "2026-03-01T08:11:12Z ERROR redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session\n"
        "2026-03-01T08:11:13Z ERROR session store unavailable: circuit breaker is open namespace=shop\n"
    )
    match = open_kb(root).match(paste).matches[0]
    restart = next(command for command in match.commands if command.role == "fix")

    assert restart.text == "kubectl rollout restart deploy/session -n shop"
    assert [(fill.placeholder, fill.value, fill.line) for fill in restart.fills] == [
        ("<namespace>", "shop", 2)
    ]
    assert restart.placeholders == ()


def test_an_unknown_id_is_not_found(root: Path, open_kb: Open) -> None:
    with pytest.raises(NotFoundError, match="no entry 'nothing-like-it'"):
        open_kb(root).get("nothing-like-it")


def test_heading_words_of_the_root_are_understood(root: Path, open_kb: Open) -> None:
    (root / "kb" / "ours.md").write_text(
        "# Disk full\n\n## What the pager said\n\nNo space.\n\n## Handgriffe\n\nDelete logs.\n"
    )
    (root / "ekskb.yaml").write_text(
        "headings:\n  symptom: [What the pager said]\n  fix: [Handgriffe]\n", encoding="utf-8"
    )
    entry = open_kb(root).get("disk-full")

    assert "No space." in entry.symptom
    assert "Delete logs." in entry.fix


def test_notices_can_be_ignored(root: Path) -> None:
    kb = KnowledgeBase.open(root)

    assert kb.refresh()
    kb.close()
