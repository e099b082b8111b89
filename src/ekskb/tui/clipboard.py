"""Copying text by whatever works here, and saying truthfully what it was.

Ways, in order: a local clipboard program; tmux's own buffer; the OSC 52 terminal sequence, which no
terminal acknowledges; a file. Nothing but the named programs is ever started.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

TIMEOUT = 2.0
"""Seconds after which a clipboard program counts as hanging (an X server that went away)."""

OSC52_LIMIT = 74_994
"""Bytes of text that xterm and hterm take in one OSC 52 sequence (100,000 once encoded)."""

_SCREEN_CHUNK = 700
"""GNU screen cuts a device control string after 768 bytes."""

How = Literal["tool", "terminal", "file", "nothing"]


@dataclass(frozen=True, slots=True)
class Tool:
    argv: tuple[str, ...]
    needs: str
    """Environment variable without which the program cannot work; empty for none."""

    encoding: str = "utf-8"
    remote: bool = False
    """Whether it reaches the user's own machine over SSH, too."""


TOOLS: tuple[Tool, ...] = (
    Tool(("wl-copy",), "WAYLAND_DISPLAY"),
    Tool(("xclip", "-selection", "clipboard"), "DISPLAY", remote=True),
    Tool(("xsel", "--clipboard", "--input"), "DISPLAY", remote=True),
    Tool(("pbcopy",), ""),
    Tool(("clip.exe",), "", encoding="utf-16-le"),
    Tool(("tmux", "load-buffer", "-w", "-"), "TMUX", remote=True),
)

Which = Callable[[str], str | None]
Run = Callable[[tuple[str, ...], bytes], bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    how: How
    told: str
    """What to tell the user."""


def usable_tools(env: Mapping[str, str], which: Which = shutil.which) -> Iterator[Tool]:
    """The programs that can reach a clipboard of the user from here."""
    remote = bool(env.get("SSH_CONNECTION") or env.get("SSH_TTY"))
    for tool in TOOLS:
        if (not tool.needs or env.get(tool.needs)) and (tool.remote or not remote) and which(tool.argv[0]):
            yield tool


def run_tool(argv: tuple[str, ...], text: bytes) -> bool:
    """Feed `text` to a clipboard program; False when it fails, hangs or is gone."""
    # Output goes nowhere: xclip stays in the background and would hold a pipe open for ever.
    try:
        done = subprocess.run(
            argv,
            input=text,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def copy_by_tool(
    text: str, env: Mapping[str, str], which: Which = shutil.which, run: Run = run_tool
) -> Outcome | None:
    """Try the local programs; None when none is there or works."""
    for tool in usable_tools(env, which):
        if run(tool.argv, text.encode(tool.encoding, "replace")):
            return Outcome("tool", _told(tool))
    return None


def _told(tool: Tool) -> str:
    if tool.argv[0] == "tmux":
        return "Copied to the tmux buffer (prefix ] pastes it)."
    return f"Copied with {tool.argv[0]}."


def osc52(text: str, env: Mapping[str, str]) -> str | None:
    """The terminal sequence that asks for the clipboard, wrapped for tmux or screen; None when too long."""
    raw = text.encode("utf-8", "replace")
    if len(raw) > OSC52_LIMIT:
        return None
    plain = f"\x1b]52;c;{base64.b64encode(raw).decode('ascii')}\x07"
    if env.get("TMUX"):
        return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if env.get("STY") or env.get("TERM", "").startswith("screen"):
        chunks = (plain[at : at + _SCREEN_CHUNK] for at in range(0, len(plain), _SCREEN_CHUNK))
        return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
    return plain
