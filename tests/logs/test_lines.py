"""Unwrapping: each file under cases/logs/unwrap holds a paste, a line of equal signs, and what it holds.

One expected row per record: `first[-last] level | logger | source | text`; parts of a folded record are
joined by ` / `.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ekskb.logs.lines import LogLine, unwrap

CASES = sorted((Path(__file__).parent.parent / "cases" / "logs" / "unwrap").glob("*.txt"))


def show(line: LogLine) -> str:
    place = str(line.number) if line.last == line.number else f"{line.number}-{line.last}"
    text = line.text.replace("\n", " / ")
    head = f"{place} {line.level}".rstrip()
    return f"{head} | {line.logger} | {line.source} | {text}".replace("|  |", "| |").replace("|  |", "| |")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_paste_is_unwrapped_as_its_case_says(case: Path) -> None:
    paste, expected = case.read_bytes().decode("utf-8").split("=====\n")

    assert [show(line) for line in unwrap(paste)] == expected.splitlines()


def test_stack_frames_are_kept_beside_the_message() -> None:
    record = unwrap("boom\n\tat a.B.c(B.java:1)\n\tat d.E.f(E.java:2)")[0]

    assert [frame.number for frame in record.frames] == [2, 3]


def test_a_cause_knows_its_own_line() -> None:
    record = unwrap("boom\n\tat a.B.c(B.java:1)\nCaused by: a.Inner: why\n")[0]

    assert [(part.number, part.text) for part in record.parts] == [(3, "a.Inner: why"), (1, "boom")]


def test_fields_of_a_structured_line_are_kept() -> None:
    record = unwrap('{"level":"error","msg":"no","namespace":"shop","status":503}')[0]

    assert dict(record.fields)["namespace"] == "shop"


def test_a_windows_line_end_leaves_no_trace() -> None:
    assert [line.text for line in unwrap("one\r\ntwo\r\n")] == ["one", "two"]


def test_many_unclosed_brackets_are_read_as_text() -> None:
    assert len(unwrap("{\n" * 5_000)) == 5_000


def test_an_enormous_line_is_cut() -> None:
    assert len(unwrap("x" * 1_000_000)[0].text) < 10_000


def test_wrapped_lines_that_hold_nothing_leave_no_record() -> None:
    assert unwrap(f'::error file="{"a" * 60}::\n│') == ()
