"""`export html`: entries of a root -> a folder that any web space serves and any browser opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from ekskb.config import CONFIG_NAME
from ekskb.errors import RootError, UsageError
from ekskb.export.choosing import choose_entries
from ekskb.export.chrome import Settings
from ekskb.export.html_site import Site
from ekskb.export.origin import find_origin
from ekskb.export.redaction import RedactionReport, redact_entries
from ekskb.export.words import LANGUAGES, Language, say, site_language
from ekskb.export.workers import Workers
from ekskb.export.writer import FolderWriter, Written
from ekskb.kb import KnowledgeBase
from ekskb.model import Entry, Problem
from ekskb.store import DOCUMENTS, ENTRIES


class Request(msgspec.Struct, frozen=True):
    """What the user asked for; shared by all forms of export."""

    folder: Path
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    redact: bool = True
    language: Language | None = None
    """Of the interface; None takes the root's setting, or the language of most entries."""


class Report(msgspec.Struct, frozen=True):
    """What an export did."""

    entries: int
    written: Written
    redacted: dict[str, int]
    """Kind of secret -> how many were replaced."""

    redacted_entries: tuple[str, ...]
    images: int = 0
    problems: tuple[Problem, ...] = ()


_WORTH = 150
"""Entries from which further processes pay for their start."""


def choose(kb: KnowledgeBase, request: Request) -> tuple[Entry, ...]:
    """The entries that the request is about; raises UsageError for a request that cannot be meant."""
    _refuse_own_folders(kb.root, request.folder)
    return choose_entries(kb.entries(), request.only, request.exclude)


def cleaned(
    entries: Sequence[Entry], request: Request, workers: Workers
) -> tuple[tuple[Entry, ...], RedactionReport]:
    """The entries without their secrets, unless the request wants them. Raises RedactionError."""
    return redact_entries(entries, workers) if request.redact else (tuple(entries), RedactionReport())


def select_entries(kb: KnowledgeBase, request: Request) -> tuple[tuple[Entry, ...], RedactionReport]:
    """The entries of the request, without their secrets. Raises UsageError and RedactionError."""
    chosen = choose(kb, request)
    with Workers(len(chosen) < _WORTH) as workers:
        return cleaned(chosen, request, workers)


def export_html(
    kb: KnowledgeBase,
    request: Request,
    progress: Callable[[int, int], None] | None = None,
    told: Callable[[RedactionReport], None] = lambda report: None,
) -> Report:
    """Write the site into `request.folder`. `told` hears of redaction before the first file is written."""
    chosen = choose(kb, request)
    with FolderWriter(request.folder, "html") as writer, Workers(len(chosen) < _WORTH) as workers:
        entries, redaction = cleaned(chosen, request, workers)
        told(redaction)
        settings = read_settings(kb, entries, request.language)
        site = Site(entries, settings, kb.config, find_origin(kb.root, entries), workers)
        for file in site.files(progress):
            writer.add(file)
        written = writer.commit()
    problems = tuple(sorted(site.problems, key=lambda one: (one.path, one.line, one.message)))
    return Report(
        len(entries), written, redaction.counts, tuple(redaction.entries), len(site.images), problems
    )


def read_settings(kb: KnowledgeBase, entries: Sequence[Entry], language: Language | None) -> Settings:
    """How the site is to be: flag, then `ekskb.yaml`, then what the entries suggest."""
    site = kb.config.site
    configured = next((one for one in LANGUAGES if one == site.language), None)
    chosen = language or configured or site_language(entries)
    url = _web_address("url", site.url)
    return Settings(
        root=str(kb.root),
        title=site.title or kb.config.title or say(chosen, "title_default"),
        language=chosen,
        url=url if not url or url.endswith("/") else f"{url}/",
        edit_url=_web_address("edit_url", site.edit_url),
    )


def _web_address(key: str, value: str) -> str:
    """An address of the settings; raises RootError for one that a browser would run instead of open."""
    address = value.strip()
    if address and not address.lower().startswith(("https://", "http://")):
        raise RootError(f"{CONFIG_NAME}: site.{key}: {value!r} is not a web address", "begin with https://")
    return address


def _refuse_own_folders(root: Path, folder: Path) -> None:
    """An export among documents would be read as documents, or by git as entries."""
    for name in (DOCUMENTS, ENTRIES):
        own = (root / name).resolve()
        if folder.resolve() == own or own in folder.resolve().parents:
            raise UsageError(f"{folder}: lies within {name}/ of the knowledge base", "name another folder")
