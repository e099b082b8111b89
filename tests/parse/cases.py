"""Golden cases of the parser: what a document is understood as, as text that a person can write and read.

A case is `tests/cases/parse/NAME.md` with the expected `NAME.yaml` beside it. To add one, write the document,
run `python -m tests.parse.cases NAME`, read what is printed, correct what is wrong, and save it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

from ekskb.model import Entry, Parsed
from ekskb.parse.document import parse_document

FOLDER = Path(__file__).parent.parent / "cases" / "parse"


def case_names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.md"))


def read_case(name: str) -> Parsed:
    return parse_document((FOLDER / f"{name}.md").read_text(encoding="utf-8"), f"kb/{name}.md")


def describe(parsed: Parsed) -> str:
    """The parts of a parsed document that cases speak about, as YAML."""
    data: dict[str, Any] = {"entries": [_describe_entry(entry) for entry in parsed.entries]}
    if parsed.leftover:
        data["leftover"] = [f"{_lines(span.lines)} {span.reason}" for span in parsed.leftover]
    if parsed.problems:
        data["problems"] = [f"{problem.line} {problem.rule}" for problem in parsed.problems]
    return str(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000))


def _describe_entry(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"title": entry.title, "kind": entry.kind, "lines": _lines(entry.source.lines)}
    extra = {
        "date": entry.date,
        "severity": entry.severity,
        "tags": list(entry.tags),
        "components": list(entry.components),
        "sections": [f"{_lines(section.lines)} {section.role}" for section in entry.sections],
        "commands": [_command(entry, index) for index in range(len(entry.commands))],
        "files": [f"{file.line} {file.path}" for file in entry.files],
        "signatures": [f"{sign.line} {sign.kind}: {sign.text}" for sign in entry.signatures],
        "references": list(entry.references),
        "related": list(entry.related),
    }
    return found | {name: value for name, value in extra.items() if value}


def _command(entry: Entry, index: int) -> str:
    command = entry.commands[index]
    holders = f" {' '.join(command.placeholders)}" if command.placeholders else ""
    return f"{command.line} {command.role} {command.risk}{holders}: {command.text}"


def _lines(lines: tuple[int, int]) -> str:
    return f"{lines[0]}-{lines[1]}"


if __name__ == "__main__":
    for chosen in sys.argv[1:] or case_names():
        sys.stdout.write(f"# {chosen}\n{describe(read_case(chosen))}\n")
