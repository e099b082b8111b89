"""Laws of the log matcher that hold for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekskb.logs.facts import fill_commands, read_facts
from ekskb.logs.lines import unwrap
from ekskb.logs.mask import mask, mask_spans
from ekskb.logs.redact import audit, find_secrets, redact
from ekskb.logs.score import explain, score_paste
from ekskb.logs.sigindex import build_index, decode, encode
from ekskb.logs.terms import line_keys, read_words, weigh_words
from ekskb.model import Command, Entry, Evidence, Section, Signature, Source

# Text made of what logs are made of, so that the patterns are really entered.
_PIECES = st.sampled_from(
    [
        "2031-04-05T06:07:08.123Z", "E0405 06:07:08.123456 1 a.go:1] ", '{"msg":"', '"}',
        "level=error", " err=", '"',
        "\\", "{", "[", "}", "]", "\n", "\r", "\t", " ", "    at a.b(",
        "Caused by: ", "Traceback (most recent call last):",
        "goroutine 1 [running]:", "│ ", "\x1b[31m", "\x00", "\ud800", "오류", "10.0.0.1:5432",
        "pod/web-6f9c8b7d54-zl2hv",
        "arn:aws:iam::111122223333:role/x", "password=", "AKIA", "=", ":", "/", "-", "0", "a", "<", ">",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=60).map("".join))
LINES = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF), min_size=1, max_size=80)


def make_entry(number: int, lines: list[str]) -> Entry:
    return Entry(
        id=f"entry-{number}", title=lines[0], kind="incident", date=None, tags=("a",),
        source=Source("kb/x.md", (1, 90), ""),
        sections=(Section("cause", "Cause", (50, 52), "\n".join(lines)),),
        commands=(), files=(), references=(),
        signatures=tuple(Signature(text, 3 + place, "log") for place, text in enumerate(lines)),
    )  # fmt: skip


ENTRIES = st.lists(st.lists(LINES, min_size=1, max_size=4), max_size=4).map(
    lambda rows: [make_entry(number, lines) for number, lines in enumerate(rows)]
)


@given(TEXTS)
def test_unwrapping_never_raises_and_lines_stay_in_the_paste(text: str) -> None:
    last = text.count("\n") + 1

    assert all(1 <= line.number <= line.last <= last for line in unwrap(text))


@given(TEXTS)
def test_what_is_unwrapped_is_safe_to_show(text: str) -> None:
    assert not any("\x1b" in line.text or "\x00" in line.text for line in unwrap(text))


@given(TEXTS)
def test_masks_are_ordered_and_rebuild_the_text(text: str) -> None:
    masked = mask_spans(text)
    rest, done = "", 0
    for mark in masked.marks:
        assert done <= mark.start < mark.end
        rest += text[done : mark.start] + f"<{mark.name}>"
        done = mark.end

    assert rest + text[done:] == masked.text


@given(TEXTS)
def test_terms_of_words_and_of_their_keys_are_the_same(text: str) -> None:
    row = read_words(mask(text))

    assert set(weigh_words(row)) == line_keys(key for key, _, _ in row)


@given(TEXTS)
def test_redaction_settles_at_once(text: str) -> None:
    once = redact(text).text

    assert redact(once).text == once


@given(TEXTS)
def test_redacted_text_passes_its_audit_and_holds_no_secret(text: str) -> None:
    done = redact(text)

    audit(text, done)
    assert find_secrets(done.text) == ()


@given(TEXTS, LINES)
def test_filled_commands_hold_only_names_of_the_paste(text: str, line: str) -> None:
    command = Command(
        "kubectl logs <pod> -n <namespace>", "fix", 9, "bash", "read-only", ("<pod>", "<namespace>")
    )
    entry = make_entry(0, [line])
    filled = fill_commands([command], entry, text, [Evidence(1, text, 3, line, 1.0)])[0]

    assert {fill.value for fill in filled.fills} <= {fact.value for fact in read_facts(text)}
    assert len(filled.fills) + len(filled.placeholders) == 2


@given(TEXTS)
def test_facts_name_lines_of_the_paste(text: str) -> None:
    last = text.count("\n") + 1

    assert all(1 <= fact.line <= last for fact in read_facts(text))


@settings(deadline=None)
@given(TEXTS, ENTRIES)
def test_shares_add_up_and_confidence_is_a_probability(text: str, entries: list[Entry]) -> None:
    paste = text + "".join("\n" + signature.text for entry in entries[:2] for signature in entry.signatures)
    scoring = score_paste(paste, build_index(entries))

    for one in (*scoring.matches, *scoring.weak):
        assert sum(pair.share for pair in one.evidence) == pytest.approx(1.0)
        assert 0.0 <= one.confidence <= 1.0
    assert len(scoring.weak) <= 3


@settings(deadline=None)
@given(TEXTS, ENTRIES)
def test_an_index_read_back_answers_the_same(text: str, entries: list[Entry]) -> None:
    index = build_index(entries)

    assert score_paste(text, decode(encode(index))) == score_paste(text, index)


@settings(deadline=None)
@given(TEXTS, ENTRIES)
def test_a_reported_entry_can_be_explained(text: str, entries: list[Entry]) -> None:
    index = build_index(entries)

    for one in score_paste(text, index).matches:
        told = explain(text, index, one.id)
        assert told is not None
        assert told.missing == ""
