"""Where the knowledge base is and how its owner set it up.

Precedence everywhere: flag, environment, `ekskb.yaml` in the root, default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from ekskb.errors import RootError
from ekskb.model import Role

CONFIG_NAME = "ekskb.yaml"


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    off: tuple[str, ...] = ()
    """Ids of check rules that this root does not want."""


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How `ekskb export html` names the site and where it will be."""

    title: str = ""
    """Name on every page; empty for the title of the knowledge base."""

    url: str = ""
    """Where the site will be served; gives it a feed, a sitemap and previews of its links."""

    edit_url: str = ""
    """Where documents are edited: an address that the path follows, or one with `{path}` and `{line}`."""

    language: Literal["", "en", "ko"] = ""
    """Language of the pages around the entries; empty for that of most entries."""


class Search(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    feedback: bool = True
    """Whether what was noted on this machine moves hits a little."""


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `ekskb.yaml` may hold; every key is optional."""

    title: str = ""
    """Name of the knowledge base, shown in the terminal UI."""

    headings: dict[Role, tuple[str, ...]] = {}
    """Heading words of this team, by the role that they stand for."""

    check: Check = Check()
    search: Search = Search()
    site: Site = Site()
    theme: str = ""
    """Theme of the terminal UI; empty for its default."""

    keymap: dict[str, str] = {}
    """Keys of the terminal UI by the id of their action, several joined by commas."""


def find_root(flag: str | None, environ: Mapping[str, str], start: Path) -> Path:
    """The root to work on; raises RootError when a named one does not exist or cannot be read."""
    named = flag or environ.get("EKSKB_ROOT")
    if named:
        origin = "--root" if flag else "EKSKB_ROOT"
        return _readable(Path(named).expanduser(), f"{origin} names")
    for folder in (start, *start.parents):
        if (folder / "kb").is_dir():
            return folder
    return starter_root()


def starter_root() -> Path:
    """The knowledge base that ships with ekskb: inside the wheel, or the checkout's own."""
    package = Path(__file__).parent
    for folder in (package / "starter", package.parents[1]):
        if (folder / "kb").is_dir():
            return folder
    raise RootError("the starter knowledge base is missing from this installation", "reinstall ekskb")


def load_config(root: Path) -> Config:
    """Read `ekskb.yaml`; a root without one gets the defaults. Raises RootError naming line and key."""
    path = root / CONFIG_NAME
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Config()
    except OSError as fault:
        raise RootError(f"{path}: cannot be read: {fault.strerror}") from fault
    return _parse_config(data, path)


def cache_folder(root: Path, environ: Mapping[str, str]) -> Path:
    """Where derived data of `root` lives: one folder a root and user, outside the root."""
    import hashlib

    base = environ.get("EKSKB_CACHE")
    if not base:
        import platformdirs

        base = platformdirs.user_cache_dir("ekskb", appauthor=False)
    digest = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return Path(base) / digest


def _parse_config(data: bytes, path: Path) -> Config:
    import yaml

    try:
        value = yaml.safe_load(data)
    except yaml.MarkedYAMLError as fault:
        line = fault.problem_mark.line + 1 if fault.problem_mark else 1
        raise RootError(f"{path}:{line}: not YAML: {fault.problem or fault.context}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise RootError(f"{path}:1: not YAML: {str(fault).splitlines()[0]}") from None
    try:
        return msgspec.convert(value or {}, Config)
    except msgspec.ValidationError as fault:
        reason, _, where = str(fault).partition(" - at ")
        key = where.strip("`").removeprefix("$").lstrip(".")
        known = ", ".join(Config.__struct_fields__)
        raise RootError(f"{path}: {key + ': ' if key else ''}{reason}", f"known keys: {known}") from None


def _readable(folder: Path, origin: str) -> Path:
    if not folder.exists():
        raise RootError(f"{folder}: no such folder ({origin} it)", "run 'ekskb init' there to start one")
    if not folder.is_dir():
        raise RootError(f"{folder}: not a folder ({origin} it)", "name the folder that holds kb/")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise RootError(f"{folder}: permission denied ({origin} it)")
    if not (folder / "kb").is_dir() and not (folder / "entries").is_dir():
        raise RootError(f"{folder}: holds neither kb/ nor entries/", "run 'ekskb init' there to start one")
    return folder
