"""Entry files as read back: an entry, or the problem that the file is."""

from __future__ import annotations

import msgspec

from ekskb.codec import entry_from_yaml, path_in_broken_yaml
from ekskb.decode import decode
from ekskb.errors import EntryFileError
from ekskb.model import Entry, Problem
from ekskb.store import ENTRIES, ENTRY_SUFFIX, StoredFile, read_file


class Held(msgspec.Struct, frozen=True):
    """One file under entries/."""

    name: str
    stamp: str
    path: str
    """The document that it belongs to; empty where even that is unreadable."""

    entry: Entry | None
    problem: Problem | None = None


def read_entry_file(file: StoredFile) -> Held:
    """Read one entry file; whatever is wrong with it becomes its Problem."""
    try:
        text = decode(read_file(file)).text
    except OSError as fault:
        return Held(file.name, file.stamp, "", None, _problem(file.name, f"cannot be read: {fault.strerror}"))
    try:
        entry = entry_from_yaml(text, file.name)
    except EntryFileError as fault:
        problem = _problem(file.name, fault.reason, fault.line, fault.hint)
        return Held(file.name, file.stamp, path_in_broken_yaml(text), None, problem)
    if file.name != f"{ENTRIES}/{entry.id}{ENTRY_SUFFIX}":
        problem = _problem(file.name, f"holds the entry {entry.id!r}, which is not its name", 2)
        return Held(file.name, file.stamp, entry.source.path, None, problem)
    return Held(file.name, file.stamp, entry.source.path, entry)


def _problem(path: str, message: str, line: int = 1, hint: str = "") -> Problem:
    return Problem(
        rule="entry-file",
        severity="error",
        message=message,
        path=path,
        line=line,
        hint=hint or "run 'ekskb build' to write it anew from its document",
    )
