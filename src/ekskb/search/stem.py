"""A light stemmer for English: plural, past and progressive endings, and the final e."""

from __future__ import annotations

_VOWELS = frozenset("aeiouy")
_KEPT = ("ss", "us", "is", "os", "as")
"""Endings whose s is no plural: access, status, redis, macos, alias."""


def english_stem(word: str) -> str:
    """What `word` shares with its inflected forms: `restarts`, `restarting`, `restarted` -> `restart`.

    Only lower-case ASCII words of four letters or more change. The result need not be a word
    (`changing`, `change` -> `chang`); it only has to be the same for the forms of one word.
    """
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    stem = _without_plural(word)
    stem = _without_tense(stem)
    if stem.endswith("e") and len(stem) > 4 and _has_vowel(stem[:-1]):
        stem = stem[:-1]
    return stem[:-1] + "i" if stem.endswith("y") and len(stem) > 3 and stem[-2] not in _VOWELS else stem


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(_KEPT):
        return word[:-1]
    return word


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) < 3 or not _has_vowel(stem):
                return word
            if stem.endswith("i") and ending == "ed":
                return stem[:-1] + "y"
            if stem[-1] == stem[-2] and stem[-1] not in "lsz":
                return stem[:-1]
            return stem
    return word


def _has_vowel(word: str) -> bool:
    return not _VOWELS.isdisjoint(word)
