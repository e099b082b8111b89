"""What an export is made from: the last commit of the documents, or else the date of the newest one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ekskb.model import Entry, Record
from ekskb.store import DOCUMENTS, ENTRIES

_PATIENCE = 20
"""Seconds that git gets; a repository that needs longer is treated as none."""


class Origin(Record, frozen=True):
    commit: str = ""
    """Short hash; empty outside git."""

    date: str = ""
    """ISO date of that commit, or of the newest entry; never the time of the export."""

    dirty: bool = False
    """True where documents differ from the commit."""


def find_origin(root: Path, entries: Iterable[Entry]) -> Origin:
    """Where the entries come from; the same root in the same state gives the same answer."""
    told = _git(root, "log", "-1", "--format=%h %cs", "--", DOCUMENTS, ENTRIES)
    commit, _, date = told.strip().partition(" ")
    if commit:
        return Origin(
            commit, date, bool(_git(root, "status", "--porcelain", "--", DOCUMENTS, ENTRIES).strip())
        )
    return Origin(date=max((entry.date for entry in entries if entry.date), default=""))


def _git(root: Path, *arguments: str) -> str:
    """What git prints; nothing where there is no git, no repository or no answer."""
    git = shutil.which("git")
    if not git:
        return ""
    command = [git, "-C", str(root), "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
