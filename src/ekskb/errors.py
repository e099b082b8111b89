"""The faults of a user or of their files: one line, one hint, one exit status."""

from __future__ import annotations

import enum


class Exit(enum.IntEnum):
    """Exit statuses of the command line."""

    OK = 0
    NOTHING = 1
    """Nothing found, or problems found by a check."""

    USAGE = 2
    UNUSABLE = 3
    """The knowledge base cannot be read or written."""

    INTERRUPTED = 130


class EkskbError(Exception):
    """A fault that is told to the user in one line; `hint` names the next step."""

    status: Exit = Exit.UNUSABLE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(EkskbError):
    """The command line, a query or an option is wrong."""

    status = Exit.USAGE


class NotFoundError(EkskbError):
    """A named thing, such as an entry id, does not exist."""

    status = Exit.NOTHING


class RootError(EkskbError):
    """The knowledge base cannot be read or written."""


class EntryFileError(RootError):
    """One file under entries/ is not an entry; `path` and `line` say where."""

    def __init__(self, message: str, path: str, line: int = 1, hint: str = "") -> None:
        super().__init__(f"{path}:{line}: {message}", hint)
        self.reason = message
        self.path = path
        self.line = line
