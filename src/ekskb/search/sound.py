"""English words as Korean writes them by ear: 네임스페이스 and namespace share their consonants.

A word is reduced to the classes of its consonants. Korean adds vowels between consonants, has one
letter for l and r, one row each for g/k, d/t, b/p/f/v and s/z/j/ch, and drops an r at the end of a
syllable (서버, server), so these differences vanish.
"""

from __future__ import annotations

import re

from ekskb.search.hangul import padded_letters

SHORTEST = 3
"""Consonants that a word must have before its sound says anything."""

_HANGUL = dict(zip("ㄱㄲㅋㄷㄸㅌㅂㅃㅍㅅㅆㅈㅉㅊㄴㅁㄹ", "KKKTTTPPPSSSSSNML", strict=True)) | {"ㅇ": "N"}
_FIRST_LETTERS = {
    "K": "gkcqx",
    "T": "dt",
    "P": "bpfvh",
    "S": "szjcgxp",
    "N": "nkg",
    "M": "m",
    "L": "lrw",
}
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"^(?:kn|gn)", "n"),
        (r"^wr", "r"),
        (r"^ps", "s"),
        (r"tch|sch(?=[ei])|[ct]h(?=[aeiou])(?<=ch)|ch|sh", "s"),
        (r"^th", "s"),
        (r"th", "t"),
        (r"ng$", "n"),
        (r"ign(?=(?:ed?)?$|m)", "in"),
        (r"t(?=ia)", "s"),
        (r"gh", ""),
        (r"ck", "k"),
        (r"sc(?=[eiy])", "s"),
        (r"c(?=[eiy])", "s"),
        (r"dg(?=[eiy])", "s"),
        (r"(?<!^)(?<!g)g(?=e(?![rt])|i|y$)", "s"),
        (r"[tc]ion|sion", "sn"),
        (r"x", "ks"),
        (r"q", "k"),
        (r"(?<=[aeiouy])r(?=[^aeiouy]|e?$)", ""),
        (r"[aeiouyhw]", ""),
    )
)
_CLASSES = str.maketrans("gkcdtbpfvszjnmlr", "KKKTTPPPPSSSNMLL")
_TWICE = re.compile(r"(.)\1+")


def hangul_sound(word: str) -> str:
    """The consonant classes of a Hangul word."""
    sounds: list[str] = []
    # Three letters a syllable: initial, vowel, final; ㅅ closing a syllable sounds as t.
    spelt = padded_letters(word)
    for at, letter in enumerate(spelt):
        if letter in _HANGUL and not (letter == "ㅇ" and at % 3 == 0):
            sounds.append("T" if letter == "ㅅ" and at % 3 == 2 else _HANGUL[letter])
    return _TWICE.sub(r"\1", "".join(sounds))


def english_sound(word: str) -> str:
    """The consonant classes of an English word as Korean would write it."""
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    return _TWICE.sub(r"\1", word.translate(_CLASSES))


def first_letters(sound: str) -> str:
    """Letters that an English word of this sound may begin with."""
    return _FIRST_LETTERS[sound[0]] + "aeiouyhw"
