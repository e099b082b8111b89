"""The main flows in a real terminal: tmux types, pastes and looks. Skipped where there is no tmux."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.fake_door import LOG

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
CHECKOUT = Path(__file__).parents[2]
START = (
    "import sys; sys.path.insert(0, '.')\n"
    "from tests.tui.fake_door import FakeDoor\n"
    "from ekskb.tui.app import run\n"
    "paste = '' if sys.stdin.isatty() else sys.stdin.read()\n"
    "print('left with', run(FakeDoor(), paste))\n"
)


class Terminal:
    """A tmux server of its own with one window."""

    def __init__(self, folder: Path, width: int, height: int) -> None:
        self._base = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]
        self._script = folder / "start.py"
        self._script.write_text(START, "utf-8")
        self._tmux("new-session", "-d", "-x", str(width), "-y", str(height), "sh")
        self._tmux("set-option", "-g", "remain-on-exit", "on")

    def _tmux(self, *args: str) -> str:
        done = subprocess.run(
            [*self._base, *args], capture_output=True, text=True, check=False, timeout=20, cwd=CHECKOUT
        )
        return done.stdout

    def start(self, piped: Path | None = None) -> None:
        source = f"cat '{piped}' | " if piped else ""
        settings = f"TERM=xterm-256color SSH_CONNECTION=test EKSKB_DATA='{self._script.parent}'"
        self.type(
            f"{source}env -u TMUX -u STY -u DISPLAY {settings} '{sys.executable}' '{self._script}'", "Enter"
        )

    def type(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def paste(self, text: str) -> None:
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p")

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def wait_for(self, words: str) -> str:
        """The screen once it shows `words`; fails after a generous while."""
        end = time.monotonic() + 30
        while words not in (shown := self.screen()):
            assert time.monotonic() < end, f"{words!r} never came; the screen shows:\n{shown}"
            time.sleep(0.05)
        return shown

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture(params=[(80, 24), (200, 50)], ids=["80x24", "200x50"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path, *request.param)
    yield terminal
    terminal.close()


def test_search_open_paste_copy_and_quit(terminal: Terminal) -> None:
    terminal.start()
    terminal.wait_for("4 entries")
    terminal.type("coredns")
    terminal.wait_for("1 entry")
    terminal.type("Enter")
    terminal.wait_for("Root cause")

    terminal.paste(LOG)
    terminal.wait_for("1 match")
    terminal.type("c")
    terminal.wait_for("filled from the log")
    terminal.type("Enter")
    terminal.wait_for("Sent to the terminal (OSC 52)")

    terminal.type("q")
    left = terminal.wait_for("left with 0")
    assert "kubectl -n pay apply -f peer-auth.yaml" in left


def test_a_log_from_a_pipe_opens_its_answer_and_the_keyboard_works(
    terminal: Terminal, tmp_path: Path
) -> None:
    log = tmp_path / "some.log"
    log.write_text(LOG, "utf-8")
    terminal.start(piped=log)
    terminal.wait_for("1 match")

    terminal.type("q")
    terminal.wait_for("left with 0")
