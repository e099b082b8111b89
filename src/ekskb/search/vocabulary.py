"""The words of one state of the index, arranged for look-ups that the index itself cannot do.

Everything is made when first needed: most queries are spelt right and need none of it.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable, Sequence

from ekskb.search.hangul import initials, letters
from ekskb.search.sound import SHORTEST, english_sound, first_letters, hangul_sound

Row = tuple[int, int, str, str]
"""(number of letters, letters as a bit mask, spelt out, the word)."""

_FIRSTS = string.ascii_lowercase + string.digits


class Vocabulary:
    def __init__(self, prefixed: Callable[[str], Iterable[str]], hangul: Callable[[], Iterable[str]]) -> None:
        """`prefixed`: terms that begin so. `hangul`: all Hangul words."""
        self._prefixed = prefixed
        self._read_hangul = hangul
        self._latin: dict[str, list[Row]] = {}
        self._hangul_words: list[str] | None = None
        self._hangul_rows: list[Row] | None = None
        self._initials: list[tuple[str, str]] | None = None
        self._english_sounds: dict[str, dict[str, list[str]]] = {}
        self._hangul_sounds: dict[str, list[str]] | None = None
        self.fixes: dict[str, list[tuple[str, float]]] = {}
        """Misspelt word -> corrections with weights, as found before."""

    @property
    def hangul_words(self) -> list[str]:
        if self._hangul_words is None:
            self._hangul_words = list(self._read_hangul())
        return self._hangul_words

    def latin_rows(self, first: str) -> list[Row]:
        """Words that begin with the letter or digit `first`."""
        rows = self._latin.get(first)
        if rows is None:
            rows = self._latin[first] = [make_row(word, word) for word in self._prefixed(first)]
        return rows

    def all_latin_rows(self) -> Iterable[Row]:
        return (row for first in _FIRSTS for row in self.latin_rows(first))

    def hangul_rows(self) -> list[Row]:
        if self._hangul_rows is None:
            self._hangul_rows = [make_row(letters(word), word) for word in self.hangul_words]
        return self._hangul_rows

    def begun_with_initials(self, wanted: str) -> list[str]:
        """Hangul words whose initial consonants begin with `wanted`."""
        if self._initials is None:
            self._initials = [(initials(word), word) for word in self.hangul_words]
        return [word for consonants, word in self._initials if consonants.startswith(wanted)]

    def english_alike(self, sound: str) -> list[str]:
        """English words of this sound."""
        return [word for first in first_letters(sound) for word in self._sounds(first).get(sound, ())]

    def _sounds(self, first: str) -> dict[str, list[str]]:
        table = self._english_sounds.get(first)
        if table is None:
            table = self._english_sounds[first] = {}
            for size, _, _, word in self.latin_rows(first):
                if size <= _LONGEST_SOUND and word.isalpha():
                    table.setdefault(english_sound(word), []).append(word)
        return table

    def hangul_alike(self, sound: str) -> Sequence[str]:
        """Hangul words of this sound."""
        if self._hangul_sounds is None:
            self._hangul_sounds = {}
            for word in self.hangul_words:
                if len(word) >= SHORTEST:
                    self._hangul_sounds.setdefault(hangul_sound(word), []).append(word)
        return self._hangul_sounds.get(sound, ())


_LONGEST_SOUND = 24


def make_row(spelt: str, word: str) -> Row:
    mask = 0
    for ch in spelt:
        mask |= 1 << (ord(ch) & 63)
    return len(spelt), mask, spelt, word
