"""The words of one state of the index, arranged for look-ups that the index itself cannot do.

Everything is made when first needed: most queries are spelt right and need none of it.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Sequence

from ekskb.search.analyzer import is_hangul
from ekskb.search.hangul import initials, letters
from ekskb.search.sound import SHORTEST, english_sound, first_letters, hangul_sound

Row = tuple[int, int, str, str, str]
"""(number of letters, letters as a bit mask, spelt out, the word, its sound if it is pronounced)."""

HANGUL = "가"
"""The group of all Hangul words; others are grouped by their first letter or digit."""

_FIRSTS = string.ascii_lowercase + string.digits
_LONGEST_SOUND = 24


class Vocabulary:
    def __init__(self, read: Callable[[str], list[Row]], is_held: Callable[[str], bool]) -> None:
        """`read`: the rows of a group. `is_held`: whether an entry has the word; `read` may know old ones."""
        self._read = read
        self.is_held = is_held
        self._groups: dict[str, list[Row]] = {}
        self._initials: list[tuple[str, str]] | None = None
        self._sounds: dict[str, dict[str, list[str]]] = {}
        self.fixes: dict[str, list[tuple[str, float]]] = {}
        """Misspelt word -> corrections with weights, as found before."""

    def _rows(self, group: str) -> list[Row]:
        rows = self._groups.get(group)
        if rows is None:
            rows = self._groups[group] = self._read(group)
        return rows

    def latin_rows(self, first: str) -> list[Row]:
        """Words that begin with the letter or digit `first`."""
        return self._rows(first)

    def all_latin_rows(self) -> Iterable[Row]:
        return (row for first in _FIRSTS for row in self._rows(first))

    def hangul_rows(self) -> list[Row]:
        return self._rows(HANGUL)

    def begun_with_initials(self, wanted: str) -> list[str]:
        """Hangul words whose initial consonants begin with `wanted`."""
        if self._initials is None:
            self._initials = [(initials(row[3]), row[3]) for row in self.hangul_rows()]
        begun = (word for consonants, word in self._initials if consonants.startswith(wanted))
        return [word for word in begun if self.is_held(word)]

    def english_alike(self, sound: str) -> list[str]:
        """English words of this sound."""
        return [word for first in first_letters(sound) for word in self._alike(first, sound)]

    def hangul_alike(self, sound: str) -> Sequence[str]:
        """Hangul words of this sound."""
        return self._alike(HANGUL, sound)

    def _alike(self, group: str, sound: str) -> list[str]:
        table = self._sounds.get(group)
        if table is None:
            table = self._sounds[group] = {}
            for row in self._rows(group):
                if row[4]:
                    table.setdefault(row[4], []).append(row[3])
        return [word for word in table.get(sound, ()) if self.is_held(word)]


def make_row(word: str) -> Row:
    spelt = letters(word) if is_hangul(word) else word
    return len(spelt), letter_mask(spelt), spelt, word, _sound(word)


def letter_mask(spelt: str) -> int:
    mask = 0
    for ch in spelt:
        mask |= 1 << (ord(ch) & 63)
    return mask


def _sound(word: str) -> str:
    if is_hangul(word):
        return hangul_sound(word) if len(word) >= SHORTEST else ""
    return english_sound(word) if len(word) <= _LONGEST_SOUND and word.isalpha() else ""
