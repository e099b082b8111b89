"""Laws of the parser that hold for any text at all."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ekskb.model import Entry, Parsed
from ekskb.parse.document import parse_document
from ekskb.parse.outline import split_lines
from ekskb.parse.placeholders import find_placeholders
from ekskb.parse.risk import command_risk
from ekskb.parse.roles import Vocabulary
from ekskb.parse.shell import calls, is_complete, strip_comment

FRAGMENTS = (
    "# Title",
    "## 증상",
    "### Disk is full. Why?",
    "### How to read logs?",
    "## Known issues",
    "**1. Pods hang**",
    "**Q2. Nodes are lost. Why?**",
    "*Cause:* x",
    "- 원인",
    "You can fix this by",
    "I check:",
    "## 요약",
    "- **Checks**:",
    "```{bash}",
    "$ sudo su",
    "# crictl ps",
    "### 원인: 캐시",
    "## 🔥 문제 1: 느림",
    "## ✅ 해결 1",
    "## Root cause",
    "## Fix",
    "#### 문제 A",
    "---",
    "```",
    "```bash",
    "```log nomatch",
    "~~~",
    "kubectl get pods -n x",
    "$ echo 'open",
    "cat <<EOF",
    "EOF",
    "for i in a; do",
    "| 증상 | 원인 | 해결 |",
    "|---|---|---|",
    "| `error: x` | y | z |",
    "**증상:** 느림",
    "- **해결**: `k8s/a.yaml`",
    "> quote",
    "  - nested",
    "1. one",
    "<!--",
    "-->",
    "text `code` [link](#fix)",
    "date: 2031-01-01",
    "title: x",
    "",
    "\t",
    "\x0b",
    "\u2028",
    "\x85",
    "가나다 라마바",
    "error: connection refused",
    '{"msg": "failed"}',
    "<details>",
    "=====",
    "    indented",
    "\ufeff",
    "\u202e",
)
DOCUMENTS = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("\n".join),
    st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=30)), max_size=25).map("\r\n".join),
)
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _homes(parsed: Parsed, line: int) -> int:
    """How many entries and leftover stretches hold the line."""
    spans = [entry.source.lines for entry in parsed.entries] + [span.lines for span in parsed.leftover]
    return sum(first <= line <= last for first, last in spans)


def _sections_at(entry: Entry, line: int) -> int:
    return sum(section.lines[0] <= line <= section.lines[1] for section in entry.sections)


@RELAXED
@given(DOCUMENTS)
def test_every_line_belongs_to_one_entry_or_to_the_leftover(text: str) -> None:
    parsed = parse_document(text, "kb/any.md")

    for number, line in enumerate(split_lines(text), 1):
        if line.strip():
            assert _homes(parsed, number) == 1, (number, line)


@RELAXED
@given(DOCUMENTS)
def test_every_line_of_an_entry_stands_in_one_of_its_sections(text: str) -> None:
    lines = split_lines(text)

    for entry in parse_document(text, "kb/any.md").entries:
        first, last = entry.source.lines
        assert 1 <= first <= last <= len(lines)
        row = first == last and len(entry.sections) > 1
        for number in range(first, last + 1):
            if lines[number - 1].strip() and not row:
                assert _sections_at(entry, number) == 1, (number, lines[number - 1])


@RELAXED
@given(DOCUMENTS)
def test_parts_name_lines_inside_their_entry(text: str) -> None:
    for entry in parse_document(text, "kb/any.md").entries:
        first, last = entry.source.lines
        numbers = [command.line for command in entry.commands] + [file.line for file in entry.files]
        numbers += [signature.line for signature in entry.signatures]
        assert all(first <= number <= last for number in numbers)
        assert entry.title
        assert all(command.text.strip() for command in entry.commands)


@RELAXED
@given(DOCUMENTS)
def test_the_same_text_gives_the_same_entries_with_different_ids(text: str) -> None:
    once, again = parse_document(text, "kb/any.md"), parse_document(text, "kb/any.md")

    assert once == again
    ids = [entry.id for entry in once.entries]
    assert len(ids) == len(set(ids))


@RELAXED
@given(st.text(max_size=200))
def test_any_heading_can_be_read(text: str) -> None:
    reading = Vocabulary.default().read(text)

    assert (reading.role is None) == (reading.strength == 0)


@RELAXED
@given(
    st.lists(
        st.sampled_from(
            ("kubectl", "delete", "-n", "x", "'", '"', "$(", ")", "<a>", "|", "#", "\n", "{", "}")
        ),
        max_size=15,
    )
)
def test_any_command_line_can_be_judged(words: list[str]) -> None:
    text = " ".join(words)

    assert command_risk(text) in ("read-only", "changes-state", "destructive", "unknown")
    assert all(holder in text for holder in find_placeholders(text))
    assert all(call.words for call in calls(text))
    assert text.startswith(strip_comment(text).rstrip()[:1])
    assert is_complete(text) in (True, False)
