"""Text -> tokens, for Korean, English and identifiers. The rules are written down in ANALYSIS.md.

The same rules serve queries and documents, and the exported page follows them in JavaScript, so
nothing here depends on a library or on Python alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from ekskb.search.hangul import GLUED, hangul_stems
from ekskb.search.stem import english_stem

LONGEST = 100
"""A longer word is cut to this many characters, in documents and queries alike."""

_SPLIT_LIMIT = 300
_SHORT_PART = 5
"""Up to this length letters and digits stay together: ec2, v1, k8s, h2c."""
# Conjoining initials are what NFKC makes of the letters ㄱ-ㅎ typed alone.
_HANGUL = "\uac00-\ud7a3"
_INITIALS = "\u1100-\u1112"
_IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = rf"[^\W{_HANGUL}{_INITIALS}{_IDEOGRAPHS}]"
_PARTICLES = "|".join(sorted(GLUED, key=len, reverse=True))
# A particle right after Latin text (`Pod가`, "`foo`에서") is no word of its own.
CHUNK = re.compile(
    rf"(?<=[0-9A-Za-z)\]`'\"*])(?P<particle>{_PARTICLES})(?![{_HANGUL}])"
    rf"|(?P<hangul>[{_HANGUL}]+)"
    rf"|(?P<initials>[{_INITIALS}]+)"
    rf"|(?P<ideographs>[{_IDEOGRAPHS}]+)"
    rf"|(?P<word>{_WORD}++(?:[.\-/:@]{{1,3}}{_WORD}++)*+)"
)
_BORDER = re.compile(rf"([{_HANGUL}]) (?=([{_HANGUL}]))")
_OUTER = re.compile(r"[/:@]+")
_INNER = re.compile(r"[.\-_/:@]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^A-Za-z0-9]+")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def fold(text: str) -> str:
    """Compatibility-composed text: full-width letters become plain, decomposed Hangul is joined."""
    return unicodedata.normalize("NFKC", text)


def chunks(text: str) -> Iterator[re.Match[str]]:
    """The words of folded `text` with their places: Hangul runs, initials, identifiers."""
    return (match for match in CHUNK.finditer(text) if match.lastgroup != "particle")


def grams(run: str) -> list[str]:
    """The overlapping pairs of letters of a run; a single letter stands for itself."""
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def is_hangul(word: str) -> bool:
    return bool(word) and "\uac00" <= word[0] <= "\ud7a3"


def has_grams(word: str) -> bool:
    """Whether a word is written in a script that is indexed by pairs of letters."""
    first = word[:1]
    return "\uac00" <= first <= "\ud7a3" or "\u3040" <= first <= "\u30ff" or "\u3400" <= first <= "\u9fff"


def _indexed(text: str) -> Iterator[str]:
    """The chunks that are indexed; initials are a form of query only."""
    return (match[0] for match in chunks(text) if match.lastgroup != "initials")


@lru_cache(maxsize=65536)
def word_terms(chunk: str) -> tuple[str, ...]:
    """The terms that one chunk is indexed under: itself first, then its stems and parts."""
    if is_hangul(chunk):
        return hangul_stems(chunk[:LONGEST])
    if has_grams(chunk):
        return (chunk[:LONGEST],)
    return tuple(dict.fromkeys(_identifier_terms(chunk)))


def _identifier_terms(chunk: str) -> Iterator[str]:
    bare = chunk.strip("_")
    whole = chunk.lower()[:LONGEST]
    yield whole
    if len(chunk) > _SPLIT_LIMIT or _UUID.fullmatch(bare):
        return
    if bare and bare != chunk:
        yield bare.lower()[:LONGEST]
    if bare.isalpha() and (bare.islower() or bare.isupper() or bare.istitle()):
        yield english_stem(bare.lower())[:LONGEST]
        return
    for outer in _OUTER.split(bare):
        yield from _outer_terms(outer)


def _outer_terms(outer: str) -> Iterator[str]:
    """Terms of what stands between slashes and colons: `aws-load-balancer-type`, `CreateSecurityGroup`."""
    if not outer:
        return
    yield outer.lower()[:LONGEST]
    parts = [part for part in _INNER.split(outer) if part]
    if len(parts) > 1 and any(part.isalpha() for part in parts) and len(parts) <= 4:
        yield "".join(parts).lower()[:LONGEST]
    dotted_number = len(parts) > 1 and all(part.isdigit() for part in parts)
    for part in parts:
        if dotted_number and len(part) < 3:
            continue
        yield part.lower()[:LONGEST]
        yield from _piece_terms(_CAMEL.findall(part) if _is_camel(part) else [part])


def _is_camel(part: str) -> bool:
    if part.isalpha():
        return not (part.islower() or part.isupper() or part.istitle())
    return len(part) > _SHORT_PART and not part.isdigit()


def _piece_terms(pieces: list[str]) -> Iterator[str]:
    for at, piece in enumerate(pieces):
        if len(pieces) > 1 and len(piece) == 1:
            # A lone capital belongs to what follows: OAuth, eBPF, iPhone.
            if piece.isalpha() and at + 1 < len(pieces):
                yield (piece + pieces[at + 1]).lower()
            continue
        yield piece.lower()[:LONGEST]
        yield english_stem(piece.lower())[:LONGEST]


def count_terms(text: str) -> tuple[Counter[str], Counter[str], int]:
    """(terms, letter pairs, number of words) of a text, for indexing."""
    folded = fold(text)
    runs = Counter(_indexed(folded))
    words: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for chunk, count in runs.items():
        for term in word_terms(chunk):
            words[term] += count
        if has_grams(chunk):
            for pair in grams(chunk):
                pairs[pair] += count
    for left, right in _BORDER.findall(folded):
        pairs[left + right] += 1
    return words, pairs, sum(runs.values())


def tokens(text: str) -> tuple[list[str], list[str]]:
    """(terms, letter pairs) of a text in order of appearance: what ANALYSIS.md's cases show."""
    words: list[str] = []
    pairs: list[str] = []
    folded = fold(text)
    for chunk in _indexed(folded):
        words += word_terms(chunk)
        if has_grams(chunk):
            pairs += grams(chunk)
    pairs += [left + right for left, right in _BORDER.findall(folded)]
    return words, pairs
