"""`ekskb export markdown` and `ekskb export json` at the command line."""

from __future__ import annotations

import json
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
