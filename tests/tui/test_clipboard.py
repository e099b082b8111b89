"""Copying: which way is taken, and that it is told truthfully."""

from __future__ import annotations

import base64
import sys
from collections.abc import Mapping

import pytest

from ekskb.tui import clipboard
from ekskb.tui.clipboard import OSC52_LIMIT, copy_by_tool, osc52, run_tool, usable_tools


def names(env: Mapping[str, str], there: set[str]) -> list[str]:
    return [tool.argv[0] for tool in usable_tools(env, lambda name: name if name in there else None)]


def test_a_tool_counts_only_when_it_is_there_and_has_its_display() -> None:
    there = {"wl-copy", "xclip", "pbcopy"}

    assert names({"DISPLAY": ":0"}, there) == ["xclip", "pbcopy"]
    assert names({"WAYLAND_DISPLAY": "w"}, there) == ["wl-copy", "pbcopy"]
    assert names({}, {"xclip"}) == []


def test_over_ssh_only_tools_that_reach_the_users_own_screen_are_used() -> None:
    env = {"SSH_CONNECTION": "a b", "WAYLAND_DISPLAY": "w", "TMUX": "t"}

    assert names(env, {"wl-copy", "pbcopy", "tmux"}) == ["tmux"]


def test_the_tool_that_worked_is_the_one_that_is_named() -> None:
    tried: list[str] = []

    def run(argv: tuple[str, ...], text: bytes) -> bool:
        tried.append(argv[0])
        return argv[0] == "xsel"

    outcome = copy_by_tool("x", {"DISPLAY": ":0"}, lambda name: name, run)

    assert tried[:2] == ["xclip", "xsel"]
    assert outcome is not None
    assert outcome.told == "Copied with xsel."


def test_windows_gets_utf_16_so_that_hangul_survives() -> None:
    given: list[bytes] = []

    def run(argv: tuple[str, ...], text: bytes) -> bool:
        given.append(text)
        return True

    copy_by_tool("한글", {}, lambda name: name if name == "clip.exe" else None, run)

    assert given == ["한글".encode("utf-16-le")]


def test_a_tool_that_hangs_fails_or_is_missing_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "TIMEOUT", 0.2)

    assert not run_tool((sys.executable, "-c", "import time; time.sleep(60)"), b"x")
    assert not run_tool((sys.executable, "-c", "raise SystemExit(1)"), b"x")
    assert not run_tool(("/nowhere/clip",), b"x")
    assert run_tool((sys.executable, "-c", "import sys; sys.stdin.read()"), b"x")


def test_the_terminal_sequence_holds_the_text_and_is_wrapped_for_tmux_and_screen() -> None:
    text = "kubectl get pods 한글"
    coded = base64.b64encode(text.encode()).decode()

    assert osc52(text, {}) == f"\x1b]52;c;{coded}\x07"
    assert osc52(text, {"TMUX": "x"}) == f"\x1bPtmux;\x1b\x1b]52;c;{coded}\x07\x1b\\"
    screen = osc52("x" * 3000, {"TERM": "screen-256color"})
    assert screen is not None
    chunks = screen.removesuffix("\x1b\\").split("\x1b\\")
    assert all(chunk.startswith("\x1bP") and len(chunk) <= 768 for chunk in chunks)


def test_a_text_too_long_for_a_terminal_is_not_sent_in_part() -> None:
    assert osc52("x" * OSC52_LIMIT, {}) is not None
    assert osc52("x" * (OSC52_LIMIT + 1), {}) is None
