"""Live streams: pipes, and files that do what log files do."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ekskb.scan.follow import Follower, Kind
from ekskb.scan.report import Sighting
from ekskb.scan.tail import News, Tail, read_pipe, read_tails
from tests.scan.logs import FAULTS, make_index, noise, offer, prefilter_of

INDEX = make_index()
PREFILTER = prefilter_of(INDEX)


@dataclass
class Heard:
    """What a follower tells, at a time that the test sets."""

    now: float = 0.0
    said: list[tuple[Kind, str, int, int]] = field(default_factory=list)

    def tell(self, kind: Kind, one: Sighting, more: int) -> None:
        self.said.append((kind, one.id, one.count, more))

    def follower(self, every: float = 10.0, files: int = 1) -> Follower:
        names = [f"{n}.log" for n in range(files)]
        return Follower(PREFILTER, INDEX, offer, names, self.tell, every, lambda: self.now)


def line(fault: str, second: int = 0) -> bytes:
    return f"2031-04-05T06:07:{second:02}Z ERROR {FAULTS[fault]}\n".encode()


def test_an_incident_is_told_when_it_is_first_seen() -> None:
    heard = Heard()
    follower = heard.follower()

    follower.take(News(0, "\n".join(noise(5)).encode() + b"\n" + line("redis")))
    assert heard.said == []
    follower.take(News(0))

    assert heard.said == [("incident", "redis", 1, 0)]


def test_repeats_are_folded_into_a_count_every_few_seconds() -> None:
    heard = Heard()
    follower = heard.follower(every=10.0)
    for second in range(25):
        heard.now = second
        follower.take(News(0, line("redis", second)))
        follower.take(News(0))

    assert heard.said == [("incident", "redis", 1, 0), ("again", "redis", 10, 9), ("again", "redis", 20, 10)]


def test_another_incident_is_told_at_once() -> None:
    heard = Heard()
    follower = heard.follower()
    for fault in ("redis", "webhook"):
        follower.take(News(0, line(fault)))
        follower.take(News(0))

    assert [(kind, name) for kind, name, _, _ in heard.said] == [
        ("incident", "redis"),
        ("incident", "webhook"),
    ]


def test_a_line_that_comes_in_pieces_is_one_line() -> None:
    heard = Heard()
    follower = heard.follower()
    whole = line("quota")
    for at in range(0, len(whole), 7):
        follower.take(News(0, whole[at : at + 7]))
        follower.take(News(0))

    assert heard.said == [("incident", "quota", 1, 0)]


def test_a_last_line_without_a_line_break_counts() -> None:
    heard = Heard()

    survey = heard.follower().follow([News(0, line("quota").rstrip())])

    assert [(one.id, one.count, one.first) for one in survey.matches] == [
        ("quota", 1, "2031-04-05T06:07:00Z")
    ]
    assert (survey.lines, survey.interrupted) == (1, False)


def test_a_half_line_at_the_end_of_one_file_is_no_part_of_the_next() -> None:
    heard = Heard()
    follower = heard.follower()
    follower.take(News(0, b"2031-04-05T06:07:08Z INFO half a li"))
    follower.take(News(0, ended=True))
    follower.take(News(0, line("redis")))
    survey = follower.follow([News(0, ended=True)])

    assert survey.lines == 2
    assert "half" not in survey.matches[0].evidence[0].text


def test_an_interrupt_ends_with_a_summary() -> None:
    def stream() -> Iterator[News]:
        yield News(0, line("redis"))
        raise KeyboardInterrupt

    survey = Heard().follower().follow(stream())

    assert ([one.id for one in survey.matches], survey.interrupted) == (["redis"], True)


def test_memory_stays_bounded_on_an_endless_line() -> None:
    follower = Heard().follower()
    for _ in range(200):
        follower.take(News(0, b"x" * 100_000))

    assert len(follower._feeds[0].held) < 2_000_000


def test_two_files_are_told_apart() -> None:
    heard = Heard()
    follower = heard.follower(files=2)

    survey = follower.follow([News(0, line("redis")), News(1, line("quota")), News(1, line("redis"))])

    assert {one.id: [row.file for row in one.files] for one in survey.matches} == {
        "redis": ["0.log", "1.log"],
        "quota": ["1.log"],
    }


def test_a_pipe_brings_data_pauses_and_an_end() -> None:
    reader, writer = os.pipe()
    os.write(writer, b"one\n")
    news = read_pipe(reader, poll=0.01)

    assert next(news) == News(0, b"one\n")
    assert next(news) == News(0)
    os.close(writer)
    assert next(news) == News(0, ended=True)
    assert list(news) == []
    os.close(reader)


@dataclass
class Watched:
    """A log file and what is told of it."""

    path: Path
    told: list[str] = field(default_factory=list)

    def tail(self) -> Tail:
        return Tail(0, self.path, self.told.append)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path / "app.log")


def read(tail: Tail) -> bytes:
    return b"".join(b"|" if news.ended else news.data for news in tail.read())


def test_a_file_is_read_as_it_grows(watched: Watched) -> None:
    watched.path.write_bytes(b"one\n")
    tail = watched.tail()

    assert read(tail) == b"one\n"
    assert read(tail) == b""
    with watched.path.open("ab") as file:
        file.write(b"two\n")
    assert read(tail) == b"two\n"
    tail.close()


def test_a_file_that_is_rotated_is_read_to_its_end_and_the_new_one_from_its_start(watched: Watched) -> None:
    watched.path.write_bytes(b"one\n")
    tail = watched.tail()
    read(tail)
    with watched.path.open("ab") as file:
        file.write(b"late\n")
    watched.path.rename(watched.path.with_suffix(".1"))
    watched.path.write_bytes(b"new\n")

    assert read(tail) == b"late\n|new\n"
    assert watched.told == [f"{watched.path}: replaced, reading the new file"]
    tail.close()


def test_a_file_that_is_cut_short_is_read_from_its_start(watched: Watched) -> None:
    watched.path.write_bytes(b"a long first line\n")
    tail = watched.tail()
    read(tail)
    watched.path.write_bytes(b"new\n")

    assert read(tail) == b"|new\n"
    assert watched.told == [f"{watched.path}: cut short, reading from its start"]
    tail.close()


def test_a_file_that_vanishes_is_waited_for(watched: Watched) -> None:
    watched.path.write_bytes(b"one\n")
    tail = watched.tail()
    read(tail)
    watched.path.unlink()

    assert read(tail) == b"|"
    assert read(tail) == b""
    watched.path.write_bytes(b"back\n")
    assert read(tail) == b"back\n"
    assert watched.told == [f"{watched.path}: gone; waiting for it"]
    tail.close()


def test_a_file_that_is_not_there_yet_is_told_once(watched: Watched) -> None:
    tail = watched.tail()

    assert [read(tail), read(tail)] == [b"", b""]
    assert watched.told == [f"{watched.path}: No such file or directory; waiting for it"]


def test_a_pipe_under_a_name_is_read_and_waited_for(watched: Watched) -> None:
    reader, writer = os.pipe()
    os.write(writer, b"one\n")
    os.close(writer)
    watched.path.symlink_to(f"/dev/fd/{reader}")
    tail = watched.tail()

    assert [read(tail), read(tail)] == [b"one\n", b""]
    assert watched.told == []
    tail.close()
    os.close(reader)


def test_files_are_looked_at_again_and_again(watched: Watched) -> None:
    watched.path.write_bytes(b"one\n")
    pauses: list[float] = []
    news = read_tails([watched.path], watched.told.append, pauses.append, poll=0.5)

    assert [next(news) for _ in range(3)] == [News(0, b"one\n"), News(0), News(0)]
    assert next(news) == News(0)
    assert pauses == [0.5]
