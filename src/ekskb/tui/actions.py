"""What the app does outside itself: the editor and the clipboard. Nothing else is ever started."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from textual.app import App, SuspendNotSupported

from ekskb.decode import decode
from ekskb.errors import EkskbError, UsageError
from ekskb.tui.clipboard import Outcome, copy_by_tool, osc52
from ekskb.tui.editor import editor_argv

LARGEST_LOG = 64 * 2**20
"""Bytes of a log file that are held in memory."""


def edit_file(app: App[None], path: Path, line: int) -> None:
    """Leave the screen to the editor until it ends; raises `EkskbError` when it cannot be started."""
    argv = editor_argv(os.environ, path, line)
    if not path.is_file():
        raise UsageError(f"{path} is not there any more", "the list is refreshed within a few seconds")
    try:
        with app.suspend():
            subprocess.run(argv, check=False)
    except SuspendNotSupported as fault:
        raise UsageError(
            "no editor can be opened from this terminal", f"open {path}:{line} yourself"
        ) from fault
    except OSError as fault:
        raise UsageError(
            f"{argv[0]} cannot be started: {fault.strerror}", "set EDITOR to an editor"
        ) from fault


def read_log(typed: str) -> str:
    """The text of a log file, whatever wrote it; raises `UsageError` when it cannot be read or is no text."""
    path = Path(typed).expanduser()
    try:
        if path.stat().st_size > LARGEST_LOG:
            raise UsageError(
                f"{path} is larger than {LARGEST_LOG // 2**20} MiB", "ekskb match reads it as a stream"
            )
        decoded = decode(path.read_bytes())
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise UsageError(f"{path} cannot be read: {reason}", "check the path") from fault
    if decoded.binary:
        raise UsageError(f"{path} is not a text file")
    return decoded.text


def copy_away(text: str) -> Outcome | str:
    """Copy by a local program; else give back the terminal sequence to send, or an empty string."""
    return copy_by_tool(text, os.environ) or osc52(text, os.environ) or ""


def save_text(text: str, folder: Path, name: str) -> Path:
    """Write `text` to a new file in `folder`, readable by the user alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / name
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text + "\n")
    except OSError as fault:
        raise EkskbError(f"{folder} cannot be written: {fault.strerror}") from fault
    return path
