"""Reports say the right things in the right order, and nothing in them can steer a terminal."""

from __future__ import annotations

from ekskb.model import (
    Evidence,
    Fill,
    FilledCommand,
    Hit,
    Match,
    MatchResult,
    Problem,
    SearchResult,
    Snippet,
    Source,
)
from ekskb.render.entry import render_commands, render_entry, render_sections
from ekskb.render.match import render_match
from ekskb.render.problems import render_github, render_problems
from ekskb.render.search import render_search
from ekskb.render.style import ansi, plain, tagged
from tests.factories import make_entry, make_section

SOURCE = Source("kb/redis.md", (3, 20), "0" * 64)


def make_match(confidence: float = 0.93, text: str = "redis: i/o timeout") -> Match:
    command = FilledCommand(
        text="kubectl rollout restart deploy/session -n shop",
        role="fix",
        line=17,
        language="bash",
        risk="changes-state",
        fills=(Fill("<namespace>", "shop", 4),),
    )
    return Match(
        id="2025-01-02-redis-timeout",
        title="Redis timeout",
        confidence=confidence,
        source=SOURCE,
        evidence=(Evidence(4, text, 8, "redis: i/o timeout", 1.0, repeats=3),),
        commands=(command,),
    )


def report(result: MatchResult) -> str:
    return render_match(result, lambda _: make_entry(), plain)


def test_a_match_shows_the_pasted_line_beside_the_entry_line() -> None:
    text = report(MatchResult(lines=9, matches=(make_match(),)))

    assert "log 4  redis: i/o timeout\n    kb  8  redis: i/o timeout  100% of the score, 3 times" in text


def test_variable_parts_of_evidence_are_set_back() -> None:
    result = MatchResult(lines=9, matches=(make_match(text="dial 10.2.3.4:31999 refused"),))

    text = render_match(result, lambda _: make_entry(), tagged)

    assert "<mark>dial </mark><faint>10.2.3.4:31999</faint><mark> refused</mark>" in text


def test_a_match_shows_cause_fix_and_filled_commands() -> None:
    text = report(MatchResult(lines=9, matches=(make_match(),)))

    assert text.index("Cause") < text.index("Fix") < text.index("Commands")
    assert "kubectl rollout restart deploy/session -n shop\n" in text
    assert "<namespace> = shop (log line 4)" in text


def test_no_match_is_said_and_the_nearest_are_named() -> None:
    text = report(MatchResult(lines=9, weak=(make_match(0.2),)))

    assert text.startswith("not catalogued: no entry explains these 9 lines")
    assert "Redis timeout  20%" in text


def test_a_log_cannot_steer_the_terminal() -> None:
    text = report(MatchResult(lines=1, matches=(make_match(text="\x1b]0;owned\x07\x1b[2Jboom\u202e"),)))

    assert "\x1b" not in text
    assert "boom\ufffd" in text


def test_matched_words_are_marked_in_snippets() -> None:
    snippet = Snippet("the security group closed", 11, "cause", ((4, 18),))
    hit = Hit("x", "Redis [bold]timeout", "incident", "2025-01-02", 3.0, SOURCE, (snippet,))

    text = render_search(SearchResult("security group", 1, (hit,)), tagged)

    assert "11 cause:</faint> the <mark>security group</mark> closed" in text
    assert "<title>Redis [bold]timeout</title>" in text


def test_nothing_found_offers_the_corrected_words() -> None:
    assert "did you mean 'redis'?" in render_search(SearchResult("rediz", 0, (), "redis"), plain)


def test_an_entry_reads_symptom_cause_fix_whatever_its_order() -> None:
    entry = make_entry(
        sections=(
            make_section("fix", "Open the port.", (1, 2)),
            make_section("symptom", "Logins fail.", (3, 4)),
            make_section("cause", "It was closed.", (5, 6)),
        )
    )
    text = render_entry(entry, plain)

    assert text.index("Logins") < text.index("It was closed") < text.index("Open the port")


def test_commands_stand_alone_on_their_lines() -> None:
    lines = render_commands(make_entry(), plain).splitlines()

    assert "  kubectl rollout restart deploy/session -n <namespace>" in lines
    assert "  # changes state · fill in <namespace>" in lines


def test_sections_are_given_as_written() -> None:
    assert render_sections(make_entry(), ["cause"]) == "The security group closed port 6379.\n"


def test_problems_can_be_jumped_to() -> None:
    problem = Problem("missing-fix", "warning", "no fix", "kb/a.md", 12, "add one")

    assert render_problems([problem], plain) == "kb/a.md:12: warning: no fix [missing-fix]\n  hint: add one\n"


def test_an_annotation_cannot_hold_a_second_command() -> None:
    problem = Problem("r", "error", "bad\n::set-output name=x::y", "kb/a,b.md", 1)

    text = render_github([problem])

    assert text.count("\n") == 1
    assert "file=kb/a%2Cb.md" in text


def test_colours_wrap_text_and_text_cannot_break_out() -> None:
    assert ansi("a\x1b[0mb", "bad") == "\x1b[1;31mab\x1b[0m"
