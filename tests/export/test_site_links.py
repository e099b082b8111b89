"""Links and images of documents: where they lead on the site, and what is said where they lead nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.export.site_links import SiteLinks, make_index
from ekskb.model import Entry, Source
from tests.factories import make_entry, make_section
from tests.site.base import PIXEL

FIRST = make_entry(
    "first",
    title="First",
    source=Source("kb/a/one.md", (1, 10), "0" * 64),
    sections=(
        make_section("other", "# First", (1, 1)),
        make_section("symptom", "## 증상\n\n```\n# not a heading\n```\n\n### 3.1 Deep: Text", (3, 9)),
    ),
)
SECOND = make_entry(
    "second",
    title="Second",
    source=Source("kb/a/one.md", (11, 20), "0" * 64),
    sections=(make_section("other", "# Second", (11, 11)), make_section("symptom", "## 증상", (13, 14))),
)
OTHER = make_entry("other", source=Source("kb/two.md", (1, 3), "0" * 64))
DOCUMENTS = {"kb/a/one.md": "documents/one.html", "kb/two.md": "documents/two.html"}


@pytest.fixture
def links(tmp_path: Path) -> SiteLinks:
    folder = tmp_path / "kb" / "a"
    folder.mkdir(parents=True)
    for name in ("dot.png", "dot copy.PNG", "notes.txt", "excluded.md"):
        (folder / name).write_bytes(PIXEL)
    (folder / "plan.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    )
    (folder / "link.png").symlink_to("/etc/hostname")
    (tmp_path.parent / "secret.png").write_bytes(PIXEL)
    return SiteLinks(tmp_path, DOCUMENTS, make_index([FIRST, SECOND, OTHER]))


def find(links: SiteLinks, target: str, tag: str = "a", entry: Entry = FIRST) -> str:
    return unquote(links.find(entry, tag, target, 7))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("#증상", "#증상"),
        ("#%EC%A6%9D%EC%83%81", "#증상"),
        ("#증상-1", "../entries/second.html#증상"),
        ("#31-deep-text", "#deep-text"),
        ("#second", "../entries/second.html"),
        ("../two.md", "../documents/two.html"),
        ("../two.md#nothing", "../documents/two.html"),
        ("one.md#second", "../entries/second.html"),
        ("/kb/two.md", "../documents/two.html"),
        ("../two.md?plain=1", "../documents/two.html"),
    ],
)
def test_links_lead_to_pages_and_headings(links: SiteLinks, target: str, found: str) -> None:
    assert (find(links, target), links.problems) == (found, [])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("gone.md", "leads to no file"),
        ("#gone", "leads to no heading"),
        ("../../../etc/passwd", "leads out of the knowledge base"),
    ],
)
def test_what_leads_nowhere_is_a_problem_with_its_line(links: SiteLinks, target: str, message: str) -> None:
    find(links, target)

    (problem,) = links.problems
    assert (problem.rule, problem.path, problem.line) == ("broken-link", "kb/a/one.md", 7)
    assert message in problem.message


@pytest.mark.parametrize("target", ["notes.txt", "excluded.md", "ftp://x/y", "//evil.example/x", "mailto"])
def test_what_is_not_on_the_site_is_no_link(links: SiteLinks, target: str) -> None:
    assert find(links, target) == ""


def test_an_image_is_copied_under_a_name_of_its_content(links: SiteLinks) -> None:
    found = find(links, "dot%20copy.PNG", "img")

    assert found.startswith("../images/dot-copy-")
    assert [image.source.name for image in links.images.values()] == ["dot copy.PNG"]


def test_a_drawing_travels_within_the_page_so_that_its_scripts_cannot_run(links: SiteLinks) -> None:
    assert find(links, "plan.svg", "img").startswith("data:image/svg+xml;base64,")
    assert links.images == {}


@pytest.mark.parametrize("target", ["gone.png", "../../../secret.png", "link.png", "notes.txt", "../a"])
def test_an_image_that_is_none_or_lies_outside_is_a_problem(links: SiteLinks, target: str) -> None:
    assert find(links, target, "img") == ""
    assert len(links.problems) == 1
    assert links.images == {}


@given(st.text(st.sampled_from("./\\#?%:a가\0 \n-20"), max_size=40), st.sampled_from(["a", "img"]))
def test_any_target_has_an_answer_that_stays_on_the_site(target: str, tag: str) -> None:
    links = SiteLinks(Path("/nowhere"), DOCUMENTS, make_index([FIRST, SECOND, OTHER]))

    found = links.find(FIRST, tag, target, 1)

    assert found == "" or found.startswith(("#", "../entries/", "../documents/", "../images/"))
