"""`export json`: all entries in one file, with the JSON Schema that it keeps to beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from ekskb.codec import entry_to_json, json_schema
from ekskb.export.html_export import Report, Request, choose, cleaned
from ekskb.export.origin import Origin, find_origin
from ekskb.export.redaction import RedactionReport
from ekskb.export.site_file import SiteFile
from ekskb.export.workers import Workers
from ekskb.export.writer import FolderWriter
from ekskb.kb import KnowledgeBase
from ekskb.model import SCHEMA, Entry

DATA = "ekskb.json"
DATA_SCHEMA = "ekskb.schema.json"
_JOINED = ("symptom", "cause", "fix")


def export_json(
    kb: KnowledgeBase,
    request: Request,
    progress: Callable[[int, int], None] | None = None,
    told: Callable[[RedactionReport], None] = lambda report: None,
) -> Report:
    """Write `ekskb.json` and `ekskb.schema.json` into `request.folder`."""
    chosen = choose(kb, request)
    with FolderWriter(request.folder, "json") as writer:
        entries, redaction = cleaned(chosen, request, Workers(alone=True))
        told(redaction)
        writer.add(_file(DATA, file_content(entries, find_origin(kb.root, entries))))
        writer.add(_file(DATA_SCHEMA, file_schema()))
        if progress:
            progress(len(entries), len(entries))
        written = writer.commit()
    return Report(len(entries), written, redaction.counts, tuple(redaction.entries))


def file_content(entries: Sequence[Entry], origin: Origin) -> dict[str, Any]:
    """The object that the file holds."""
    return {
        "$schema": DATA_SCHEMA,
        "schema": SCHEMA,
        "commit": origin.commit,
        "date": origin.date,
        "entries": [entry_to_json(entry) for entry in entries],
    }


def file_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of that object."""
    definitions = json_schema()["$defs"]
    entry = definitions["Entry"]
    del entry["properties"]["schema"]
    entry["properties"] |= {name: {"type": "string"} for name in _JOINED}
    entry["required"] = [*(name for name in entry["required"] if name != "schema"), *_JOINED]
    text = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ekskb export",
        "type": "object",
        "properties": {
            "$schema": text,
            "schema": {"const": SCHEMA},
            "commit": text,
            "date": text,
            "entries": {"type": "array", "items": {"$ref": "#/$defs/Entry"}},
        },
        "required": ["schema", "entries"],
        "$defs": definitions,
    }


def _file(name: str, value: object) -> SiteFile:
    return SiteFile(name, msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")
