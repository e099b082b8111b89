"""The pure parts below the screens: commands, facets, history, log rows, marks, notes, safe text."""

from __future__ import annotations

import gc
import shlex
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekskb.model import Evidence, FilledCommand, Hit, Match, QueryNote, Role, Snippet, Source
from ekskb.tui.commands import copy_text, entry_commands, fill_command, offered
from ekskb.tui.facets import Filters, facet_counts
from ekskb.tui.handover import Copied, handover_note
from ekskb.tui.history import History
from ekskb.tui.log_rows import LogRow, all_rows, fold_rows, paste_lines
from ekskb.tui.marks import query_words, title_marks, without_markdown
from ekskb.tui.memory import LongLived
from ekskb.tui.palette import rank_titles
from ekskb.tui.safe import safe_line, safe_span
from ekskb.tui.widgets.key_footer import fitting
from ekskb.tui.widgets.query_notes import note_line
from ekskb.tui.widgets.results import hit_lines
from tests.tui.fake_door import DNS, ENTRIES, ISTIO, hit

HITS = [hit(entry) for entry in ENTRIES]


def command(text: str, *names: str) -> FilledCommand:
    return FilledCommand(text, "fix", 1, "bash", "unknown", names)


@settings(deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), min_size=1))
def test_a_typed_value_is_one_word_of_the_shell_whatever_it_holds(value: str) -> None:
    for form in ("run <v> end", "run '<v>' end"):
        filled = fill_command(command(form, "<v>"), {"<v>": value})

        assert shlex.split(filled.text) == ["run", value, "end"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell to ask")
@pytest.mark.parametrize("form", ["<v>", '"<v>"', "'<v>'", '"a \\" <v>"', "'it'\\''s <v>'"])
@pytest.mark.parametrize("value", ["x", "a b", "$HOME `id` $(id)", "it's", '"', "\\", ";&|", "한글 값"])
def test_a_real_shell_reads_the_value_back_unchanged(form: str, value: str) -> None:
    filled = fill_command(command(f"printf %s {form}", "<v>"), {"<v>": value})
    done = subprocess.run(["sh", "-c", filled.text], capture_output=True, check=True, text=True)

    assert done.stdout.endswith(value)


def test_a_placeholder_without_a_value_stays_open() -> None:
    filled = fill_command(command("run <a> ${B}", "<a>", "${B}"), {"<a>": "x", "${B}": ""})

    assert filled.text == "run x ${B}"
    assert filled.placeholders == ("${B}",)


def test_what_is_copied_never_ends_in_a_newline_and_holds_no_escape() -> None:
    assert copy_text(command("\nls \x1b[31m\n\n")) == "ls"


def test_the_fix_comes_first_then_its_proof_and_the_same_text_once() -> None:
    fix, proof = command("fix"), FilledCommand("look", "verification", 9, "", "read-only")
    again = FilledCommand("look", "symptom", 2, "", "read-only")

    assert offered([again, proof, fix]) == (fix, proof)


def test_commands_of_a_match_keep_what_the_paste_filled_and_add_the_rest() -> None:
    filled = FilledCommand("kubectl -n pay apply -f peer-auth.yaml", "fix", 36, "bash", "changes-state")
    match = Match(ISTIO.id, ISTIO.title, 0.9, ISTIO.source, (), (filled,))

    texts = [c.text for c in entry_commands(ISTIO, match)]
    assert texts == ["kubectl -n pay apply -f peer-auth.yaml", "kubectl get peerauthentication -A"]


def test_within_a_facet_any_value_will_do_and_across_facets_all_must() -> None:
    one = Filters().toggled("component", "Istio").toggled("component", "CoreDNS")
    both = one.toggled("year", "2024")

    assert {h.id for h in one.apply(HITS)} == {"istio-503", "coredns-timeout"}
    assert both.apply(HITS) == []
    assert one.toggled("component", "Istio").toggled("component", "CoreDNS") == Filters()


def test_years_are_listed_newest_first_and_other_values_commonest_first() -> None:
    counts = facet_counts(HITS)

    assert list(counts["year"].items()) == [("2025", 2), ("2024", 1)]
    assert list(counts["kind"].items()) == [("incident", 3), ("howto", 1)]


def test_filters_can_be_said_in_the_query_language() -> None:
    both = Filters().toggled("component", "Route 53").toggled("component", "Istio").toggled("kind", "howto")
    year = Filters().toggled("year", "2025")

    assert both.as_query() == 'component:"Route 53" OR component:"Istio" kind:"howto"'
    assert year.as_query() == "since:2025 before:2026"
    assert year.toggled("year", "2024").as_query() == ""


@pytest.mark.parametrize(
    ("note", "query", "told"),
    [
        (QueryNote("no such kind", 3, 9), "ab kind:x", "     ^^^^^^ no such kind"),
        (QueryNote("뭔가", 2, 4), "네 xy", "     ^^ 뭔가"),
        (QueryNote("no such field", 30, 36), f"{'a ' * 15}foo:ab", f"{'no such field':>31} ^^^^^^"),
        (QueryNote("all of it", 0, 4), "a -b", "  all of it"),
        (QueryNote("a message that has no room on either side of", 20, 24), f"{'a ' * 10}x:ab",
         "  “x:ab”: a message that has no room o…"),
    ],
)  # fmt: skip
def test_a_slip_in_a_query_is_pointed_at_where_there_is_room(note: QueryNote, query: str, told: str) -> None:
    assert note_line(note, query, 2, 39).plain == told


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ({1: "diagnosis", 5: "fix", 6: "verification", 9: "fix", 10: "verification"}, [5, 6, 9, 10, 1]),
        ({2: "verification", 5: "fix"}, [5, 2]),
        ({2: "verification", 5: "prevention"}, [2, 5]),
    ],
)
def test_the_proof_of_a_fix_stands_right_after_it(document: dict[int, Role], shown: list[int]) -> None:
    listed = [
        FilledCommand(f"{role} {line}", role, line, "bash", "read-only") for line, role in document.items()
    ]

    assert [command.line for command in offered(listed)] == shown


