"""The same incident written twice: entries that say nearly the same are offered once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ekskb.search.look import Look
from ekskb.search.rank import Ranked
from ekskb.search.stored import Stored

TITLED_ALIKE = 0.6
"""Part of the words of both titles together that both hold (Jaccard's index); from here on they are one."""

ALIKE = 0.6
"""The same for all words of two entries whose titles are one."""

ALIKE_UNTITLED = 0.85
LONG = 80
"""Entries with other titles must share more, and be of so many words: short ones may be of one template."""

FEWEST = 12
"""Entries of fewer words are alike by accident."""

COMPARED = 60
"""Hits that are compared with each other; their number squared is what it costs."""


BEYOND = 10
"""Entries behind the last hit that are still looked at: twins have much the same rank."""


@dataclass(slots=True)
class Folded:
    """A hit and the documents that say the same, in order of rank."""

    item: Ranked
    also: list[int]


def fold_twins(ranked: Iterable[Ranked], look: Callable[[int], Look], limit: int) -> list[Folded]:
    """The first `limit` of `ranked` without those that repeat a better one."""
    kept: list[Folded] = []
    compared = min(COMPARED, limit + BEYOND)
    for at, item in enumerate(ranked):
        first = _first_alike(look(item.doc), kept, look) if at < compared else None
        if first is not None:
            first.also.append(item.doc)
        elif len(kept) < limit:
            kept.append(Folded(item, []))
        elif at >= compared:
            break
    return kept


def _first_alike(look: Look, kept: Iterable[Folded], lookup: Callable[[int], Look]) -> Folded | None:
    return next((folded for folded in kept if _compared(lookup(folded.item.doc), look)), None)


def _compared(one: Look, other: Look) -> bool:
    # The same entries meet again with each letter that is typed.
    same = one.compared.get(other.stored.id)
    if same is None:
        same = one.compared[other.stored.id] = are_twins(one, other)
    return same


def are_twins(one: Look, other: Look) -> bool:
    """Whether two entries of one kind, about the same software, say nearly the same."""
    few, many = sorted((len(one.words), len(other.words)))
    # The sizes alone rule most pairs out.
    if few < max(FEWEST, ALIKE * many):
        return False
    if _alike(one.title_words, other.title_words, TITLED_ALIKE):
        same = _numbers(one) == _numbers(other) and _alike(one.words, other.words, ALIKE)
    else:
        same = few >= max(LONG, ALIKE_UNTITLED * many) and _are_long_twins(one, other)
    return same and _comparable(one.stored, other.stored)


def _are_long_twins(one: Look, other: Look) -> bool:
    # Nine of ten words of a twin are in the other; a few tell that without counting all.
    if 10 * sum(map(other.words.__contains__, one.some_words)) < 7 * len(one.some_words):
        return False
    return _alike(one.words, other.words, ALIKE_UNTITLED)


def _numbers(look: Look) -> set[str]:
    """In titles of one template a number may be all the difference: exit code 137, exit code 139."""
    return {word for word in look.title_words if word.isdigit()}


def _comparable(one: Stored, other: Stored) -> bool:
    about, others = set(one.components), set(other.components)
    return one.kind == other.kind and (not about or not others or bool(about & others))


def _alike(one: frozenset[str], other: frozenset[str], least: float) -> bool:
    shared = len(one & other)
    return shared > 0 and shared >= least * (len(one) + len(other) - shared)
