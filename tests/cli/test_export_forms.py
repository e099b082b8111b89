"""`ekskb export markdown` and `ekskb export json` at the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ekskb.errors import Exit
from tests.cli.conftest import Run


def test_a_markdown_tree_is_written_and_built_again(ekskb: Run, tmp_path: Path) -> None:
    folder = tmp_path / "tree"

    first = ekskb("export", "markdown", str(folder))
    built = ekskb("build", "--json", at=folder).json
    second = ekskb("export", "markdown", str(folder))

    assert first.status == second.status == Exit.OK
    assert str(folder / "mkdocs.yml") in first.out
    assert built["entries"] == built["documents"] == 2
    assert "wrote 0, removed 0, unchanged 5" in second.out


def test_a_link_that_leads_nowhere_is_told_once(ekskb: Run, root: Path, tmp_path: Path) -> None:
    text = "# Proxy fails\n\n## Symptom\n\nSee [more](gone.md).\n\n## Cause\n\nc\n\n## Fix\n\nf\n"
    (root / "kb/proxy.md").write_text(text)

    done = ekskb("export", "markdown", str(tmp_path / "tree"), "--json").json

    assert [(row["path"], row["line"]) for row in done["problems"]] == [("kb/proxy.md", 5)]


def test_the_name_of_the_folder_is_shown_as_text(ekskb: Run, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"a\xff\x1b[31mb")

    told = ekskb("export", "json", str(folder))
    again = ekskb("export", "json", str(folder), "--json")

    assert "\x1b" not in told.out
    assert (again.status, again.json["folder"]) == (Exit.OK, f"{tmp_path}/a?\x1b[31mb")


def test_json_takes_only_what_was_asked_for(ekskb: Run, tmp_path: Path) -> None:
    done = ekskb("export", "json", str(tmp_path / "data"), "--only", "kind:howto", "--json").json
    data = json.loads((tmp_path / "data" / "ekskb.json").read_bytes())

    assert done["entries"] == len(data["entries"]) == 0
    assert set(done["written"]) == {"ekskb.json", "ekskb.schema.json"}


def test_a_folder_of_another_form_is_refused(ekskb: Run, tmp_path: Path) -> None:
    ekskb("export", "json", str(tmp_path / "data"))

    done = ekskb("export", "markdown", str(tmp_path / "data"))

    assert done.status == Exit.USAGE
    assert "holds an export as json" in done.err
