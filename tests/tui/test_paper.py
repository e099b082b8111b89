"""An entry on paper: every row fits, every row knows its line, nothing hostile gets through."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekskb.tui.paper.blocks import Code, Heading, Prose, Table, read_blocks
from ekskb.tui.paper.entry import read_paper
from ekskb.tui.paper.inline import inline
from ekskb.tui.paper.layout import lay_out
from tests.tui.fake_door import entry, section

MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from(
            ["```", "~~~", "| a | b |", "|---|---|", "- x", "# h", "> q", "**b", "`", "1. ", "---"]
        ),
        st.text(max_size=60),
    ),
    max_size=30,
).map("\n".join)


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**bold** and `code`", "bold and code"),
        ("`kubectl get <pod>` *now*", "kubectl get <pod> now"),
        ("a * b * c and snake_case_name", "a * b * c and snake_case_name"),
        ("[docs](https://example.com/x)", "docs <https://example.com/x>"),
        ("[local](#anchor)", "local"),
        ("[red]not markup[/red] [/", "[red]not markup[/red] [/"),
        (r"\*literal\*", "*literal*"),
        ("line<br>break", "linebreak"),
        ("**unclosed", "**unclosed"),
    ],
)
def test_inline_marks_are_taken_off_and_everything_else_stays(markdown: str, shown: str) -> None:
    assert inline(markdown).plain == shown


def test_blocks_know_their_line_in_the_document() -> None:
    text = "intro\n\n## Head\n- item\n```sh\nls\n```\n| a | b |\n|---|---|\n| 1 | 2 |"
    places = [(type(b), b.line) for b in read_blocks(text, 10) if isinstance(b, Heading | Prose | Code)]

    assert places == [(Prose, 10), (Heading, 12), (Prose, 13), (Code, 15)]
    table = next(b for b in read_blocks(text, 10) if isinstance(b, Table))
    assert table.lines == (17, 19)
    assert table.rows == (("a", "b"), ("1", "2"))


def test_an_unclosed_fence_reaches_to_the_end_and_a_longer_one_holds_a_shorter() -> None:
    (code,) = read_blocks("````md\n```sh\nls\n```\n````", 1)
    (unclosed,) = read_blocks("```\na\nb", 1)

    assert isinstance(code, Code)
    assert code.lines == ("```sh", "ls", "```")
    assert isinstance(unclosed, Code)
    assert unclosed.lines == ("a", "b")


def test_lines_broken_by_hand_are_joined_and_short_ones_are_not() -> None:
    long = "the quick brown fox jumps over the lazy dog and then it sleeps"
    blocks = read_blocks(f"{long}\nnext words\n\nnamespace: a\npod: b", 1)

    assert [b.text for b in blocks if isinstance(b, Prose)] == [
        f"{long} next words",
        "namespace: a",
        "pod: b",
    ]


@pytest.mark.parametrize("width", [20, 38, 76, 120])
def test_every_row_fits_the_width(width: int) -> None:
    text = (
        "한글 문장이 아주 길게 이어지면서 화면의 폭을 넘어가도록 계속해서 쓰여진 문단이다. 👩‍🚒 e\u0301\n"
        "| 이름 | 값이 아주 긴 열의 제목 | c | d | e |\n|---|---|---|---|---|\n| a | b | c | d | 긴 값 |\n"
        "```bash\nkubectl get pods --all-namespaces -o wide --sort-by=.metadata.creationTimestamp\n```\n"
        "        - deep item with words and words and words and words\n> quoted words that wrap too, yes"
    )
    rows = lay_out(read_blocks(text, 1), width)

    assert [row.content.plain for row in rows if row.content.cell_length > width] == []
    assert {row.line for row in rows} >= {1, 4, 6, 8, 9}


def test_a_heading_that_repeats_the_sections_own_is_shown_once() -> None:
    paper = read_paper(entry("x", "t", (section("cause", "원인 분석", 5, "### 7.2 원인 분석\n\n본문\n"),)))
    text = [row.content.plain for row in paper.rows(60)]

    assert sum("원인 분석" in line for line in text) == 1


def test_folding_counts_the_hidden_lines_and_unfolding_shows_them_all() -> None:
    blocks = read_blocks("```\n" + "\n".join(f"line {n}" for n in range(100)) + "\n```", 1)
    folded, whole = lay_out(blocks, 60), lay_out(blocks, 60, unfold=True)

    assert "… 92 more lines" in folded[-1].content.plain
    assert sum("line" in row.content.plain for row in whole) == 100


@settings(max_examples=150, deadline=None)
@given(MARKDOWN, st.integers(20, 120))
def test_any_text_lays_out_without_control_characters_and_within_its_lines(text: str, width: int) -> None:
    rows = lay_out(read_blocks(text, 1), width, unfold=True)

    shown = "".join(row.content.plain for row in rows)
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)
    assert all(0 <= row.line <= text.count("\n") + 2 for row in rows)


def test_a_section_of_headings_alone_and_a_second_list_of_references_are_left_out() -> None:
    sections = (
        section("other", "", 1, "# Title\n"),
        section("reference", "Links", 9, "- https://example.com"),
    )
    paper = read_paper(entry("x", "Title", sections, references=("https://example.com",)))

    assert [part.title for part in paper.parts] == ["Links"]
