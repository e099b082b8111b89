"""What was noted on this machine moves entries a little and never far."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ekskb.feedback import Favours, Note, Tally, add_note, favour, feedback_path
from ekskb.kb import KnowledgeBase
from ekskb.search.index import TextIndex
from tests.search.entries import make_entry


@pytest.fixture(scope="module")
def index() -> TextIndex:
    made = TextIndex.open(None)
    entries = (
        make_entry("a", "Redis timeout", "sessions are lost"),
        make_entry("b", "Redis timeout", "carts are lost"),
        make_entry("c", "Other", "a redis timeout is mentioned"),
    )
    made.update([(entry, "1") for entry in entries], [])
    return made


def found(index: TextIndex, favours: dict[str, float], query: str = "redis timeout") -> list[str]:
    return [hit.id for hit in index.search(query, favours=favours).hits]


def test_without_notes_nothing_moves(index: TextIndex) -> None:
    assert found(index, {}) == found(index, {"unknown": 1.1}) == ["a", "b", "c"]


def test_of_equals_the_one_that_helped_comes_first(index: TextIndex) -> None:
    assert found(index, {"b": 1.03}) == ["b", "a", "c"]
    assert found(index, {"a": 0.97}) == ["b", "a", "c"]


@pytest.mark.parametrize("factor", [1.1, 1000.0])
def test_no_note_lifts_a_poor_hit_over_a_good_one(index: TextIndex, factor: float) -> None:
    assert found(index, {"c": factor, "a": 1 / factor}) == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("tally", "days", "factor"),
    [
        (Tally(fixed=1), 0, 1.033),
        (Tally(fixed=2), 0, 1.05),
        (Tally(fixed=1000), 0, 1.1),
        (Tally(wrong=1000), 0, 0.9),
        (Tally(seen=1), 0, 1.009),
        (Tally(fixed=2, wrong=2), 0, 1.0),
        (Tally(fixed=2), 180, 1.025),
        (Tally(fixed=2), 3600, 1.0),
        (Tally(fixed=2), -5, 1.05),
    ],
)
def test_verdicts_add_up_to_a_tenth_and_fade(tally: Tally, days: int, factor: float) -> None:
    last = datetime(2026, 1, 1, tzinfo=UTC)

    assert favour(replace(tally, last=last), last + timedelta(days=days)) == pytest.approx(factor, abs=0.0005)


@pytest.mark.parametrize("data", [b"", b"\x00\xff nonsense\n{}\n", b'{"entry": 3}'])
def test_notes_that_cannot_be_read_favour_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "feedback.jsonl"
    favours = Favours(path)
    assert favours.factors(datetime.now(UTC)) == {}
    path.write_bytes(data)

    assert favours.factors(datetime.now(UTC)) == {}
    assert Favours(tmp_path).factors(datetime.now(UTC)) == {}


def test_a_list_by_date_stays_one(index: TextIndex) -> None:
    assert found(index, {"c": 1.1}, "kind:incident") == found(index, {}, "kind:incident")


def test_notes_are_left_out_on_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EKSKB_DATA", str(tmp_path / "data"))
    (tmp_path / "kb").mkdir()
    for name in ("first", "second"):
        text = f"# Redis timeout {name}\n\n## Symptom\n\nIt waits for {name}.\n\n## Fix\n\nRestart {name}.\n"
        (tmp_path / "kb" / f"{name}.md").write_text(text)
    kb = KnowledgeBase.open(tmp_path, tmp_path / "cache")
    kb.refresh()
    usual = [hit.id for hit in kb.search("redis timeout").hits]
    for _ in range(3):
        note = Note(usual[1], "fixed", datetime.now(UTC))
        add_note(feedback_path(tmp_path, {"EKSKB_DATA": str(tmp_path / "data")}), note)

    assert [hit.id for hit in kb.search("redis timeout").hits] == usual[::-1]
    assert [hit.id for hit in kb.search("redis timeout", personal=False).hits] == usual
    kb.close()
