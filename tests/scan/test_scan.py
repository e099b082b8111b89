"""Archives in, incidents out."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ekskb.errors import RootError
from ekskb.model import Evidence, Scored, Scoring
from ekskb.scan.bench import Task, plan_tasks
from ekskb.scan.crew import Crew
from ekskb.scan.forms import Collected
from ekskb.scan.packing import SourceError
from ekskb.scan.report import Survey
from ekskb.scan.scan import Scanner
from ekskb.scan.sources import look_at
from tests.scan.logs import FAULTS, make_index, noise, offer, prefilter_of

INDEX = make_index()
PREFILTER = prefilter_of(INDEX)


def silent(what: str, done: int, total: int) -> None:
    pass


def scan(*paths: Path, jobs: int = 1) -> Survey:
    told: list[str] = []
    scanner = Scanner(PREFILTER, INDEX, offer, jobs)
    return scanner.scan_files([look_at(path) for path in paths], silent, told.append)


def write_log(path: Path, faults: dict[int, str], lines: int = 400) -> Path:
    """Noise with a fault at some line numbers, counted from 1."""
    rows = noise(lines)
    for number, text in faults.items():
        rows[number - 1] = f"2031-04-05T07:{number // 60:02}:{number % 60:02}Z ERROR {text}"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_every_incident_is_told_once_with_count_time_and_place(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.log", {50: FAULTS["redis"], 90: FAULTS["redis"], 300: FAULTS["webhook"]})

    survey = scan(log)

    rows = {
        one.id: (one.count, one.first, one.last, one.file, one.evidence[0].line) for one in survey.matches
    }
    assert rows == {
        "redis": (2, "2031-04-05T07:00:50Z", "2031-04-05T07:01:30Z", str(log), 50),
        "webhook": (1, "2031-04-05T07:05:00Z", "2031-04-05T07:05:00Z", str(log), 300),
    }
    assert (survey.lines, survey.files, survey.interrupted) == (400, 1, False)


def test_several_files_are_one_report(tmp_path: Path) -> None:
    first = write_log(tmp_path / "a.log", {10: FAULTS["quota"]})
    second = tmp_path / "b.log.gz"
    second.write_bytes(
        gzip.compress(write_log(tmp_path / "b", {20: FAULTS["quota"], 30: FAULTS["quota"]}).read_bytes())
    )

    (one,) = scan(first, second).matches

    assert [(row.file, row.count) for row in one.files] == [(str(first), 1), (str(second), 2)]
    assert (one.count, one.file, one.evidence[0].line) == (3, str(first), 10)


def test_a_log_without_known_faults_has_no_incidents(tmp_path: Path) -> None:
    survey = scan(write_log(tmp_path / "a.log", {5: "kernel: usb 1-1: new high-speed USB device number 2"}))

    assert survey.matches == ()


def test_more_processes_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faults = {n: list(FAULTS.values())[n % 3] for n in range(7, 4_000, 61)}
    log = write_log(tmp_path / "a.log", faults, 4_000)
    monkeypatch.setattr("ekskb.scan.scan.plan_tasks", lambda sources: plan_tasks(sources, part=20_000))

    alone, together = scan(log), scan(log, jobs=3)

    assert {one.id for one in alone.matches} == set(FAULTS)
    assert together == alone


def test_parts_give_the_same_places_as_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = write_log(tmp_path / "a.log", {17: FAULTS["redis"], 388: FAULTS["redis"]})
    whole = scan(log)
    monkeypatch.setattr("ekskb.scan.scan.plan_tasks", lambda sources: plan_tasks(sources, part=700))

    assert scan(log) == whole


def test_an_interrupt_gives_what_was_found_so_far() -> None:
    def blocks() -> Iterator[bytes]:
        yield "\n".join([*noise(50), FAULTS["redis"], *noise(2_000), ""]).encode()
        raise KeyboardInterrupt

    survey = Scanner(PREFILTER, INDEX, offer).scan_stream(blocks(), "-", silent, print)

    assert ([one.id for one in survey.matches], survey.interrupted) == (["redis"], True)


def test_an_interrupt_while_processes_work_gives_what_was_found_so_far(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write_log(tmp_path / "a.log", {5: FAULTS["redis"], 3_900: FAULTS["quota"]}, 4_000)
    tasks = plan_tasks([look_at(log)], part=20_000)
    with Crew(PREFILTER, INDEX, 2) as crew:
        found = crew.collect(tasks, lambda _: None)
        first = next(found)
        monkeypatch.setattr(crew, "_await", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        rest = list(found)

    assert crew.interrupted
    assert [form.first.line for form in first[1].forms] == [5]
    assert len(rest) <= len(tasks) - 1


def end_at_once(task: Task) -> Collected:
    os._exit(9)


def test_a_process_that_is_killed_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ekskb.scan.crew.collect", end_at_once)
    paths = [write_log(tmp_path / f"{n}.log", {}) for n in range(2)]

    with pytest.raises(RootError, match="was ended from outside"):
        scan(*paths, jobs=2)


def test_a_file_that_vanishes_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    gone, stays = (write_log(tmp_path / name, {10: FAULTS["quota"]}) for name in ("a.log", "b.log"))
    sources = [look_at(gone), look_at(stays)]
    gone.unlink()
    told: list[str] = []

    survey = Scanner(PREFILTER, INDEX, offer).scan_files(sources, silent, told.append)

    assert told == [f"{gone}: No such file or directory"]
    assert [one.file for one in survey.matches] == [str(stays)]


def test_a_fault_that_reads_a_little_different_is_counted_with_the_others(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a.log", {50: FAULTS["redis"], 51: FAULTS["redis"].upper()})

    (one,) = scan(log).matches

    assert one.count == 2
    assert sum(pair.share for pair in one.evidence) == pytest.approx(1.0)


def test_nearest_misses_are_told_where_nothing_matches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = Evidence(5, "the quota of tenant blue", 8, FAULTS["quota"], 1.0)
    scoring = Scoring(1, (), (Scored("quota", 0.1, (pair,), "too few words"),))
    monkeypatch.setattr("ekskb.scan.bench.score_text", lambda text, index: scoring)
    log = write_log(tmp_path / "a.log", {50: FAULTS["quota"], 300: FAULTS["redis"]})

    survey = scan(log)

    assert survey.matches == ()
    assert [one.id for one in survey.weak] == ["quota"]


def test_a_stream_that_breaks_off_is_told_and_what_came_is_matched() -> None:
    def blocks() -> Iterator[bytes]:
        yield "\n".join([*noise(50), FAULTS["redis"], *noise(2_000), ""]).encode()
        raise SourceError("damaged from here on: x")

    told: list[str] = []

    survey = Scanner(PREFILTER, INDEX, offer).scan_stream(blocks(), "-", silent, told.append)

    assert ([one.id for one in survey.matches], told) == (["redis"], ["-: damaged from here on: x"])
