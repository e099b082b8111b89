"""Markdown of documents as HTML: what stays, and above all what does not."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.export.anchors import Anchors
from ekskb.export.code_blocks import Block, render_block
from ekskb.export.markdown import Context, plain_text, render_markdown

CASES = Path(__file__).parents[1] / "cases" / "site" / "xss.txt"
HOSTILE = [line for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
_OURS = {"figure", "figcaption", "button"}
_DOCUMENT_TAGS = frozenset(
    """p br hr h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp var em strong b i u s del ins mark
    small sub sup abbr a img table thead tbody tfoot tr th td caption details summary div span""".split()  # noqa: SIM905
)
_LINK = re.compile(r"(?:https?:|mailto:|#|\.\./|data:image/(?:png|jpeg|gif|webp);base64,)", re.IGNORECASE)


class Seen(HTMLParser):
    """Every tag and attribute of some HTML, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def render(text: str) -> str:
    def link(tag: str, target: str, line: int) -> str:
        return f"../documents/{tag}-{line}.html" if target.startswith("good") else ""

    def block(found: Block) -> str:
        return render_block(found, {}, "en")

    return render_markdown(text, 10, Context(block, lambda text, line: "", link, Anchors().give), 3)


def assert_inert(html: str) -> None:
    seen = Seen(html)

    assert seen.tags <= _DOCUMENT_TAGS | _OURS
    assert not [name for name, _ in seen.attributes if name.startswith("on") or name == "style"]
    assert all(_LINK.match(value) for name, value in seen.attributes if name in ("href", "src"))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_hostile_text_becomes_active(text: str) -> None:
    assert_inert(render(f"Before.\n\n{text}\n\n- item {text}\n\n| a |\n|---|\n| {text} |\n\n# {text}\n"))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_code_block_is_text(text: str) -> None:
    for language in ("", "bash", "html", "log", '"><img', "yaml"):
        assert_inert(render(f"```{language}\n{text}\n```\n"))


def test_a_code_block_cannot_break_out_of_an_attribute_that_a_document_left_open() -> None:
    html = render('<div title="\n\n```bash\n" onmouseover="alert(1)\n```\n\n">\n')

    assert_inert(html)


@given(st.text(st.sampled_from("<>\"'`&;()[]!#*_|-=/:\n abcjsvonx\ue0f0\ue0f10"), max_size=120))
def test_any_text_renders_to_something_inert(text: str) -> None:
    assert_inert(render(text))


def test_headings_begin_below_those_of_the_page_and_get_stable_anchors() -> None:
    html = render("# 3.1 확인 방법\n\ntext\n\n## Deeper\n\n# 확인 방법\n")

    assert '<h3 id="확인-방법">' in html
    assert '<h4 id="deeper">' in html
    assert '<h3 id="확인-방법-2">' in html


def test_bare_addresses_become_links_without_the_full_stop() -> None:
    html = render("See https://example.com/a?b=1&c=2. Then go on.")

    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer">' in html
    assert "</a>. Then" in html


def test_an_image_from_elsewhere_is_a_link_since_pages_ask_nothing_of_the_network() -> None:
    html = render("![the graph](https://example.com/graph.png)")

    assert "<img" not in html
    assert '<a href="https://example.com/graph.png" rel="noopener noreferrer">the graph</a>' in html


@pytest.mark.parametrize(
    "text",
    [
        '<img src="https://example.com/graph.png" width="600">',
        "<p align=center><IMG alt=x\nSRC = 'https://example.com/graph.png'></p>",
        "a <img src=https://example.com/graph.png> b",
    ],
)
def test_an_image_from_elsewhere_in_raw_html_is_a_link_too(text: str) -> None:
    html = render(text)

    assert "<img" not in html
    assert '<a href="https://example.com/graph.png" rel="noopener noreferrer">' in html


@pytest.mark.parametrize(
    "text", ["<img src=x srcset='https://example.com/a.png 2x'>", "<img src='https:/\t/example.com/x'>"]
)
def test_no_image_leads_elsewhere_by_another_way(text: str) -> None:
    assert not [
        value for name, value in Seen(render(text)).attributes if "example.com" in value and name != "href"
    ]


def test_links_within_the_knowledge_base_are_asked_for_with_their_line() -> None:
    html = render("one\ntwo [a](good.md)\n\n[b](bad.md)\n")

    assert 'href="../documents/a-11.html"' in html
    assert "<a>b</a>" in html.replace(' rel="noopener noreferrer"', "")


def test_links_of_raw_html_are_judged_like_those_of_markdown() -> None:
    html = render('<a href="good.md">x</a> <a href="bad.md">y</a> <img src="bad.png">')

    assert 'href="../documents/a-10.html"' in html
    assert "bad" not in html
    assert 'alt=""' in html


def test_reference_links_find_definitions_that_stand_elsewhere() -> None:
    context = Context(lambda block: "", lambda text, line: "", lambda tag, target, line: "", Anchors().give)
    context.definitions = "[1]: https://example.com/a\n[x]: javascript:alert(1)"

    html = render_markdown("See [the issue][1] and [this][x].", 1, context)

    assert '<a href="https://example.com/a" rel="noopener noreferrer">the issue</a>' in html
    assert_inert(html)


def test_an_alert_of_a_code_host_shows_its_name() -> None:
    assert "<strong>WARNING</strong>" in render("> [!WARNING]\n> Drain first.\n")


def test_folded_details_and_tables_survive() -> None:
    html = render("<details><summary>Log</summary>\n\n| a | n |\n|---|--:|\n| x | 1 |\n\n</details>\n")

    assert "<details><summary>Log</summary>" in html
    assert '<td class="to-right">1</td>' in html


def test_boxes_of_task_lists_are_shown() -> None:
    html = render("- [ ] open\n- [x] done\n")

    assert "☐ open" in html
    assert "☑ done" in html


def test_a_paragraph_of_absurd_length_stays_plain_text() -> None:
    html = render("*a " * 40_000)

    assert html.startswith("<p>*a *a")
    assert "<em>" not in html


def test_an_excerpt_is_the_running_text_alone() -> None:
    text = "### 증상\n\n파드가 `Pending`에 **머문다**.\n\n```log\nx\n```\n\n| a |\n|---|\n| b |\n"

    assert plain_text(text) == "파드가 Pending에 머문다."
