"""Words that nobody wrote -> words that somebody did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ekskb.search.analyzer import grams, is_hangul
from ekskb.search.hangul import FINALS, INITIALS, MEDIALS, hangul_stem, letters
from ekskb.search.shelf import Shelf
from ekskb.search.sound import SHORTEST, english_sound, hangul_sound
from ekskb.search.stem import english_stem
from ekskb.search.vocabulary import Row, Vocabulary, letter_mask, make_row

_MOST = 3
"""Corrections offered for one word."""

_LONGEST = 40
_SURE_FIRST = 5
"""In a word of up to so many letters the first is taken to be right."""

_LETTERS_PER_SYLLABLE = 1.5
_SPOKEN_ENDINGS = ("요", "다", "죠", "까", "네", "음")
"""Ends of Korean verbs; no English word is written so."""

_ALIKE = 0.6
"""Weight of a word that only sounds the same."""


@dataclass(frozen=True, slots=True)
class Fix:
    word: str
    weight: float


def plain_letter(letter: str) -> str:
    """A conjoining initial (what NFKC makes of ㅈ typed alone) as the letter that is written."""
    at = ord(letter) - 0x1100
    return INITIALS[at] if 0 <= at < len(INITIALS) else letter


def repairs(
    chunk: str, word: str, shelf: Shelf, other_words: Sequence[str] = (), *, by_ear: bool = True
) -> list[Fix]:
    """What `chunk` may have meant, best first; empty if nothing is near.

    `other_words` are Korean words that count as known although no entry holds them. With `by_ear`
    words of the other script that sound alike count, too.
    """
    typed = from_keyboard(chunk)
    if typed:
        stem = hangul_stem(typed)
        if shelf.count("words", stem) or stem in other_words or shelf.prefixed("words", stem, 1):
            return [Fix(stem, 1.0)]
        if len(stem) > 1 and all(shelf.count("pairs", pair) for pair in grams(stem)):
            return [Fix(stem, 0.9)]
    found = shelf.vocabulary.fixes.get(word)
    if found is None:
        found = _near_words(word, shelf, other_words) or (_alike_words(word, shelf) if by_ear else [])
        shelf.vocabulary.fixes[word] = found
    return [Fix(near, weight) for near, weight in found]


def _near_words(word: str, shelf: Shelf, other_words: Sequence[str]) -> list[tuple[str, float]]:
    hangul = is_hangul(word)
    spelt = letters(word) if hangul else word
    most = _allowed(len(word), hangul=hangul)
    if not most:
        return []
    known = frozenset(other_words) if hangul else frozenset()
    for pool in _pools(word, shelf.vocabulary, other_words):
        found = _nearest(spelt, pool, most, lambda near: near in known or shelf.vocabulary.is_held(near))
        if found:
            ranked = sorted((far, -shelf.count("words", near), near) for far, near in found)
            best = ranked[0][0]
            return [(near, 0.9 - 0.1 * far) for far, _, near in ranked[:_MOST] if far <= best]
    return []


def _allowed(length: int, *, hangul: bool) -> int:
    """Edits that a word may hold: of its letters, for Hangul by the number of syllables."""
    if length > _LONGEST:
        return 0
    if hangul:
        return 0 if length < 3 else 1 if length < 5 else 2
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 13 else 3


def _pools(word: str, vocabulary: Vocabulary, other_words: Sequence[str]) -> Iterable[Iterable[Row]]:
    """Vocabulary to look through: first what begins alike, then the rest."""
    if is_hangul(word):
        yield (*vocabulary.hangul_rows(), *map(make_row, other_words))
        return
    if word[0].isascii() and word[0].isalnum():
        yield vocabulary.latin_rows(word[0])
    if len(word) > _SURE_FIRST:
        yield vocabulary.all_latin_rows()


def _nearest(
    spelt: str, pool: Iterable[Row], most: int, is_known: Callable[[str], bool]
) -> list[tuple[int, str]]:
    size, mask = len(spelt), letter_mask(spelt)
    # A letter put in, left out or replaced changes at most two bits of the mask.
    loose = 2 * most
    near = [row for row in pool if -most <= row[0] - size <= most and (mask ^ row[1]).bit_count() <= loose]
    found: list[tuple[int, str]] = []
    for _, _, other, word, _ in near:
        far = edit_distance(spelt, other, most)
        if far <= most and is_known(word):
            found.append((far, word))
            most = min(most, far)
    return found


def _alike_words(word: str, shelf: Shelf) -> list[tuple[str, float]]:
    """Words of the other script that sound the same: 깃이그노어, gitignore."""
    sound = hangul_sound(word) if is_hangul(word) else english_sound(word) if _plain(word) else ""
    if len(sound) < SHORTEST or len(word) < SHORTEST:
        return []
    if is_hangul(word):
        if word.endswith(_SPOKEN_ENDINGS):
            return []
        # An English word has more letters than Korean gives it syllables; a Korean verb has no such twin.
        least = len(word) * _LETTERS_PER_SYLLABLE
        alike = [other for other in shelf.vocabulary.english_alike(sound) if len(other) >= least]
    else:
        alike = list(shelf.vocabulary.hangul_alike(sound))
    stems = {english_stem(other) for other in alike}
    alike = [other for other in alike if other not in stems or english_stem(other) == other]
    alike.sort(key=lambda other: (-shelf.count("words", other), other))
    return [(other, _ALIKE) for other in alike[:_MOST]]


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= _LONGEST


def edit_distance(left: str, right: str, most: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours).

    Anything above `most` is told as `most` + 1.
    """
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i] + [0] * len(right)
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row[j] = cost
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


