"""`ekskb search` on the command line: its formats, and what it says about a query."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ekskb.errors import Exit
from tests.cli.conftest import Run


def test_lines_are_those_that_grep_would_print(
    ekskb: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    path, number, text = ekskb("search", "--format", "lines", "i/o timeout").out.splitlines()[0].split(":", 2)

    assert text.strip() in Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]


def test_paths_name_each_document_once(ekskb: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    paths = ekskb("search", "--format", "paths", "restart", "인증서", "redis").out.splitlines()

    assert len(paths) == len(set(paths)) == 2
    assert all(Path(path).is_file() and not Path(path).is_absolute() for path in paths)


def test_paths_of_a_root_elsewhere_can_be_opened(
    ekskb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert all(
        Path(path).is_file() for path in ekskb("search", "--format", "paths", "redis").out.splitlines()
    )


def test_a_table_has_a_hit_a_line(ekskb: Run) -> None:
    (row,) = ekskb("search", "--format", "tsv", "redis").out.splitlines()
    place, name, kind, date, score, title = row.split("\t")

    assert place.endswith(".md:1")
    assert (kind, date, title) == ("incident", "2025-01-02", "Redis timeout in the session service")
    assert name
    assert float(score) > 0


@pytest.mark.parametrize("flag", [["--json"], ["--format", "json"]])
def test_json_tells_counts_and_notes(ekskb: Run, flag: list[str]) -> None:
    data = ekskb("search", *flag, "redis", "since:never").json

    assert (data["schema"], data["total"], data["all_words"]) == (1, 1, 0)
    assert data["facets"]["kind"] == {"incident": 1}
    assert [(note["start"], note["end"]) for note in data["notes"]] == [(6, 17)]
    assert data["hits"][0]["also"] == []


def test_lines_of_json_are_the_same_by_flag_and_by_format(ekskb: Run) -> None:
    one, other = (ekskb("search", *flag, "redis").out for flag in (["--jsonl"], ["--format", "jsonl"]))

    assert one == other
    assert json.loads(one)["type"] == "hit"


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "tsv", "paths", "lines"])
def test_nothing_found_is_told_by_the_status_in_every_format(ekskb: Run, form: str) -> None:
    done = ekskb("search", "--format", form, "qwxzqwxz")

    assert done.status == Exit.NOTHING
    assert bool(done.out) == (form in ("text", "json"))


def test_a_slip_is_pointed_at_on_standard_error(ekskb: Run) -> None:
    done = ekskb("search", "인증서", "titel:x")

    assert done.status == Exit.OK
    message, query, caret = done.err.splitlines()
    assert "no field 'titel'" in message
    # Three syllables are six columns wide.
    assert (query, caret) == ("  인증서 titel:x", "  " + " " * 7 + "^" * 7)


def test_the_rest_is_counted_where_not_all_is_shown(ekskb: Run) -> None:
    assert ekskb("search", "-n", "1", "restart", "인증서", "redis").out.splitlines()[-1].startswith("1 of 2")


def test_feedback_can_be_left_out(ekskb: Run) -> None:
    assert ekskb("search", "--no-feedback", "redis").status == Exit.OK


@pytest.mark.parametrize(
    "query", ["\x00", "\x1b[31mredis", "a" * 100_000, '"' * 999, "-" * 50, "  ", "*", "\u202e:"]
)
def test_hostile_queries_are_answered_without_a_traceback(ekskb: Run, query: str) -> None:
    done = ekskb("search", "--", query)

    assert done.status in (Exit.OK, Exit.NOTHING)
    assert "Traceback" not in done.err
    assert "\x1b" not in done.err + done.out
