"""The files of a root: documents under kb/, entries under entries/."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ekskb.errors import RootError
from ekskb.text import nfc

DOCUMENTS, ENTRIES = "kb", "entries"
DOCUMENT_SUFFIXES = (".md", ".markdown")
ENTRY_SUFFIX = ".yaml"
MAX_DOCUMENT_BYTES = 20_000_000
"""A larger document is a mistake (a log saved as Markdown); it is reported and left out."""

# A guide for writers, not an incident; only at the top, where people look for it.
_GUIDE = "readme.md"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of the root and the cheap evidence that it has not changed."""

    name: str
    """Path relative to the root, forward slashes, NFC."""

    path: Path
    stamp: str
    """Size and modification time; equal stamps mean equal content for our purpose."""


def list_documents(root: Path) -> tuple[StoredFile, ...]:
    """The Markdown files under kb/, sorted by name; hidden ones and kb/README.md are not documents."""
    found = _walk(root / DOCUMENTS, DOCUMENTS, DOCUMENT_SUFFIXES)
    return tuple(file for file in found if file.name.lower() != f"{DOCUMENTS}/{_GUIDE}")


def list_entry_files(root: Path) -> tuple[StoredFile, ...]:
    """The YAML files directly under entries/, sorted by name."""
    return tuple(_walk(root / ENTRIES, ENTRIES, (ENTRY_SUFFIX,)))


def read_file(file: StoredFile) -> bytes:
    """The bytes of a document or entry file; raises OSError."""
    return file.path.read_bytes()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader, a crash or a full disk never leaves half of it behind.

    Raises RootError; the file that stood there before is then untouched.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".ekskb-", dir=path.parent)
    except OSError as fault:
        raise _unwritable(path, fault) from fault
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as fault:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise _unwritable(path, fault) from fault


def write_new(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a file under `stem`, or `stem-2`, `stem-3` where that exists. Raises RootError."""
    path = folder / f"{stem}{suffix}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{suffix}"
        number += 1
    write_atomically(path, data)
    return path


def remove_file(path: Path) -> None:
    """Remove a generated file; one that is gone already is fine. Raises RootError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _mode(path: Path) -> int:
    """Permissions for a file written anew: those it had, or what the umask leaves of 0644."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o644 & ~mask


def _unwritable(path: Path, fault: OSError) -> RootError:
    return RootError(
        f"{path}: cannot be written: {fault.strerror or fault}", "nothing was lost: the old file still stands"
    )


def _walk(folder: Path, name: str, suffixes: tuple[str, ...]) -> Iterator[StoredFile]:
    """The files below a folder, whose name from the root is `name`."""
    try:
        items = sorted(os.scandir(folder), key=lambda item: nfc(item.name))
    except FileNotFoundError:
        return
    except OSError as fault:
        if "/" not in name:
            raise RootError(f"{folder}: cannot be read: {fault.strerror}") from fault
        # One closed folder deep inside must not hide the rest: whoever reads it reports it.
        yield StoredFile(name, folder, "unreadable")
        return
    for item in items:
        if item.name.startswith("."):
            continue
        if item.is_dir(follow_symlinks=False):
            # entries/ is flat, kb/ is a tree.
            if suffixes is DOCUMENT_SUFFIXES:
                yield from _walk(Path(item.path), f"{name}/{_text(item.name)}", suffixes)
        elif item.name.lower().endswith(suffixes):
            yield from _stamped(item, name)


def _stamped(item: os.DirEntry[str], folder: str) -> Iterator[StoredFile]:
    """The file with its stamp; a dangling link or a file that just vanished yields nothing."""
    with contextlib.suppress(OSError):
        stat = item.stat()
        yield StoredFile(
            f"{folder}/{_text(item.name)}", Path(item.path), f"{stat.st_size}:{stat.st_mtime_ns}"
        )


def _text(name: str) -> str:
    """A file's name as text; bytes that are no UTF-8 become U+FFFD, since names are printed and encoded."""
    return nfc(os.fsencode(name).decode("utf-8", "replace"))
