"""Which lines may matter: the same ones for every engine and every cut, at linear work."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekskb.scan.collect import Collector, collect
from ekskb.scan.engines import engine_names
from ekskb.scan.forms import Collected
from ekskb.scan.windows import cut_windows
from tests.scan.logs import FAULTS, make_index, noise, prefilter_of

INDEX = make_index()
PREFILTERS = {name: prefilter_of(INDEX, name) for name in engine_names()}
FIRST = next(iter(PREFILTERS.values()))

_fault = st.sampled_from(list(FAULTS.values()))
_garbage = st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=40)
_line = st.one_of(
    _garbage,
    st.builds(lambda a, text, b: a + text.encode() + b, _garbage, _fault, _garbage),
    st.builds(lambda text, cut: text.encode()[:cut], _fault, st.integers(0, 60)),
)
_logs = st.lists(_line, max_size=12).map(b"\n".join)


def found_in(text: bytes, engine: str = "", block: int = 1 << 20) -> Collected:
    blocks = (text[at : at + block] for at in range(0, len(text), block))
    return collect(cut_windows(blocks, 4_096), PREFILTERS[engine] if engine else FIRST)


@given(_logs)
def test_all_engines_find_the_same_lines(text: bytes) -> None:
    first, *others = [found_in(text, name) for name in PREFILTERS]

    assert others == [first] * len(others)


@settings(deadline=None)
@given(_logs)
def test_lines_are_counted_as_an_editor_counts_them(text: bytes) -> None:
    found = found_in(text)

    assert found.lines == text.count(b"\n") + (bool(text) and not text.endswith(b"\n"))


def test_a_line_is_found_with_its_number_its_neighbours_and_its_time() -> None:
    lines = [
        *noise(10),
        "2031-04-05T06:07:08Z ERROR " + FAULTS["redis"],
        "\tat session.Store.load",
        *noise(5),
    ]

    (form,) = found_in("\n".join(lines).encode()).forms

    assert (form.first.line, form.first.time, form.count) == (11, "2031-04-05T06:07:08Z", 1)
    assert form.context.split("\n")[11 - form.context_line] == lines[10]
    assert lines[11] in form.context.split("\n")


def test_lines_that_differ_in_masked_parts_are_one_form() -> None:
    lines = [
        f"2031-04-05T06:07:{n:02}Z ERROR redis: dial tcp 10.0.3.{n}:6379: i/o timeout while loading session"
        for n in range(50)
    ]

    (form,) = found_in("\n".join(lines).encode()).forms

    assert (form.count, form.first.line, form.last.line) == (50, 1, 50)
    assert (form.first.time, form.last.time) == ("2031-04-05T06:07:00Z", "2031-04-05T06:07:49Z")


@pytest.mark.parametrize("block", [5_000, 7_001, 50_000])
def test_the_size_of_blocks_changes_nothing(block: int) -> None:
    lines = noise(2_000)
    for number in range(0, 2_000, 97):
        lines[number] = f"2031-04-05T06:07:08Z ERROR {list(FAULTS.values())[number % 3]}"
    text = "\n".join(lines).encode()

    cut = found_in(text, block=block)

    whole = found_in(text)
    assert [(f.key, f.first, f.last, f.count) for f in cut.forms] == [
        (f.key, f.first, f.last, f.count) for f in whole.forms
    ]


def test_a_fault_deep_in_an_enormous_line_is_found_with_a_stretch_around_it() -> None:
    text = b"x" * 3_000_000 + FAULTS["quota"].encode() + b"y" * 3_000_000

    found = found_in(text, block=1 << 18)

    assert found.lines == 1
    assert all(form.first.line == 1 for form in found.forms)
    assert max(len(form.context) for form in found.forms) < 20_000
    assert sum(form.count for form in found.forms) >= 1


def test_nul_bytes_and_invalid_utf8_are_read_over() -> None:
    text = b"\x00\x01\xff\n" + b"\xfe " + FAULTS["redis"].encode() + b" \x00\n"

    assert found_in(text).forms[0].first.line == 2


_HOSTILE = {
    "the same fault": FAULTS["redis"] + "\n",
    "half a fault": FAULTS["redis"][:30],
    "brackets": "[" * 50 + "\n",
    "braces on one line": '{"a":',
    "quotes": '\\"' * 20,
    "line breaks": "\n",
    "dashes": "a-" * 30 + "\n",
    "fault in one line": FAULTS["quota"] + " ",
    "colours": "\x1b[31m" * 10,
    "digits": "1234567890" * 5 + "\n",
}


@pytest.mark.parametrize("piece", _HOSTILE.values(), ids=list(_HOSTILE))
def test_twice_the_input_is_at_most_twice_the_work(piece: str) -> None:
    counted = []
    for size in (300_000, 600_000):
        text = (piece * (size // len(piece))).encode()
        collector = Collector(FIRST)
        for window in cut_windows((text[at : at + 50_000] for at in range(0, len(text), 50_000)), 4_096):
            collector.feed(window)
        counted.append(collector.work)

    short, long = counted
    assert long.scanned <= 2 * short.scanned + 100
    assert long.lines <= 2 * short.lines + 2
    assert long.read <= 2 * short.read + 2


def test_lines_that_never_read_alike_are_not_all_kept() -> None:
    lines = [
        f"{FAULTS['redis']} word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}x{n // 676}q" for n in range(5_000)
    ]

    collector = Collector(FIRST)
    for window in cut_windows(["\n".join(lines).encode()]):
        collector.feed(window)

    assert len(collector.forms) <= 64
    assert collector.work.read <= 2_000
    assert sum(form.count for form in collector.forms.values()) == 5_000


def test_memory_does_not_grow_with_the_log() -> None:
    part = "\n".join([*noise(3_000), FAULTS["redis"], ""]).encode()
    peaks = []
    for count in (4, 40):
        tracemalloc.start()
        collect(cut_windows(part for _ in range(count)), FIRST)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 1.2 * peaks[0]
