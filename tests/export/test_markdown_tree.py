"""What `export markdown` writes is for other generators, and comes back as the same entries."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ekskb.export.html_export import Request
from ekskb.export.markdown_page import entry_document, read_meaning, spell_fences
from ekskb.export.markdown_tree import export_markdown
from ekskb.kb import KnowledgeBase
from ekskb.parse.document import parse_document
from ekskb.parse.roles import Vocabulary
from tests.factories import make_entry, make_section

STARTER = Path(__file__).parents[2]

TWO = """# Team log

## 2025-03-04: Redis refuses writes [readonly]

### Symptom

```log nomatch
all is well
```

See [the other](other.md) and [below](#dns-fails), ![plan](img/plan.png).

```bash
echo "[stays](other.md)"
```

### Cause

A replica was asked.

### Fix

`kubectl rollout restart deploy/api`

## DNS fails

### Symptom

`lookup db: no such host` everywhere.

### Fix

Restart CoreDNS.
"""
LOOSE = """---
tags: [notes]
---

# Lessons

- Ask before you delete.
- Measure, then change.
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    documents = tmp_path / "root" / "kb"
    (documents / "img").mkdir(parents=True)
    (documents / "team.md").write_text(TWO, encoding="utf-8")
    (documents / "other.md").write_text(
        "# Other trouble\n\n## Symptom\n\nboom\n\n## Fix\n\nwait\n", encoding="utf-8"
    )
    (documents / "loose.md").write_text(LOOSE, encoding="utf-8")
    (documents / "img" / "plan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return documents.parent


def exported(root: Path, folder: Path) -> dict[str, str]:
    kb = KnowledgeBase.open(root, folder.with_suffix(".cache"))
    kb.refresh()
    export_markdown(kb, Request(folder))
    kb.close()
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in (".md", ".yml", ".yaml")
    }


def meanings(root: Path, cache: Path) -> dict[str, object]:
    kb = KnowledgeBase.open(root, cache)
    kb.refresh()
    found: dict[str, object] = {entry.id: read_meaning(entry) for entry in kb.entries()}
    kb.close()
    return found


def test_the_tree_comes_back_as_the_same_entries(root: Path, tmp_path: Path) -> None:
    # Links are pointed elsewhere, so this one does without.
    (root / "kb" / "team.md").write_text(TWO.replace("](", "] ("), encoding="utf-8")
    exported(root, tmp_path / "out")

    assert meanings(tmp_path / "out", tmp_path / "c1") == meanings(root, tmp_path / "c2")


def test_the_starter_base_comes_back_as_the_same_entries(tmp_path: Path) -> None:
    kb = KnowledgeBase.open(STARTER, tmp_path / "c1")
    kb.refresh()
    entries = kb.entries()
    request = Request(tmp_path / "out", redact=False)
    export_markdown(kb, request)
    kb.close()
    back = KnowledgeBase.open(tmp_path / "out", tmp_path / "c2")
    report = back.build()

    assert len(report.written) == report.documents == len(entries)
    assert [read_meaning(back.get(entry.id)) for entry in entries] == [
        read_meaning(entry) for entry in entries
    ]


def test_links_lead_to_the_new_documents_and_images_come_along(root: Path, tmp_path: Path) -> None:
    files = exported(root, tmp_path / "out")
    text = files["kb/2025-03-04-redis-refuses-writes-readonly.md"]

    assert "[the other](README.md)" in text
    assert "![plan](images/plan-" in text
    assert 'echo "[stays](other.md)"' in text
    assert len(list((tmp_path / "out" / "kb" / "images").glob("plan-*.png"))) == 1


def test_sections_that_headings_do_not_tell_are_marked() -> None:
    entry = make_entry(
        sections=(make_section("cause", "It rained.", (3, 3)), make_section("fix", "Wait.", (5, 5)))
    )

    text = entry_document(entry, Vocabulary.default(), lambda text, line: text)

    assert "ekskb: incident\n" in text
    assert "<!-- ekskb cause: Cause -->\nIt rained.\n" in text
    read = parse_document(text, "x.md").entries
    assert [(part.role, part.heading, part.text) for part in read[0].sections] == [
        ("cause", "Cause", "It rained."),
        ("fix", "Fix", "Wait."),
    ]


def test_the_settings_name_every_document_once(root: Path, tmp_path: Path) -> None:
    files = exported(root, tmp_path / "out")
    settings = yaml.safe_load(files["mkdocs.yml"])

    def targets(nav: object) -> list[str]:
        if isinstance(nav, str):
            return [nav]
        parts = nav if isinstance(nav, list) else list(nav.values()) if isinstance(nav, dict) else []
        return [name for part in parts for name in targets(part)]

    named = targets(settings["nav"])
    assert sorted(named) == sorted(name.removeprefix("kb/") for name in files if name.startswith("kb/"))
    assert len(named) == len(set(named))
    assert settings["docs_dir"] == "kb"
    assert "[Redis refuses writes \\[readonly\\]](" in files["kb/README.md"]


@pytest.mark.parametrize(
    ("fence", "spelled"),
    [
        ("```log nomatch", "```{.log .nomatch}"),
        ("```bash", "```bash"),
        ("```{.log .nomatch}", "```{.log .nomatch}"),
        ('```yaml title="a b.yaml"', '```yaml title="a b.yaml"'),
        ("  ~~~~text wide", "  ~~~~{.text .wide}"),
    ],
)
def test_fences_with_attributes_get_the_braces_that_other_readers_need(fence: str, spelled: str) -> None:
    assert spell_fences(f"{fence}\nx\n```") == f"{spelled}\nx\n```"
