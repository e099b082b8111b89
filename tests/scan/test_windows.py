from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ekskb.scan.windows import Window, cut_windows

_blocks = st.lists(st.binary(max_size=60) | st.text("ab\n", max_size=60).map(str.encode), max_size=12)


@given(_blocks, st.integers(1, 20), st.integers(1, 50))
def test_windows_cover_every_byte_once_and_in_order(blocks: list[bytes], margin: int, longest: int) -> None:
    windows = list(cut_windows(blocks, margin, longest))

    assert b"".join(w.data[w.start : w.end] for w in windows) == b"".join(blocks)


def test_windows_end_with_a_line_and_see_what_stands_around() -> None:
    windows = list(cut_windows([b"one\ntwo\nthr", b"ee\nfour\n"], margin=4, longest=100))

    assert windows[0] == Window(b"one\ntwo\nthr", 0, 4)
    assert windows[1].data.startswith(b"one\n")
    assert windows[1].start == 4


def test_an_enormous_line_is_cut_so_that_memory_stays_flat() -> None:
    windows = cut_windows((b"x" * 1_000 for _ in range(100)), margin=100, longest=2_000)

    assert max(len(window.data) for window in windows) <= 2_000 + 100 + 1_000
