"""Masking: cases/logs/mask.md lists lines and what remains of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from ekskb.logs.mask import mask, mask_spans

TABLE = Path(__file__).parent.parent / "cases" / "logs" / "mask.md"


def read_cases() -> Iterator[tuple[str, str]]:
    rows = [row for row in TABLE.read_text("utf-8").splitlines() if row and not row.startswith("#")]
    for before, row in pairwise(rows):
        if row.startswith("-> "):
            yield before, row.removeprefix("-> ")
        elif row.startswith("= "):
            yield row.removeprefix("= "), row.removeprefix("= ")


@pytest.mark.parametrize(("line", "expected"), list(read_cases()))
def test_a_line_is_masked_as_the_table_says(line: str, expected: str) -> None:
    assert mask(line) == expected


def test_masked_spans_point_into_the_original() -> None:
    line = "took 12s on 10.0.0.1"

    assert [line[mark.start : mark.end] for mark in mask_spans(line).marks] == ["12s", "10.0.0.1"]


def test_masking_twice_changes_nothing_more() -> None:
    once = mask("2031-04-05T06:07:08Z pod/web-6f9c8b7d54-zl2hv took 12s")

    assert mask(once) == once
