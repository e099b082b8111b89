"""`export json`: one file that keeps to the schema beside it."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from ekskb.export.html_export import Request
from ekskb.export.json_file import export_json, file_content, file_schema
from ekskb.export.origin import Origin
from ekskb.kb import KnowledgeBase
from tests.factories import make_entry


def test_the_file_keeps_to_the_schema_that_is_published_with_it(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "kb").mkdir(parents=True)
    (root / "kb" / "a.md").write_text(
        "# Disk full\n\n## Symptom\n\nboom\n\n## Fix\n\nclean\n", encoding="utf-8"
    )
    kb = KnowledgeBase.open(root, tmp_path / "cache")
    kb.refresh()

    export_json(kb, Request(tmp_path / "out"))
    kb.close()

    data = json.loads((tmp_path / "out" / "ekskb.json").read_bytes())
    schema = json.loads((tmp_path / "out" / data["$schema"]).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema)
    assert [entry["title"] for entry in data["entries"]] == ["Disk full"]


@pytest.mark.parametrize("key", ["id", "sections", "symptom", "signatures"])
def test_the_schema_tells_an_entry_that_lacks_a_key(key: str) -> None:
    data = json.loads(json.dumps(file_content([make_entry()], Origin())))
    jsonschema.validate(data, file_schema())

    del data["entries"][0][key]

    with pytest.raises(jsonschema.ValidationError, match=key):
        jsonschema.validate(data, file_schema())