def test_history_walks_back_and_comes_back_to_the_draft() -> None:
    history = History()
    for query in ("one", "two", "one "):
        history.add(query)

    assert [history.older("dra"), history.older(""), history.older("")] == ["one", "two", None]
    assert [history.newer(), history.newer(), history.newer()] == ["one", "dra", None]


def test_repeats_are_folded_but_never_a_line_that_is_evidence() -> None:
    lines = [f"GET /health {n}" for n in range(8)]

    assert fold_rows(lines, frozenset()) == [LogRow(1), LogRow(2, 7)]
    kept = fold_rows(lines, frozenset({6}))
    assert LogRow(6) in kept
    assert len(fold_rows(lines[:3], frozenset())) == 3


@settings(deadline=None)
@given(st.lists(st.sampled_from(["a 1", "a 2", "b", ""])), st.frozensets(st.integers(1, 30)))
def test_folded_rows_stand_for_every_line_once(lines: list[str], keep: frozenset[int]) -> None:
    rows = fold_rows(lines, keep)
    stood_for = [n for row in rows for n in range(row.line, row.line + max(1, row.hidden))]

    assert stood_for == [row.line for row in all_rows(lines)]
    hidden = {n for row in rows if row.hidden for n in range(row.line, row.line + row.hidden)}
    assert not hidden & keep


@pytest.mark.parametrize("paste", ["a\nb\n", "a\r\nb\r\n", "a\rb"])
def test_lines_are_the_same_whatever_the_terminal_sends(paste: str) -> None:
    assert paste_lines(paste) == ["a", "b"]


def test_query_words_leave_out_operators_exclusions_and_fields() -> None:
    assert query_words('title:redis OR "time out" -grafana cert* since:2025') == (
        "redis",
        "time",
        "out",
        "cert",
    )
    assert title_marks("Redis timeout", "redis time") == [(0, 5), (6, 10)]


@pytest.mark.parametrize(
    ("text", "span", "plain", "marked"),
    [
        ("- **Pod** `web` down", (11, 14), "Pod web down", "web"),
        ("## 한글 제목", (3, 5), "한글 제목", "한글"),
        ("| a |   b |", (8, 9), "a | b |", "b"),
        ("plain text", (0, 5), "plain text", "plain"),
    ],
)
def test_markdown_signs_leave_a_snippet_and_the_marks_stay_on_their_words(
    text: str, span: tuple[int, int], plain: str, marked: str
) -> None:
    shown, marks = without_markdown(text, [span])

    assert shown == plain
    assert [shown[a:b] for a, b in marks] == [marked]


