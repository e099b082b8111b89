"""Files of an export -> a folder: only what changed, all at once, and never over files of others.

Everything is written beside the old files first and then moved into place. A list of what was written
stays in the folder; only files on that list are ever replaced or removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import msgspec

from ekskb.errors import RootError, UsageError
from ekskb.export.site_file import SiteFile

MANIFEST = ".ekskb-export.json"
_STAGE = ".ekskb-stage-"
_OLD = 3600
"""Seconds after which nobody works on a stage any more."""

# What a folder may hold before the first export: a repository for pages, and the marks of its host.
_HARMLESS = frozenset((".git", ".nojekyll", "CNAME", ".gitignore", ".gitattributes", ".DS_Store"))


class Manifest(msgspec.Struct, frozen=True):
    """What the last export wrote."""

    schema: int = 1
    form: str = ""
    """`html`, `markdown` or `json`: a folder holds one of them."""

    files: dict[str, str] = {}
    """Path -> SHA-256 of the content."""


class Written(msgspec.Struct, frozen=True):
    """What an export did to its folder."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0


class FolderWriter:
    """Collects the files of one export; nothing of the old one changes before `commit`.

    To be used as a context manager: leaving it without `commit` leaves the folder as it was.
    """

    def __init__(self, folder: Path, form: str) -> None:
        self._folder = folder
        self._form = form
        self._old = _claim(folder, form)
        self._files: dict[str, str] = {}
        self._staged: list[str] = []
        self._stage: Path | None = None

    def __enter__(self) -> FolderWriter:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._drop_old_stages()
            self._stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=self._folder))
        except OSError as fault:
            raise _unwritable(self._folder, fault) from fault
        return self

    def __exit__(self, *_: object) -> None:
        if self._stage is not None:
            shutil.rmtree(self._stage, ignore_errors=True)

    def add(self, file: SiteFile) -> None:
        """Take one file; raises RootError where it cannot be put into the folder."""
        name = _checked(file.path)
        digest = hashlib.sha256(file.content).hexdigest()
        self._files[name] = digest
        target = self._folder / name
        if self._old.files.get(name) == digest and _has(target, file.content):
            return
        if name not in self._old.files and os.path.lexists(target):
            raise RootError(
                f"{target}: exists, and no export wrote it", "move it away, or export into another folder"
            )
        self._staged.append(name)
        _put(self._staging() / name, file.content)

    def commit(self) -> Written:
        """Move what changed into place and remove what is no longer wanted."""
        gone = sorted(self._old.files.keys() - self._files.keys())
        self._refuse_links()
        # Should we be killed half-way, the next export still knows which files are its own.
        self._note(self._old.files | self._files)
        backup = self._staging() / ".old"
        moved: list[str] = []
        try:
            for name in self._staged:
                moved.append(name)
                self._replace(name, backup)
            for name in gone:
                moved.append(name)
                self._remove(name, backup)
        except (OSError, KeyboardInterrupt) as fault:
            self._restore(moved, backup)
            self._note(self._old.files)
            if isinstance(fault, OSError):
                raise _unwritable(self._folder, fault) from fault
            raise
        self._note(self._files)
        self._drop_empty(gone)
        removed = tuple(name for name in gone if os.path.lexists(backup / name))
        return Written(tuple(sorted(self._staged)), removed, len(self._files) - len(self._staged))

    def _replace(self, name: str, backup: Path) -> None:
        target, kept = self._folder / name, backup / name
        if os.path.lexists(target):
            kept.parent.mkdir(parents=True, exist_ok=True)
            _link_or_copy(target, kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        (self._staging() / name).replace(target)

    def _remove(self, name: str, backup: Path) -> None:
        target, kept = self._folder / name, backup / name
        # A folder under the name of a file is somebody else's, with all that is in it.
        if os.path.lexists(target) and (target.is_symlink() or not target.is_dir()):
            kept.parent.mkdir(parents=True, exist_ok=True)
            target.rename(kept)

    def _restore(self, names: Iterable[str], backup: Path) -> None:
        for name in names:
            with contextlib.suppress(OSError):
                if os.path.lexists(backup / name):
                    (backup / name).replace(self._folder / name)
                elif name not in self._old.files:
                    (self._folder / name).unlink(missing_ok=True)

    def _note(self, names: dict[str, str]) -> None:
        text = msgspec.json.format(msgspec.json.encode(Manifest(1, self._form, dict(sorted(names.items())))))
        path = self._folder / MANIFEST
        if not _has(path, text):
            new = self._staging() / MANIFEST
            _put(new, text)
            new.replace(path)

    def _drop_empty(self, gone: Iterable[str]) -> None:
        """Remove folders that pruning left empty."""
        for folder in sorted({p for name in gone for p in _parents(name)}, key=len, reverse=True):
            with contextlib.suppress(OSError):
                (self._folder / folder).rmdir()

    def _drop_old_stages(self) -> None:
        """Remove what killed exports left behind; a young one may be at work this moment."""
        for left in self._folder.glob(f"{_STAGE}*"):
            if left.stat().st_mtime < time.time() - _OLD:
                shutil.rmtree(left, ignore_errors=True)

    def _refuse_links(self) -> None:
        """A folder of ours that has become a symbolic link would lead the files elsewhere."""
        touched = {*self._staged, *(self._old.files.keys() - self._files.keys())}
        for folder in sorted({p for name in touched for p in _parents(name)}):
            if (self._folder / folder).is_symlink():
                raise RootError(f"{self._folder / folder}: is a symbolic link", "remove it and export again")

    def _staging(self) -> Path:
        assert self._stage is not None, "to be used as a context manager"
        return self._stage


def _claim(folder: Path, form: str) -> Manifest:
    """What an earlier export wrote there; raises UsageError for a folder that is not ours."""
    try:
        names = {item.name for item in os.scandir(folder)}
    except FileNotFoundError:
        return Manifest(form=form)
    except OSError as fault:
        raise _unwritable(folder, fault) from fault
    if MANIFEST not in names:
        if not names - _HARMLESS - {name for name in names if name.startswith(_STAGE)}:
            return Manifest(form=form)
        raise UsageError(
            f"{folder}: is not empty, and no export wrote it", "name a new folder, or an earlier export"
        )
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as fault:
        raise RootError(
            f"{folder / MANIFEST}: cannot be read: {fault}", "export into a new folder"
        ) from fault
    if manifest.form != form:
        raise UsageError(f"{folder}: holds an export as {manifest.form}", "name another folder")
    safe = {name: digest for name, digest in manifest.files.items() if _is_safe(name)}
    return msgspec.structs.replace(manifest, files=safe)


def _checked(path: str) -> str:
    if not _is_safe(path):
        raise RootError(f"{path!r} is not a path within the export")
    return path


def _is_safe(path: str) -> bool:
    """A relative path of plain parts that stays below the folder."""
    parts = path.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or ":" in part or "\0" in part for part in parts)


def _parents(name: str) -> Iterator[str]:
    return (str(parent) for parent in PurePosixPath(name).parents if str(parent) != ".")


def _has(path: Path, content: bytes) -> bool:
    """Whether the file holds exactly this."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def _put(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as fault:
        raise _unwritable(path, fault) from fault


def _link_or_copy(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _unwritable(path: Path, fault: OSError) -> RootError:
    return RootError(
        f"{path}: cannot be written: {fault.strerror or fault}",
        "nothing was lost: the old export still stands",
    )
