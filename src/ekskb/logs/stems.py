"""English endings off, so that a log's `failed to resolve` meets a document's `resolving fails`."""

from __future__ import annotations


def stem(word: str) -> str:
    """An English word without plural, past and progressive endings; right or wrong, all are cut alike."""
    if len(word) < 5 or not word.isalpha():
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and word[-2] not in "sui":
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e") if len(word) > 5 else word
