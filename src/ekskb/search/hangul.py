"""What a Korean word is once its particles and endings are gone; letters and their parts."""

from __future__ import annotations

from ekskb.search.words import word_list

_FIRST = 0xAC00
_FINALS = 28
_MEDIALS = 21
INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
MEDIALS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_RIEUL = 8

_AFTER_CONSONANT = word_list("particles_after_consonant")
_AFTER_VOWEL = word_list("particles_after_vowel")
_ANYWHERE = word_list("particles")
_ENDINGS = word_list("endings")
GLUED = frozenset((*_AFTER_CONSONANT, *_AFTER_VOWEL, *_ANYWHERE))
"""Particles; behind a Latin word the sound of its end cannot be known, so all of them go."""

_SHORTEST = 2
_LOOSE = ("은", "을", "이", "는", "를", "가", "로", "에")


def _final(letter: str) -> int:
    return (ord(letter) - _FIRST) % _FINALS


def _rules() -> dict[str, list[tuple[int, str, int]]]:
    """Last letter -> (length, ending, needed end of the stem) with the longest first.

    The need is 0 for any stem, 1 for a final consonant, 2 for none.
    """
    table: dict[str, list[tuple[int, str, int]]] = {}
    for need, endings in ((0, _ANYWHERE), (0, _ENDINGS), (1, _AFTER_CONSONANT), (2, _AFTER_VOWEL)):
        for ending in endings:
            table.setdefault(ending[-1], []).append((len(ending), ending, need))
    for rules in table.values():
        rules.sort(reverse=True)
    return table


_RULES = _rules()


def _fits(stem: str, ending: str, need: int) -> bool:
    final = _final(stem[-1])
    if need == 1:
        return final != 0 and not (final == _RIEUL and ending.startswith("으로"))
    return need == 0 or final == 0 or (final == _RIEUL and ending.startswith("로"))


def _strip_once(word: str, shortest: int) -> str:
    for length, ending, need in _RULES.get(word[-1], ()):
        if len(word) - length >= shortest and word.endswith(ending) and _fits(word[:-length], ending, need):
            return word[:-length]
    return word


def hangul_stem(word: str) -> str:
    """`word` without one ending and one particle, if at least two letters stay."""
    return _strip_once(_strip_once(word, _SHORTEST), _SHORTEST)


def hangul_stems(word: str) -> tuple[str, ...]:
    """The stem, and for a two-letter word that may be one letter and a particle, that letter."""
    stem = hangul_stem(word)
    if len(word) == 2 and word[1] in _LOOSE:
        short = _strip_once(word, 1)
        return (stem,) if short == word else (stem, short)
    return (stem,)


def initials(word: str) -> str:
    """The initial consonants: 재시작 -> ㅈㅅㅈ. Other characters stand for themselves."""
    return "".join(
        INITIALS[(ord(ch) - _FIRST) // (_FINALS * _MEDIALS)] if "\uac00" <= ch <= "\ud7a3" else ch
        for ch in word
    )


def letters(word: str) -> str:
    """The word spelt out in its letters (jamo), so that one wrong vowel is one edit."""
    return "".join("".join(padded_letters(ch)) or ch for ch in word)


def padded_letters(word: str) -> list[str]:
    """Initial, vowel and final of each syllable; the final is an empty string where there is none."""
    spelt: list[str] = []
    for ch in word:
        code = ord(ch) - _FIRST
        if 0 <= code < 11172:
            spelt.append(INITIALS[code // (_FINALS * _MEDIALS)])
            spelt.append(MEDIALS[code // _FINALS % _MEDIALS])
            spelt.append(FINALS[code % _FINALS])
    return spelt
