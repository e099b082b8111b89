"""Words that nobody wrote -> words that somebody did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ekskb.search.analyzer import grams, is_hangul
from ekskb.search.hangul import FINALS, INITIALS, MEDIALS, hangul_stem, letters
from ekskb.search.shelf import Shelf

_MOST = 3
"""Corrections offered for one word."""


@dataclass(frozen=True, slots=True)
class Fix:
    word: str
    weight: float


def plain_letter(letter: str) -> str:
    """A conjoining initial (what NFKC makes of ㅈ typed alone) as the letter that is written."""
    at = ord(letter) - 0x1100
    return INITIALS[at] if 0 <= at < len(INITIALS) else letter


def repairs(chunk: str, word: str, shelf: Shelf) -> list[Fix]:
    """What `chunk` may have meant, best first; empty if nothing is near."""
    typed = from_keyboard(chunk)
    if typed:
        stem = hangul_stem(typed)
        if shelf.postings("words", stem) or shelf.prefixed("words", stem, 1):
            return [Fix(stem, 1.0)]
        if len(stem) > 1 and all(shelf.postings("pairs", pair) for pair in grams(stem)):
            return [Fix(stem, 0.9)]
    return _near_words(word, shelf)


def _near_words(word: str, shelf: Shelf) -> list[Fix]:
    hangul = is_hangul(word)
    spelt = letters(word) if hangul else word
    most = _allowed(len(spelt), hangul=hangul)
    if not most:
        return []
    for pool in _pools(word, shelf, hangul=hangul):
        found = _nearest(spelt, pool, most, hangul=hangul)
        if found:
            ranked = sorted((far, -len(shelf.postings("words", near)), near) for far, near in found)
            best = ranked[0][0]
            return [Fix(near, 0.9 - 0.1 * far) for far, _, near in ranked[:_MOST] if far <= best]
    return []


def _allowed(length: int, *, hangul: bool) -> int:
    """Edits that a word of so many letters may hold."""
    if hangul:
        return 0 if length < 5 else 1 if length < 8 else 2
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 13 else 3


def _pools(word: str, shelf: Shelf, *, hangul: bool) -> Iterable[Iterable[str]]:
    """Vocabulary to look through: first what begins alike, then the rest."""
    if hangul:
        yield shelf.hangul_words()
        return
    yield shelf.prefixed("words", word[:1], 200_000)
    if len(word) > 5:
        yield shelf.prefixed("words", "", 400_000)


def _nearest(spelt: str, pool: Iterable[str], most: int, *, hangul: bool) -> list[tuple[int, str]]:
    size = len(spelt)
    found: list[tuple[int, str]] = []
    mask = _letter_mask(spelt)
    for word in pool:
        other = letters(word) if hangul else word
        if abs(len(other) - size) > most or (mask ^ _letter_mask(other)).bit_count() > 2 * most:
            continue
        far = edit_distance(spelt, other, most)
        if far <= most:
            found.append((far, word))
    return found


def _letter_mask(word: str) -> int:
    mask = 0
    for ch in word:
        mask |= 1 << (ord(ch) & 63)
    return mask


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
