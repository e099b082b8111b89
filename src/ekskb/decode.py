"""Bytes from files and pipes -> text, whatever wrote them."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from ekskb.text import nfc

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# CP949 text that decodes into Hangul syllables mostly is Korean Windows; random bytes rarely are.
_HANGUL_SHARE = 0.5
_ODD_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str
    encoding: str
    lossy: bool
    """True where some bytes fit no encoding and stand as U+FFFD."""

    binary: bool
    """True for content that is no text at all, such as an image."""


def decode(data: bytes) -> Decoded:
    """Read `data` as text.

    Tried in order: byte-order marks, UTF-16 without one, UTF-8, CP949, UTF-8 with losses.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            text = body.decode(encoding, errors="replace")
            return Decoded(nfc(text), encoding, "\ufffd" in text, False)
    sample = data[:8192]
    if b"\0" in sample:
        wide = _bare_utf16(sample)
        if wide:
            text = data.decode(wide, errors="replace")
            return Decoded(nfc(text), wide, "\ufffd" in text, False)
        text = data.decode("utf-8", errors="replace")
        return Decoded(nfc(text), "utf-8", True, _is_binary(text))
    try:
        return Decoded(nfc(data.decode("utf-8")), "utf-8", False, False)
    except UnicodeDecodeError as fault:
        # A cut multi-byte character at the very end is a truncated log, not another encoding.
        if fault.start >= len(data) - 3 and fault.reason == "unexpected end of data":
            return Decoded(nfc(data[: fault.start].decode("utf-8")) + "\ufffd", "utf-8", True, False)
    return _legacy(data)


def _bare_utf16(sample: bytes) -> str:
    """The UTF-16 flavour of mostly-ASCII text without a byte-order mark, or an empty string."""
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _legacy(data: bytes) -> Decoded:
    try:
        korean = data.decode("cp949")
    except UnicodeDecodeError:
        korean = ""
    wide = [ch for ch in korean if ch > "\x7f"]
    if wide and sum("\uac00" <= ch <= "\ud7a3" for ch in wide) >= _HANGUL_SHARE * len(wide):
        return Decoded(nfc(korean), "cp949", False, False)
    text = data.decode("utf-8", errors="replace")
    return Decoded(nfc(text), "utf-8", True, _is_binary(text))


def _is_binary(text: str) -> bool:
    """Whether unprintable characters are too many for a log with a few bad spots in it."""
    sample = text[:8192]
    odd = sum(ch == "\ufffd" or (ch < " " and ch not in "\t\n\r\f\b\x1b") for ch in sample)
    return odd > _ODD_SHARE * len(sample)