# The two-set Korean layout (KS X 5002): which letter each key of a Latin keyboard gives.
_KEYS = dict(zip("rRseEfaqQtTdwWczxvg", INITIALS, strict=True)) | dict(
    zip(
        (
            "k",
            "o",
            "i",
            "O",
            "j",
            "p",
            "u",
            "P",
            "h",
            "hk",
            "ho",
            "hl",
            "y",
            "n",
            "nj",
            "np",
            "nl",
            "b",
            "m",
            "ml",
            "l",
        ),
        MEDIALS,
        strict=True,
    )
)
_PAIRED = {"ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ"}
_FINAL_PAIRS = {
    "ㄱㅅ": "ㄳ",
    "ㄴㅈ": "ㄵ",
    "ㄴㅎ": "ㄶ",
    "ㄹㄱ": "ㄺ",
    "ㄹㅁ": "ㄻ",
    "ㄹㅂ": "ㄼ",
    "ㄹㅅ": "ㄽ",
}
_FINAL_PAIRS |= {"ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ"}


def from_keyboard(word: str) -> str:
    """Korean typed with the Latin layout on: `wotlwkr` -> 재시작. Empty if it makes no syllables."""
    if not (4 <= len(word) <= 40 and word.isascii() and word.isalpha()):
        return ""
    spelt = [_KEYS.get(key) or _KEYS.get(key.lower(), "") for key in word]
    if not all(spelt):
        return ""
    text = ""
    at = 0
    while at < len(spelt):
        syllable, at = _syllable(spelt, at)
        if not syllable:
            return ""
        text += syllable
    return text if len(text) > 1 else ""


def _syllable(spelt: list[str], at: int) -> tuple[str, int]:
    """(one syllable, where the next begins), or an empty string."""
    if at + 1 >= len(spelt) or spelt[at] not in INITIALS or spelt[at + 1] not in MEDIALS:
        return "", at
    first, medial = spelt[at], spelt[at + 1]
    at += 2
    if at < len(spelt) and medial + spelt[at] in _PAIRED:
        medial = _PAIRED[medial + spelt[at]]
        at += 1
    final = ""
    if _closes(spelt, at):
        final = spelt[at]
        at += 1
        if _closes(spelt, at) and final + spelt[at] in _FINAL_PAIRS:
            final = _FINAL_PAIRS[final + spelt[at]]
            at += 1
    code = (INITIALS.index(first) * len(MEDIALS) + MEDIALS.index(medial)) * len(FINALS) + FINALS.index(final)
    return chr(0xAC00 + code), at


def _closes(spelt: list[str], at: int) -> bool:
    """Whether the consonant at `at` ends a syllable: no vowel follows it."""
    if at >= len(spelt) or spelt[at] not in FINALS:
        return False
    return at + 1 >= len(spelt) or spelt[at + 1] not in MEDIALS
