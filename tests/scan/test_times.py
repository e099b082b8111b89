from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.scan.times import read_time


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2031-04-05T06:07:08.123Z ERROR x", "2031-04-05T06:07:08Z"),
        ("2031-04-05 06:07:08,123 ERROR x", "2031-04-05T06:07:08"),
        ("2031-04-05T06:07:08+09:00 x", "2031-04-04T21:07:08Z"),
        ("2031/04/05 06:07:08 [error] 7#7: x", "2031-04-05T06:07:08"),
        ('10.0.0.1 - - [05/Apr/2031:06:07:08 +0000] "GET /"', "2031-04-05T06:07:08Z"),
        ("Apr  5 06:07:08 node kubelet[1]: x", "--04-05T06:07:08"),
        ("E0405 06:07:08.000001       1 a.go:1] x", "--04-05T06:07:08"),
        ('{"level":"error","ts":1700000000.25,"msg":"x"}', "2023-11-14T22:13:20Z"),
        ('{"time":1700000000123,"msg":"x"}', "2023-11-14T22:13:20Z"),
        ("06:07:08 x", "06:07:08"),
        ("no time here", ""),
        ("2031-99-05T06:07:08Z", "06:07:08"),
        ("0001-01-01T00:00:00+23:59 x", "0001-01-01T00:00:00"),
    ],
)
def test_the_time_of_a_line_is_read(line: str, expected: str) -> None:
    assert read_time(line) == expected


@given(st.text(max_size=80) | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", fullmatch=True))
def test_no_line_breaks_the_reading_of_times(line: str) -> None:
    assert isinstance(read_time(line), str)
