"""The argument list that opens a file at a line in the user's editor. Never a shell."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path, PurePath

from ekskb.errors import UsageError

_HINT = "set EDITOR, for example: export EDITOR=vim"
_GOTO = {
    "code": ("--goto", "{path}:{line}"),
    "code-insiders": ("--goto", "{path}:{line}"),
    "codium": ("--goto", "{path}:{line}"),
    "cursor": ("--goto", "{path}:{line}"),
    "subl": ("{path}:{line}",),
    "hx": ("{path}:{line}",),
    "helix": ("{path}:{line}",),
    "zed": ("{path}:{line}",),
    "micro": ("+{line}", "{path}"),
    "idea": ("--line", "{line}", "{path}"),
    "mate": ("--line", "{line}", "{path}"),
    "notepad": ("{path}",),
    "open": ("{path}",),
}
_DEFAULT = ("+{line}", "{path}")
"""vi, vim, nvim, nano, emacs, emacsclient, joe, kak, ne, mg: all take `+N FILE`."""


def editor_argv(env: Mapping[str, str], path: Path, line: int) -> list[str]:
    """Raises `UsageError` when no editor is set or its setting cannot be split."""
    setting = env.get("VISUAL") or env.get("EDITOR") or ""
    try:
        argv = shlex.split(setting)
    except ValueError as fault:
        raise UsageError(f"EDITOR cannot be read: {setting}", _HINT) from fault
    if not argv:
        raise UsageError("no editor is set", _HINT)
    name = PurePath(argv[0]).name.removesuffix(".exe").removesuffix(".cmd")
    form = _GOTO.get(name, _DEFAULT)
    return argv + [part.format(path=path, line=max(1, line)) for part in form]
