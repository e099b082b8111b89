"""Tags are told once, wherever they stand."""

from __future__ import annotations

from ekskb.parse.document import parse_document

BODY = "# Disk full\n\n## Symptoms\n\nNo space.\n\n## Resolution\n\nDelete logs.\n"


def test_quoted_tags_of_the_front_matter_are_read_once() -> None:
    text = f'---\ntags: ["loki", "Grafana Agent"]\n---\n{BODY}'

    assert parse_document(text, "kb/x.md").entries[0].tags == ("loki", "Grafana Agent")


def test_a_line_of_tags_in_the_text_is_read_without_its_quotes() -> None:
    text = BODY.replace("## Symptoms", 'Tags: "loki", #disk\n\n## Symptoms')

    assert parse_document(text, "kb/x.md").entries[0].tags == ("loki", "disk")
