"""Two lines of one frame: what tells them apart is what they end with."""

from __future__ import annotations

import pytest

from ekskb.logs.contrast import Contrast, compare_lines, read_sentence
from ekskb.logs.faults import FAULTS, LONGEST, fault_kinds
from ekskb.logs.terms import word_key


def contrast(pasted: str, entry: str) -> Contrast:
    return compare_lines(read_sentence(pasted), read_sentence(entry), set())


def test_equal_lines_do_not_clash() -> None:
    line = "failed to mount volume: permission denied by the server"

    assert contrast(line, line).clash == 0.0


def test_a_line_that_only_says_more_does_not_clash() -> None:
    assert contrast("cannot mount volume: server denied access to share", "cannot mount volume").clash == 0.0


def test_two_ends_of_one_frame_clash() -> None:
    told = contrast("calling webhook gate: certificate expired", "calling webhook gate: deadline exceeded")

    assert told.clash > 0.0
    assert told.tail < 0.0


def test_the_last_clause_counts_as_said_wherever_the_entry_says_it() -> None:
    assert contrast("sync broke: certificate expired", "certificate expired while syncing").tail > 0.5


@pytest.mark.parametrize(
    "name", ['"orders"', "orders-7f9c", "/srv/orders", "orders.example.org", "id=orders", "ip10"]
)
def test_names_addresses_and_numbers_are_no_words(name: str) -> None:
    assert word_key("order") not in read_sentence(f"cannot reach {name} today").words


@pytest.mark.parametrize("text", ["", ": : :", "the of and", "12345", "\x00\x1b[0m"])
def test_a_line_without_words_says_nothing(text: str) -> None:
    assert read_sentence(text).words == {}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("tls: handshake failure", {"certificate"}),
        ("context deadline exceeded", {"timeout"}),
        ("dial tcp: connect: connection refused", {"refused"}),
        ("lookup db on the resolver: no such host", {"name"}),
        ("HTTP 403 from the gate", {"denied"}),
        ("write failed: No space left on device", {"space"}),
        ("all went well", set()),
        ("", set()),
    ],
)
def test_a_line_tells_its_kinds_of_fault(text: str, kinds: set[str]) -> None:
    assert fault_kinds(text) == kinds


def test_kinds_of_faults_are_named_once() -> None:
    assert len({name for name, _ in FAULTS}) == len(FAULTS)


def test_a_fault_far_behind_in_a_line_is_not_looked_for() -> None:
    assert fault_kinds("x " * LONGEST + "connection refused") == frozenset()
