"""Feedback: kept in a local file, added up, forgotten on demand."""

from __future__ import annotations

import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.errors import EkskbError
from ekskb.feedback import (
    Note,
    Tally,
    Verdict,
    add_note,
    clear_notes,
    count_notes,
    feedback_path,
    read_tallies,
)

DAY = datetime(2026, 1, 10, 3, 0, tzinfo=UTC)


def note(verdict: Verdict, days: int = 0, entry: str = "istio-503") -> Note:
    return Note(entry, verdict, DAY + timedelta(days=days))


def test_notes_are_added_up_and_told_in_one_phrase(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "feedback.jsonl"
    for verdict in ("seen", "fixed", "seen", "fixed", "seen", "fixed", "seen"):
        add_note(path, note(verdict))

    told = read_tallies(path)["istio-503"].told(DAY + timedelta(days=12))
    assert told == "seen 4 times, last 12 days ago, fixed 3"


@pytest.mark.parametrize(
    ("tally", "after", "told"),
    [
        (Tally(), timedelta(0), ""),
        (Tally(seen=1, last=DAY), timedelta(minutes=59), "seen once, last just now"),
        (Tally(seen=1, last=DAY), timedelta(hours=1), "seen once, last 1 hour ago"),
        (Tally(wrong=2, last=DAY), timedelta(hours=47), "last 1 day ago, not this 2"),
        (Tally(seen=1234, last=DAY), timedelta(days=-3), "seen 1,234 times, last just now"),
    ],
)
def test_a_tally_is_told_in_words(tally: Tally, after: timedelta, told: str) -> None:
    assert told == tally.told(DAY + after)


def test_nothing_noted_is_no_fault(tmp_path: Path) -> None:
    assert read_tallies(tmp_path / "none.jsonl") == {}
    clear_notes(tmp_path / "none.jsonl")


def test_a_line_cut_short_by_a_crash_costs_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    add_note(path, note("seen"))
    path.write_bytes(path.read_bytes() + b'{"entry": "istio-5')
    add_note(path, note("fixed"))

    assert read_tallies(path) == {"istio-503": Tally(seen=1, fixed=1, last=DAY)}


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_no_content_of_the_file_raises(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("data") / "feedback.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    add_note(path, note("seen"))

    assert read_tallies(path)["istio-503"].seen == 1


def test_times_without_a_zone_are_taken_as_utc(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    path.write_text(json.dumps({"entry": "a", "verdict": "seen", "time": "2026-01-10T03:00:00"}) + "\n")
    add_note(path, note("seen", entry="a"))

    assert read_tallies(path)["a"] == Tally(seen=2, last=DAY)


def test_forgetting_an_entry_leaves_the_others() -> None:
    notes = [note("fixed"), note("seen", entry="b"), note("forgotten"), note("seen", 1)]

    counted = count_notes(notes)
    assert counted["istio-503"] == Tally(seen=1, last=DAY + timedelta(days=1))
    assert counted["b"].seen == 1


def test_clearing_deletes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    add_note(path, note("seen"))
    clear_notes(path)

    assert not path.exists()
    assert read_tallies(path) == {}


def test_the_file_is_for_the_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    add_note(path, note("seen"))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_each_root_has_its_own_file_in_the_named_folder(tmp_path: Path) -> None:
    env = {"EKSKB_DATA": str(tmp_path)}
    one, other = feedback_path(tmp_path / "a", env), feedback_path(tmp_path / "b", env)

    assert one != other
    assert one.is_relative_to(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EkskbError, match="cannot be written"):
        add_note(tmp_path / "file" / "feedback.jsonl", note("seen"))
    with pytest.raises(EkskbError, match="cannot be read"):
        read_tallies(tmp_path)
