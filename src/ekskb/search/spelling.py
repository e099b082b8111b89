"""The words of entries with all that slips are found by, worked out once while the index is written.

Listing the words of an index and spelling them out takes half a second at 10,000 entries; reading them
back from one stored value takes some hundredths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from ekskb.search.analyzer import is_hangul
from ekskb.search.vocabulary import HANGUL, Row, make_row

_LEAST, _MOST = 2, 43
"""Letters of a word that a misspelt one may mean: 40 and three slips, and no single letter."""


class Group(msgspec.Struct, frozen=True, array_like=True):
    """The words of one group, column by column."""

    words: str
    spelt: str
    """Empty where every word is its own spelling."""

    masks: list[int]
    sounds: str

    def rows(self) -> Iterator[Row]:
        words = self.words.split("\n")
        spelt = self.spelt.split("\n") if self.spelt else words
        return zip(map(len, spelt), self.masks, spelt, words, self.sounds.split("\n"), strict=True)


Spelling = dict[str, msgspec.Raw]
"""Group -> its words, still packed."""

_decode_group = msgspec.msgpack.Decoder(Group).decode


def spell(words: Iterable[str]) -> bytes:
    """The words by groups, each with its row worked out."""
    groups: dict[str, list[Row]] = {}
    for word in sorted(words):
        if _LEAST <= len(word) <= _MOST and (name := _group_name(word)):
            groups.setdefault(name, []).append(make_row(word))
    return _encode(groups)


def merge_spellings(spellings: Sequence[Spelling]) -> bytes:
    """Several word lists as one."""
    names = sorted({name for spelling in spellings for name in spelling})
    return _encode({name: read_rows(spellings, name) for name in names})


def decode_spelling(data: bytes) -> Spelling:
    """Raises msgspec.MsgspecError where `data` is something else."""
    return msgspec.msgpack.decode(data, type=Spelling)


def read_rows(spellings: Iterable[Spelling], name: str) -> list[Row]:
    """The words of one group in order, each once."""
    groups = [_decode_group(spelling[name]) for spelling in spellings if name in spelling]
    if len(groups) == 1:
        return list(groups[0].rows())
    rows = {row[3]: row for group in groups for row in group.rows()}
    return [rows[word] for word in sorted(rows)]


def _group_name(word: str) -> str:
    if is_hangul(word):
        return HANGUL
    return word[0] if word[0].isascii() and word[0].isalnum() else ""


def _encode(groups: dict[str, list[Row]]) -> bytes:
    return msgspec.msgpack.encode({name: _columns(name, rows) for name, rows in groups.items()})


def _columns(name: str, rows: list[Row]) -> Group:
    return Group(
        "\n".join(row[3] for row in rows),
        "\n".join(row[2] for row in rows) if name == HANGUL else "",
        [row[1] for row in rows],
        "\n".join(row[4] for row in rows),
    )
