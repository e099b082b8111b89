"""parse_document: ids, front matter, faults, and what it never does."""

from __future__ import annotations

import subprocess
import sys

from ekskb.parse.document import parse_document
from ekskb.parse.roles import Vocabulary

INCIDENT = "## Symptoms\n\nIt fails.\n\n## Fix\n\nRestart it.\n"


def test_an_empty_document_has_no_entry_and_no_fault() -> None:
    parsed = parse_document("\n \n", "kb/empty.md")

    assert (parsed.entries, parsed.problems, parsed.leftover) == ((), (), ())


def test_the_id_of_the_front_matter_wins() -> None:
    parsed = parse_document(f"---\nid: Gateway 502\ntitle: Other\n---\n\n{INCIDENT}", "kb/a.md")

    assert [entry.id for entry in parsed.entries] == ["gateway-502"]


def test_several_entries_take_the_front_matter_id_as_a_prefix() -> None:
    body = f"# Two\n\n## First error\n\n#{INCIDENT.replace('##', '###')[1:]}\n"
    body += f"## Second error\n\n#{INCIDENT.replace('##', '###')[1:]}"
    parsed = parse_document(f"---\nid: net\n---\n{body}", "kb/a.md")

    assert [entry.id for entry in parsed.entries] == ["net-first-error", "net-second-error"]


def test_entries_with_one_title_get_numbered_ids() -> None:
    one = "## Same title fails\n\n### Symptom\n\na\n\n### Fix\n\nb\n\n"

    ids = [entry.id for entry in parse_document(f"# Doc\n\n{one * 3}", "kb/a.md").entries]

    assert ids == ["same-title-fails", "same-title-fails-2", "same-title-fails-3"]


def test_a_bomb_in_the_front_matter_is_refused_and_the_body_read() -> None:
    bomb = "---\na: &a [x, x]\nb: &b [*a, *a]\n---\n\n"
    parsed = parse_document(f"{bomb}# T\n\n{INCIDENT}", "kb/a.md")

    assert (parsed.problems[0].rule, parsed.problems[0].line) == ("front-matter", 2)
    assert "Restart it." in parsed.entries[0].fix


def test_a_custom_tag_in_the_front_matter_runs_nothing() -> None:
    text = "---\na: !!python/object/apply:os.system [exit]\n---\n\n# T\n\n" + INCIDENT

    assert [problem.rule for problem in parse_document(text, "kb/a.md").problems] == ["front-matter"]


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    parsed = parse_document(f"---\n\n# T\n\n---\n\n{INCIDENT}", "kb/a.md")

    assert parsed.problems == ()


def test_an_unclosed_block_is_reported_with_its_line() -> None:
    parsed = parse_document(f"# T\n\n{INCIDENT}\n```bash\nls\n", "kb/a.md")

    assert [(problem.rule, problem.line) for problem in parsed.problems] == [("unclosed-fence", 11)]


def test_lines_are_counted_alike_for_every_line_end() -> None:
    text = f"# T\n\n{INCIDENT}"
    unix, dos, mac = (parse_document(text.replace("\n", end), "a.md") for end in ("\n", "\r\n", "\r"))

    spans = [section.lines for section in unix.entries[0].sections]
    assert spans == [section.lines for section in dos.entries[0].sections]
    assert spans == [section.lines for section in mac.entries[0].sections]


def test_a_date_comes_from_the_nearest_place_that_tells_one() -> None:
    text = (
        "# Log (2031-01-01)\n\n## A fails\n\n- **날짜**: 2031-01-05\n\n### Symptom\n\na\n\n### Fix\n\nb\n\n"
        "## 2031-02-03: B fails\n\n### Symptom\n\na\n\n### Fix\n\nb\n\n"
        "## C fails\n\n### Symptom\n\na\n\n### Fix\n\nb\n"
    )

    dates = [entry.date for entry in parse_document(text, "kb/a.md").entries]

    assert dates == ["2031-01-05", "2031-02-03", "2031-01-01"]


def test_words_of_a_root_make_sections() -> None:
    words = Vocabulary.default().extended({"fix": ["땜질"]})
    text = "# 느림\n\n## 증상\n\n느리다.\n\n## 땜질\n\n재시작.\n"

    assert "재시작." in parse_document(text, "a.md", vocabulary=words).entries[0].fix


def test_a_link_to_another_incident_relates_the_two() -> None:
    text = (
        "# Doc\n\n## A fails\n\n### Symptom\n\nsee [B](#b-fails)\n\n### Fix\n\nx\n\n"
        "## B fails\n\n### Symptom\n\ny\n\n### Fix\n\nz\n"
    )

    first, second = parse_document(text, "kb/a.md").entries

    assert ((second.id,), ()) == (first.related, second.related)


def test_importing_the_parser_loads_no_parsing_library() -> None:
    code = (
        "import sys, ekskb.parse.document\n"
        "print([m for m in ('markdown_it', 'tree_sitter', 'yaml') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"
