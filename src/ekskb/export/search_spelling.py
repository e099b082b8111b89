"""The words of all entries, for those that nobody wrote: by length, by script and by sound.

A misspelt word is as long as what was meant, give or take a few letters, so that a page need not
load all words to put it right.
"""

from __future__ import annotations

from collections.abc import Iterable

from ekskb.export.search_codec import front_coded, sort_key
from ekskb.search.sound import SHORTEST, english_sound
from ekskb.search.vocabulary import _LONGEST_SOUND

_LEAST, _MOST = 2, 43
"""Letters of a word that a misspelt one may mean: up to 40 and three slips."""

HANGUL = "hangul"


def spelt_words(words: Iterable[str]) -> dict[str, str]:
    """Name of a file -> its words.

    Latin words are grouped by their number of letters ("7"), Hangul words are one group, and Latin
    words stand once more by the class of their first consonant ("K"), each behind its sound and a
    comma, where Korean may have written them by ear.
    """
    groups: dict[str, list[str]] = {}
    for word in sorted(words, key=sort_key):
        if not _LEAST <= len(word) <= _MOST:
            continue
        if "\uac00" <= word[0] <= "\ud7a3":
            groups.setdefault(HANGUL, []).append(word)
        elif word[0].isascii() and word[0].isalnum():
            groups.setdefault(str(len(word)), []).append(word)
            sound = english_sound(word) if word.isalpha() and len(word) <= _LONGEST_SOUND else ""
            if len(sound) >= SHORTEST:
                groups.setdefault(sound[0], []).append(f"{sound},{word}")
    return {
        name: " ".join(front_coded(sorted(group, key=sort_key))) for name, group in sorted(groups.items())
    }
