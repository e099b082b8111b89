"""Bytes of any origin become text, and say how."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekskb.decode import decode

KOREAN = "레디스 연결 실패로 인한 재시작\n원인은 보안 그룹이다\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (KOREAN.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + KOREAN.encode(), "utf-8"),
        (KOREAN.encode("utf-16"), "utf-16-le"),
        (KOREAN.encode("cp949"), "cp949"),
    ],
)
def test_korean_text_is_read_in_every_common_encoding(data: bytes, encoding: str) -> None:
    decoded = decode(data)

    assert (KOREAN, encoding, False) == (decoded.text, decoded.encoding, decoded.lossy)


def test_utf16_without_a_mark_is_recognised() -> None:
    assert decode("error: pod not ready\n".encode("utf-16-le")).text == "error: pod not ready\n"


def test_a_character_cut_at_the_end_costs_only_itself() -> None:
    decoded = decode("재시작".encode()[:-1])

    assert (decoded.text, decoded.lossy) == ("재시\ufffd", True)


def test_stray_bytes_in_english_text_do_not_turn_it_korean() -> None:
    decoded = decode(b"caf\xe9 is closed, error 500\n" * 3)

    assert decoded.encoding == "utf-8"
    assert "is closed, error 500" in decoded.text


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, bytes(4096)])
def test_content_that_is_no_text_is_called_binary(data: bytes) -> None:
    assert decode(data).binary


@given(st.binary())
def test_any_bytes_decode(data: bytes) -> None:
    decode(data).text.encode("utf-8", "surrogatepass")
