"""Which lines are held against the entries together."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.scan.episodes import MOST_FORMS, MOST_JOINED, NEAR, Episode, group_forms, join_misses
from ekskb.scan.forms import Form, Spot

OWNERS = ((0,), (0, 1), (2,))


def form(line: int, literal: int, file: int = 0, context: str = "") -> Form:
    spot = Spot(file, line)
    text = context or f"line {line}"
    return Form(f"key {file} {line}", frozenset((literal,)), spot, spot, text, line, count=1, files={})


def lines_of(episodes: Sequence[Episode]) -> list[list[int]]:
    return [[one.first.line for one in episode.forms] for episode in episodes]


def test_near_lines_of_the_same_entry_are_one_episode() -> None:
    assert lines_of(group_forms([form(1, 0), form(5, 1), form(5 + NEAR, 0)], OWNERS)) == [[1, 5, 5 + NEAR]]


def test_lines_of_other_entries_are_other_episodes() -> None:
    assert lines_of(group_forms([form(1, 0), form(2, 2), form(3, 1)], OWNERS)) == [[1, 3], [2]]


def test_far_lines_and_other_files_are_other_episodes() -> None:
    forms = [form(1, 0), form(2 + NEAR, 0), form(2, 0, file=1)]

    assert lines_of(group_forms(forms, OWNERS)) == [[1], [2 + NEAR], [2]]


def test_an_episode_does_not_grow_without_bound() -> None:
    episodes = group_forms([form(n, 0) for n in range(1, 100)], OWNERS)

    assert max(len(episode.forms) for episode in episodes) == MOST_FORMS
    assert sum(len(episode.forms) for episode in episodes) == 99


def test_the_rest_of_a_trace_is_read_and_healthy_neighbours_are_not() -> None:
    context = "boom\n\tat a.B.c(B.java:1)\nall is well\nCaused by: x"

    (episode,) = group_forms([form(7, 0, context=context)], OWNERS)

    assert episode.text.split("\n") == ["boom", "\tat a.B.c(B.java:1)", "Caused by: x"]
    assert episode.numbers == (7, 8, 10)


def test_misses_near_each_other_get_a_second_chance_together() -> None:
    misses = group_forms([form(1, 0), form(2, 2), form(500, 0)], OWNERS)

    assert lines_of(join_misses(misses)) == [[1, 2]]


def test_second_chances_are_bounded_too() -> None:
    joined = join_misses(group_forms([form(n, n % 3) for n in range(1, 200)], OWNERS))

    assert max(len(episode.forms) for episode in joined) == MOST_JOINED
