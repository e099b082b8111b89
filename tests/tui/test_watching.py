"""Documents that change in another window are seen at once, wherever that can be watched."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ekskb.config import Config
from ekskb.tui.watching import Watcher
from tests.tui.conftest import Started
from tests.tui.fake_door import FakeDoor

LONG_ENOUGH = 20.0
"""Seconds; what is waited for comes within a tenth of one."""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "root" / "kb"
    folder.mkdir(parents=True)
    return folder


def test_a_change_of_a_document_is_told(documents: Path) -> None:
    told = threading.Event()
    watcher = Watcher((documents,), told.set)
    watcher.start()
    try:
        # Written until seen: the watcher may not be at its post at the first stroke.
        for stroke in range(int(LONG_ENOUGH / 0.1)):
            (documents / "a.md").write_text(f"# {stroke}")
            if told.wait(0.1):
                break
    finally:
        watcher.stop()

    assert told.is_set()


def test_nothing_to_watch_ends_without_a_word(tmp_path: Path) -> None:
    watcher = Watcher((tmp_path / "gone",), lambda: None)

    watcher.start()
    watcher._thread.join(LONG_ENOUGH)

    assert not watcher._thread.is_alive()


def test_a_stopped_watcher_ends(documents: Path) -> None:
    watcher = Watcher((documents,), lambda: None)
    watcher.start()

    watcher.stop()
    watcher._thread.join(LONG_ENOUGH)

    assert not watcher._thread.is_alive()


async def test_a_change_told_by_the_system_brings_the_app_to_look(started: Started, documents: Path) -> None:
    door = FakeDoor(root=documents.parent)
    async with started(door=door) as ui:
        door.changed = True

        ui.app._told_of_change()
        await ui.settle()

        assert not door.changed


async def test_texts_name_the_keys_of_the_user(started: Started) -> None:
    door = FakeDoor()
    door.config = Config(keymap={"open-file": "ctrl+o", "next-place": "ctrl+n"})
    async with started(100, 40, door=door, screen="match") as ui:
        assert "^o opens a log file" in ui.text()

        ui.app.open_entry("coredns-timeout")
        await ui.settle()
        await ui.press("slash", *"udp", "enter")

        assert "^n next" in ui.text()
