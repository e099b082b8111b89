"""`export markdown`: a tree that MkDocs Material, Zensical and Backstage TechDocs take, and ekskb as well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from ekskb.export.chrome import Settings
from ekskb.export.html_export import Report, Request, choose, cleaned, read_settings
from ekskb.export.links import file_name, href
from ekskb.export.markdown_links import INDEX_PAGE, MarkdownLinks
from ekskb.export.markdown_page import entry_document
from ekskb.export.origin import Origin, find_origin
from ekskb.export.redaction import RedactionReport
from ekskb.export.site_file import SiteFile
from ekskb.export.words import say
from ekskb.export.workers import Workers
from ekskb.export.writer import FolderWriter
from ekskb.kb import KnowledgeBase, make_vocabulary
from ekskb.model import Entry, Kind
from ekskb.text import slug

_GROUPS: tuple[tuple[Kind, str], ...] = (
    ("incident", "nav_incidents"),
    ("howto", "nav_howtos"),
    ("reference", "nav_references"),
)
_NONE = "…"
"""Name of the group of entries about no known component."""

_CATALOG_NAME = 63
"""Characters that Backstage allows in a name."""

_EXTENSIONS = ("attr_list", "tables", "pymdownx.highlight", "pymdownx.superfences", "pymdownx.magiclink")


def export_markdown(
    kb: KnowledgeBase,
    request: Request,
    progress: Callable[[int, int], None] | None = None,
    told: Callable[[RedactionReport], None] = lambda report: None,
) -> Report:
    """Write `kb/`, one document an entry, and `mkdocs.yml`. The folder is a root that ekskb opens, too."""
    chosen = choose(kb, request)
    with FolderWriter(request.folder, "markdown") as writer:
        entries, redaction = cleaned(chosen, request, Workers(alone=True))
        told(redaction)
        settings = read_settings(kb, entries, request.language)
        vocabulary, links = make_vocabulary(kb.config), MarkdownLinks(kb.root, entries)
        for number, entry in enumerate(entries, 1):
            text = entry_document(entry, vocabulary, partial(links.rewrite, entry))
            writer.add(SiteFile(f"kb/{document_name(entry)}", text.encode("utf-8", "replace")))
            if progress:
                progress(number, len(entries))
        images = tuple(links.images())
        for file in (*images, *frame_files(entries, settings, find_origin(kb.root, entries))):
            writer.add(file)
        written = writer.commit()
    found = tuple(redaction.entries)
    return Report(len(entries), written, redaction.counts, found, len(images), links.problems)


def document_name(entry: Entry) -> str:
    return f"{file_name(entry.id)}.md"


def frame_files(entries: Sequence[Entry], settings: Settings, origin: Origin) -> Iterator[SiteFile]:
    """What the generators want beside the documents: their settings, a first page, an entry of a catalog."""
    nav: list[dict[str, object]] = [{settings.title: INDEX_PAGE}]
    lines = [f"# {settings.title}", "", _origin_line(settings, origin), ""]
    for kind, key in _GROUPS:
        groups = _by_component(entry for entry in entries if entry.kind == kind)
        if not groups:
            continue
        name = say(settings.language, key)
        nav.append({name: [{group: _nav(found)} for group, found in groups.items()]})
        lines += [f"## {name}", ""]
        for group, found in groups.items():
            lines += [f"### {group}", "", *map(_bullet, found), ""]
    yield _text("kb/README.md", "\n".join(lines).rstrip("\n") + "\n")
    yield _text("mkdocs.yml", _yaml(_mkdocs(settings, nav)))
    yield _text("catalog-info.yaml", _yaml(_catalog_entity(settings)))


def _mkdocs(settings: Settings, nav: Sequence[dict[str, object]]) -> dict[str, object]:
    theme: dict[str, object] = {"name": "material", "language": settings.language}
    theme |= {
        "features": [
            "navigation.indexes",
            "navigation.prune",
            "navigation.tabs",
            "content.code.copy",
            "search.highlight",
        ]
    }
    url = {"site_url": settings.url} if settings.url else {}
    search = {"search": {"lang": ["en", *([settings.language] if settings.language != "en" else [])]}}
    return {
        "site_name": settings.title,
        **url,
        "docs_dir": "kb",
        "theme": theme,
        "plugins": [search, "tags"],
        "markdown_extensions": list(_EXTENSIONS),
        "nav": list(nav),
    }


def _catalog_entity(settings: Settings) -> dict[str, object]:
    """What Backstage needs to find the documents; the owner is the team's to fill in."""
    about = {"name": slug(settings.title, _CATALOG_NAME), "title": settings.title}
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {**about, "annotations": {"backstage.io/techdocs-ref": "dir:."}},
        "spec": {"type": "documentation", "lifecycle": "production", "owner": "unknown"},
    }


def _by_component(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Entries by the component that they are about first, names in order, those without one last."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.components[0] if entry.components else _NONE, []).append(entry)
    return {name: groups[name] for name in sorted(groups, key=lambda one: (one == _NONE, one.casefold()))}


def _nav(entries: Iterable[Entry]) -> list[dict[str, str]]:
    return [{entry.title: document_name(entry)} for entry in entries]


def _bullet(entry: Entry) -> str:
    title = "".join(f"\\{ch}" if ch in "\\`*_[]<>" else ch for ch in entry.title)
    return f"- [{title}]({href(document_name(entry))})"


def _origin_line(settings: Settings, origin: Origin) -> str:
    key = "generated_date" if not origin.commit else "generated_dirty" if origin.dirty else "generated"
    return say(settings.language, key, commit=origin.commit, date=origin.date) if origin.date else ""


def _yaml(value: object) -> str:
    """YAML in which titles are keys; our own writer is for keys of records."""
    import yaml

    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1_000))


def _text(path: str, text: str) -> SiteFile:
    return SiteFile(path, text.encode("utf-8", "replace"))
