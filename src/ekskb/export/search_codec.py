"""Numbers and sorted words as short text, for data files that a page loads as scripts.

Each character stands for six bits. A page reads such text far quicker than arrays of numbers, and it
needs no decoding of base64 first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MORE = 32
_LONGEST_SHARE = 63


def digits(number: int) -> str:
    """A number of any size, five bits a character, the lowest first; all but the last have bit 6 set."""
    text = ""
    while number >= _MORE:
        text += DIGITS[number & 31 | _MORE]
        number >>= 5
    return text + DIGITS[number]


def fixed_digits(number: int, width: int) -> str:
    """A number below 64 ** `width` as exactly so many characters, the lowest first."""
    return "".join(DIGITS[number >> 6 * at & 63] for at in range(width))


def sort_key(word: str) -> bytes:
    """Words in the order in which JavaScript compares strings."""
    return word.encode("utf-16-be", "surrogatepass")


def front_coded(words: Iterable[str]) -> list[str]:
    """Each word as the length that it shares with the one before (one character) and the rest.

    The length counts UTF-16 units, as JavaScript slices strings; a pair is never torn apart.
    """
    coded, before = [], ""
    for word in words:
        share = _shared(before, word)
        coded.append(DIGITS[share] + word[share:])
        before = word
    return coded


def _shared(left: str, right: str) -> int:
    share = 0
    for a, b in zip(left, right, strict=False):
        if a != b or a > "\uffff" or share == _LONGEST_SHARE:
            break
        share += 1
    return share


def data_script(name: str, value: object) -> bytes:
    """The file that hands `value` to the page under `name`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f'ekskb.provide("{name}",{text});\n'.encode("utf-8", "replace")


def indexed(values: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """(distinct values in order, value -> its place)."""
    table = sorted(set(values))
    return table, {value: at for at, value in enumerate(table)}
