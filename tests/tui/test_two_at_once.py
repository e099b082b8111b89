"""Two people, or two panes, on one knowledge base."""

from __future__ import annotations

from pathlib import Path

from ekskb.kb import KnowledgeBase


def test_an_edit_that_another_process_noticed_first_still_counts_as_a_change(tmp_path: Path) -> None:
    document = tmp_path / "kb" / "a.md"
    document.parent.mkdir()
    document.write_text("# Pods pending\n\n## Symptom\n\nPods wait.\n\n## Fix\n\nAdd a node.\n", "utf-8")
    here, beside = (KnowledgeBase.open(tmp_path, cache=tmp_path / "cache") for _ in range(2))
    here.refresh()
    document.write_text(document.read_text("utf-8").replace("Add a node", "Add two nodes"), "utf-8")
    beside.refresh()

    assert (here.refresh(), here.refresh()) == (True, False)
    here.close()
    beside.close()
