"""What an entry's page leaves out of its sections, since the page says it itself."""

from __future__ import annotations

import pytest

from ekskb.export.bodies import link_definitions, read_bodies
from ekskb.model import Section, Source
from tests.factories import make_entry, make_section


@pytest.mark.parametrize(
    ("heading", "text", "left"),
    [
        ("증상", "### 증상\n\n멈춘다.", "\n멈춘다."),
        ("3.1 증상", "### 3.1 증상\n멈춘다.", "멈춘다."),
        ("증상", "증상\n---\n멈춘다.", "멈춘다."),
        ("증상", "**증상:** 멈춘다.", "멈춘다."),
        ("증상", "**증상**: 멈춘다.", "멈춘다."),
        ("Symptoms", "- **Symptoms**: pods wait", "- pods wait"),
        ("Cause", "- **Cause**\n    - a\n    - b", "\n- a\n- b"),
        ("Cause", "**Note:** stays", "**Note:** stays"),
        ("", "plain", "plain"),
        ("Fix", "## Another heading\ntext", "## Another heading\ntext"),
    ],
)
def test_the_own_heading_or_label_of_a_section_goes(heading: str, text: str, left: str) -> None:
    entry = make_entry(sections=(Section("symptom", heading, (50, 60), text),))

    (body,) = read_bodies(entry)

    assert body.text == left


def test_front_matter_and_title_go_and_lines_are_still_those_of_the_document() -> None:
    text = "---\ntitle: x\ntags: [a]\n---\n\n# Redis timeout in the session service\n\nIntro."
    entry = make_entry(source=Source("kb/a.md", (1, 9), ""), sections=(Section("other", "", (1, 8), text),))

    (body,) = read_bodies(entry)

    assert (body.text, body.first) == ("\nIntro.", 7)


def test_a_heading_on_top_that_is_not_the_title_stays() -> None:
    section = Section("other", "", (3, 5), "# Something else\n\nText.")

    (body,) = read_bodies(make_entry(sections=(section,)))

    assert body.text.startswith("# Something else")


def test_sections_with_nothing_but_their_heading_are_left_out() -> None:
    assert list(read_bodies(make_entry(sections=(make_section("fix", "## Fix", (9, 9), "Fix"),)))) == []


def test_front_matter_without_an_end_is_text() -> None:
    entry = make_entry(
        source=Source("kb/a.md", (1, 2), ""), sections=(make_section("other", "---\na", (1, 2)),)
    )

    assert [body.text for body in read_bodies(entry)] == ["---\na"]


def test_link_definitions_of_all_sections_are_found() -> None:
    entry = make_entry(
        sections=(
            make_section("fix", "See [a][1].", (1, 1)),
            make_section("reference", "[1]: https://x\n", (2, 2)),
        )
    )

    assert link_definitions(entry) == "[1]: https://x"
