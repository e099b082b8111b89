"""A change costs what changed, and a damaged cache costs nothing but time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from ekskb.config import cache_folder
from ekskb.kb import KnowledgeBase
from ekskb.logs.reading import read_entry
from ekskb.model import Entry

Open = Callable[[Path], KnowledgeBase]
PASTE = "session redis: dial tcp 10.9.8.7:6379: i/o timeout while loading session"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ids of the entries that were read for the index since the test began."""
    seen: list[str] = []

    def counted(entry: Entry) -> bytes:
        seen.append(entry.id)
        return read_entry(entry)

    monkeypatch.setattr("ekskb.logs.reading.read_entry", counted)
    return seen


def test_only_the_changed_entry_is_read_again(root: Path, open_kb: Open, read: list[str]) -> None:
    kb = open_kb(root)
    assert kb.match(PASTE).matches
    assert len(read) == 2
    document = root / "kb" / "cert.md"
    document.write_text(document.read_text(encoding="utf-8").replace("x509", "tls"), encoding="utf-8")
    kb.refresh()

    assert kb.match(PASTE).matches
    assert read[2:] == ["2025-02-03-인증서-만료로-인한-웹훅-실패"]


def test_another_process_reads_nothing_again(root: Path, open_kb: Open, read: list[str]) -> None:
    open_kb(root).match(PASTE)
    count = len(read)

    assert open_kb(root).match(PASTE).matches
    assert len(read) == count


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE parts SET part = x'00'",
        "UPDATE meta SET value = x'00' WHERE key = 'signatures'",
        "UPDATE meta SET value = x'00' WHERE key = 'parts-of'",
    ],
)
def test_damaged_parts_are_made_anew(root: Path, open_kb: Open, own_cache: Path, damage: str) -> None:
    open_kb(root).match(PASTE)
    file = cache_folder(root, {"EKSKB_CACHE": str(own_cache)}) / "catalog.sqlite"
    with sqlite3.connect(file) as db:
        db.execute(damage)
        db.execute("UPDATE meta SET value = x'00' WHERE key = 'signatures-of'")
    db.close()

    assert open_kb(root).match(PASTE).matches
