"""Code blocks as HTML: commands one by one, everything else as it stands."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.export.code_blocks import Block, render_block, render_inline
from ekskb.export.colors import color_lines
from ekskb.model import Command, Risk


def command(text: str, line: int, *placeholders: str, risk: Risk = "read-only") -> Command:
    return Command(text, "fix", line, "bash", risk, placeholders)


def render(text: str, *commands: Command, language: str = "bash", info: str = "") -> str:
    return render_block(Block(text, language, info, 10), {one.line: one for one in commands}, "en")


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def copied(html: str) -> str:
    """What the page's script takes from a command: no prompt, no remark."""
    code = re.search(r"<code>(.*?)</code>", html, re.DOTALL)
    assert code
    return plain(re.sub(r'<span class="(?:pr|c rest)">[^<]*</span>', "", code[1]))


def test_each_command_is_a_row_with_its_risk() -> None:
    html = render(
        "kubectl get pods\nkubectl delete pod x",
        command("kubectl get pods", 10),
        command("kubectl delete pod x", 11, risk="destructive"),
    )

    assert re.findall(r'data-risk="([a-z-]+)"', html) == ["read-only", "destructive"]
    assert "Copy 2 commands" in html


def test_prompt_remark_and_indentation_are_shown_and_not_copied() -> None:
    html = render("  $ kubectl get pods   # all of them", command("kubectl get pods", 10))

    assert plain(html).startswith("Commands  $ kubectl get pods   # all of them")
    assert copied(html) == "kubectl get pods"


def test_a_command_over_several_lines_is_one_row() -> None:
    text = "kubectl apply -f - <<EOF\nkind: Pod\n\nEOF"
    html = render(f"{text}\n\nkubectl get pods", command(text, 10), command("kubectl get pods", 15))

    assert html.count("data-cmd") == 2
    assert copied(html) == text


def test_comments_and_output_between_commands_stay_in_their_place() -> None:
    html = render("# look\nkubectl get ns\nNAME\ndefault", command("kubectl get ns", 11))

    assert plain(html).index("# look") < plain(html).index("kubectl get ns") < plain(html).index("NAME")


def test_a_placeholder_is_one_part_whatever_colours_cut_it() -> None:
    html = render(
        "kubectl logs <pod name> -n ${NS}",
        command("kubectl logs <pod name> -n ${NS}", 10, "<pod name>", "${NS}"),
    )

    assert re.findall(r'data-ph="([^"]*)"', html) == ["&lt;pod name&gt;", "${NS}"]
    assert copied(html) == "kubectl logs <pod name> -n ${NS}"


def test_a_command_that_does_not_stand_on_its_line_leaves_the_block_as_it_is() -> None:
    html = render("something else", command("kubectl get pods", 10))

    assert "data-cmd" not in html
    assert "something else" in plain(html)


def test_output_has_no_button_and_marks_levels() -> None:
    html = render("ERROR <b>bold</b>", language="log")

    assert "<button" not in html
    assert '<span class="lv-bad">ERROR</span> &lt;b&gt;' in html


def test_a_near_miss_says_what_it_is() -> None:
    assert "Looks alike, but is not this" in render("x", language="log", info="nomatch")


def test_other_code_is_coloured_and_copied_as_a_whole() -> None:
    html = render("replicas: 3 # three", language="yaml")

    assert '<span class="n">replicas</span>' in html
    assert "data-code" in html
    assert plain(html) == "yamlreplicas: 3 # three"


def test_an_inline_command_has_a_button() -> None:
    html = render_inline(command("kubectl get ns <x>", 3, "<x>"), "ko")

    assert copied(html) == "kubectl get ns <x>"
    assert "명령 복사" in html


@pytest.mark.parametrize(
    "language", ["bash", "yaml", "terraform", "python", "json", "diff", "sql", "nope", ""]
)
@given(text=st.text(st.sampled_from("ab \t\n<>{}[]()'\"$#:-=\\/|\r\x0c\u2028가"), max_size=60))
def test_colours_never_change_the_text(language: str, text: str) -> None:
    assert ["".join(run.text for run in line) for line in color_lines(text, language)] == text.split("\n")


@given(
    text=st.text(st.sampled_from("ab <>$'\"\n&"), max_size=40),
    holders=st.lists(st.text(st.sampled_from("ab<>$"), min_size=1, max_size=4), max_size=3),
)
def test_a_command_is_copied_as_it_is_whatever_its_placeholders(text: str, holders: list[str]) -> None:
    text = text.strip()
    html = render(text, command(text, 10, *holders))

    if text:
        assert copied(html) == "\n".join(text.split("\n"))
