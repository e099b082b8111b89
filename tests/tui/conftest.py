"""What the tests of the terminal UI share: an app over a knowledge base in memory."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from ekskb.tui import actions
from ekskb.tui.app import EksKbApp
from ekskb.tui.clipboard import Outcome
from tests.tui.fake_door import FakeDoor

Started = Callable[..., AbstractAsyncContextManager["Driver"]]


class Driver:
    """An app under test and the ways to work it."""

    def __init__(self, app: EksKbApp, pilot: Pilot[None], door: FakeDoor) -> None:
        self.app, self.pilot, self.door = app, pilot, door
        self.copied: list[str] = []
        self.edited: list[tuple[Path, int]] = []

    async def settle(self) -> None:
        """Wait until nothing is under way: workers, their answers, timers of the screens."""
        for _ in range(3):
            await self.pilot.pause()
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def paste(self, text: str) -> None:
        self.app.post_message(events.Paste(text))
        await self.settle()

    @property
    def notices(self) -> list[str]:
        return [notice.message for notice in self.app._notifications]

    @property
    def screen_name(self) -> str:
        return type(self.app.screen).__name__

    def text(self) -> str:
        """What the screen shows, one line per row."""
        return "\n".join(strip.text.rstrip() for strip in self.app.screen._compositor.render_strips())


NOW = datetime(2026, 1, 10, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Feedback of a test goes to a folder of its own."""
    monkeypatch.setenv("EKSKB_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> Started:
    """`async with started(width, height) as ui`. Clipboard and editor are recorded, never run."""

    @asynccontextmanager
    async def start(
        width: int = 80,
        height: int = 24,
        door: FakeDoor | None = None,
        paste: str = "",
        screen: str = "search",
    ) -> AsyncIterator[Driver]:
        door = door or FakeDoor()
        app = EksKbApp(door, paste, screen)
        app.now = lambda: NOW
        async with app.run_test(size=(width, height)) as pilot:
            ui = Driver(app, pilot, door)

            def copy(text: str) -> Outcome:
                ui.copied.append(text)
                return Outcome("tool", "Copied with test.")

            monkeypatch.setattr(actions, "copy_away", copy)
            monkeypatch.setattr(actions, "edit_file", lambda _, path, line: ui.edited.append((path, line)))
            await ui.settle()
            yield ui
        gc.unfreeze()  # the app set its long-lived objects aside; here it is gone, and they are garbage

    return start