@settings(deadline=None)
@given(st.text(), st.integers(0, 50), st.integers(0, 50))
def test_marks_never_leave_the_text(text: str, a: int, b: int) -> None:
    shown, marks = without_markdown(text, [(min(a, b), max(a, b))])

    assert all(0 <= start < end <= len(shown) for start, end in marks)


@settings(deadline=None)
@given(st.text())
def test_safe_text_has_no_control_characters_and_a_span_keeps_its_length(text: str) -> None:
    assert len(safe_span(text)) == len(text)
    for shown in (safe_line(text), safe_span(text)):
        assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)


def test_fuzzy_titles_find_letters_in_order_in_hangul_and_english() -> None:
    assert [found[3] for found in rank_titles("cdns", HITS)] == ["coredns-timeout"]
    assert [found[3] for found in rank_titles("결제api", HITS)] == ["istio-503"]
    assert rank_titles("zzz", HITS) == []


def test_a_handover_note_holds_proof_and_commands_and_no_secret() -> None:
    pair = Evidence(9, "503 UF password=hunter2secret", 8, "503 UF", 1.0, 3)
    match = Match(DNS.id, DNS.title, 0.97, DNS.source, (pair,))
    copied = [Copied("2026-01-01T00:00:00Z", DNS.id, command("kubectl get pods"))]
    note = handover_note(DNS, match, copied, "2026-01-01T00:01:00Z")

    assert note.startswith(f"# {DNS.title}\n")
    assert "Confidence: 97%" in note
    assert "Log line 9, 3 times, entry line 8" in note
    assert "2026-01-01T00:00:00Z, fix, unknown risk:\n\n    kubectl get pods" in note
    assert "hunter2" not in note


def test_a_note_leaves_out_commands_of_other_entries() -> None:
    copied = [Copied("t", "other", command("rm"))]

    assert "rm" not in handover_note(DNS, None, copied, "now").split("Written")[1]


def test_hits_without_date_or_components_still_make_two_lines() -> None:
    bare = Hit("x", "Title", "incident", None, 1.0, Source("kb/x.md", (1, 2), ""))

    assert hit_lines(bare, "").plain == "Title\n"


def test_what_lives_long_is_set_aside_once_a_kind() -> None:
    before = gc.get_freeze_count()
    try:
        long_lived = LongLived()
        long_lived.set_aside("entries")
        frozen = gc.get_freeze_count()
        kept = [object(), [frozen]]
        long_lived.set_aside("entries")

        assert frozen > before
        assert gc.get_freeze_count() <= frozen
        assert kept
    finally:
        gc.unfreeze()


def test_a_snippet_that_only_repeats_the_title_gives_way_to_the_next() -> None:
    snippets = (Snippet("## Title here", 1, "other", ()), Snippet("the why", 5, "cause", ((4, 7),)))
    found = Hit("x", "Title here", "incident", "2025", 1.0, Source("kb/x.md", (1, 9), ""), snippets)

    assert hit_lines(found, "why").plain == "Title here\n2025  the why"


def test_the_footer_leaves_out_the_least_important_keys_first() -> None:
    keys = [("select", "⏎ Open "), ("note", "w Note "), ("quit", "q Quit "), ("back", "esc Back ")]

    assert fitting(keys, 80) == ["select", "note", "quit", "back"]
    assert fitting(keys, 24) == ["select", "note", "back"]
    assert fitting(keys, 3) == ["select", "back"]


def test_a_heading_that_repeats_the_title_is_no_reason_for_a_hit() -> None:
    repeated = Snippet(f"## 2025-12-29: {DNS.title}", 3, "other", ())
    telling = Snippet("the security group drops UDP", 9, "cause", ())

    line = hit_lines(hit(DNS, (repeated, telling)), "dns").plain
    assert line.endswith("the security group drops UDP")
    assert line.count(DNS.title) == 1
