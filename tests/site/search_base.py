"""The fixed entries that the vectors of the page search are made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ekskb.model import Command, Entry, FileRef, Role, Section, Signature, Source

CASES = Path(__file__).parents[1] / "cases" / "site" / "search"
_ROLES: tuple[Role, ...] = ("symptom", "cause", "fix")


def base_entries() -> list[Entry]:
    """The entries of base.yaml in the order of their ids, which is how a page numbers them."""
    rows = yaml.safe_load((CASES / "base.yaml").read_text(encoding="utf-8"))
    return sorted((_entry(row) for row in rows), key=lambda entry: entry.id)


def _entry(row: dict[str, Any]) -> Entry:
    sections, line = [], 3
    for role in _ROLES:
        text = row.get(role, "").strip("\n")
        if text:
            sections.append(Section(role, role.title(), (line, line + text.count("\n")), text))
            line += text.count("\n") + 3
    return Entry(
        id=row["id"],
        title=row["title"],
        kind=row.get("kind", "incident"),
        date=str(row["date"]) if "date" in row else None,
        tags=tuple(row.get("tags", ())),
        source=Source(f"kb/{row['id']}.md", (1, line), "0" * 64),
        sections=tuple(sections),
        commands=tuple(Command(text, "fix", 1, "bash", "unknown") for text in row.get("commands", ())),
        files=tuple(FileRef(path, "", 1) for path in row.get("files", ())),
        signatures=tuple(Signature(text, 1, "log") for text in row.get("log", ())),
        references=(),
        components=tuple(row.get("components", ())),
    )
