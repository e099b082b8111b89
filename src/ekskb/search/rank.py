"""A plan -> documents in order. First a quick sum over postings, then a second look at the best.

The first pass adds up BM25 impacts, rarest terms first, and stops early. The second looks at the
best few: how good each word's best stand-in is, in which field it stands, whether the words are
near each other, whether the title says it all.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ekskb.search.look import Look
from ekskb.search.plan import Concept, Option, Plan
from ekskb.search.shelf import Held, Postings, Shelf, docs_of
from ekskb.search.stored import FIELD_BITS, IMPACT_BITS, IMPACT_MASK

SECOND_LOOK = 80
"""Documents that are scored word by word."""

TEXT_LOOK = 40
"""Documents whose text is read for nearness."""

_POSTING_BUDGET = 60_000
_ENOUGH = 400
_PHRASE_LOOK = 500
_TITLE, _SYMPTOM, _CAUSE, _LOG, _TAGS = 0.6, 0.4, 0.15, 0.2, 0.3
_KIND = {"incident": 1.0, "howto": 0.93, "reference": 0.8}
_FLAT = 0.45
"""Part of a word's strength that does not depend on how often it stands there."""

_COVER = 0.6
_NEAR = 0.5
_TITLE_COVER = 0.6
_EXACT_TITLE = 4.0
_AS_TYPED = 0.3
_RECENT = 0.02
_OLDEST_YEAR = 2015
_YEARS = 15
_DATES = 100_000


@dataclass(frozen=True, slots=True)
class Ranked:
    doc: int
    score: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer to a plan."""

    docs: AbstractSet[int]
    """All entries that match."""

    best: list[Ranked]
    """The best of them in order: as many as were looked at, and no fewer than were asked for."""


LookUp = Callable[[int], Look]


def rank(plan: Plan, shelf: Shelf, look: LookUp, limit: int) -> Ranking:
    """The entries that match, the best `limit` of them and a few more in order."""
    if not plan.concepts:
        return _rank_filtered(plan, shelf, look, limit)
    scores = _first_pass(plan, shelf)
    scores = _filtered(scores, plan, shelf, look)
    depth = max(SECOND_LOOK, limit)
    best = _highest(scores, depth)
    judge = _Judge(plan, shelf)
    judged = sorted(((judge.score(doc), doc) for doc in best), key=lambda pair: (-pair[0], pair[1]))
    read = [
        (score * _text_factor(plan, look(doc)) if at < max(TEXT_LOOK, limit) else score * 0.5, doc)
        for at, (score, doc) in enumerate(judged)
    ]
    read.sort(key=lambda pair: (-pair[0], look(pair[1]).stored.id))
    return Ranking(scores.keys(), [Ranked(doc, score) for score, doc in read])


def _highest(scores: dict[int, float], number: int) -> list[int]:
    """The entries with the highest scores. Of a long query most are only counted, and have none."""
    scored = [(score, -doc) for doc, score in scores.items() if score > 0]
    if len(scored) < number:
        scored = [(score, -doc) for doc, score in scores.items()]
    return [-doc for _, doc in heapq.nlargest(number, scored)]


def _rank_filtered(plan: Plan, shelf: Shelf, look: LookUp, limit: int) -> Ranking:
    """No words but a filter: everything it lets through, newest first."""
    if not (plan.facets or plan.barred or plan.since or plan.before or plan.excluded):
        return Ranking(frozenset(), [])
    docs = _filtered(dict.fromkeys(shelf.postings("facets", "all="), 0.0), plan, shelf, look)
    newest: list[int] = []
    for date in reversed(shelf.prefixed("facets", "date=", _DATES)):
        newest += _by_id((doc for doc in shelf.postings("facets", date) if doc in docs), look)
        if len(newest) >= limit + SECOND_LOOK:
            break
    else:
        dated = set(newest)
        newest += _by_id((doc for doc in docs if doc not in dated), look)
    return Ranking(docs.keys(), [Ranked(doc, 0.0) for doc in newest])


def _by_id(docs: Iterable[int], look: LookUp) -> list[int]:
    return sorted(docs, key=lambda doc: look(doc).stored.id)


def _first_pass(plan: Plan, shelf: Shelf) -> dict[int, float]:
    """Document -> summed impacts of the terms it holds."""
    lists: list[tuple[int, float, Postings, int]] = []
    for concept in plan.concepts:
        for option in concept.options:
            lists += _weighted_lists(concept, option, shelf)
    lists.sort(key=lambda item: item[0])
    scores: dict[int, float] = {}
    spent = 0
    for at, (size, weight, postings, fields) in enumerate(lists):
        spent += size
        if spent > _POSTING_BUDGET and len(scores) >= _ENOUGH:
            return scores | _unscored(lists[at:], scores)
        scale = weight / IMPACT_MASK
        get = scores.get
        if fields < 0:
            for doc, packed in postings.items():
                scores[doc] = get(doc, 0.0) + scale * (packed & IMPACT_MASK)
        else:
            for doc, packed in postings.items():
                if packed >> IMPACT_BITS & fields:
                    scores[doc] = get(doc, 0.0) + scale * (packed & IMPACT_MASK)
    return scores


def _unscored(lists: list[tuple[int, float, Postings, int]], scores: dict[int, float]) -> dict[int, float]:
    """The entries of the longest lists: too many to add up, but they match and are counted."""
    bits = 0
    few: set[int] = set()
    for _, _, postings, fields in lists:
        if fields >= 0:
            few.update(doc for doc, packed in postings.items() if packed >> IMPACT_BITS & fields)
        elif isinstance(postings, Held):
            bits |= postings.bits
        else:
            few.update(postings)
    return dict.fromkeys((few | set(docs_of(bits))) - scores.keys(), 0.0)


def _weighted_lists(
    concept: Concept, option: Option, shelf: Shelf
) -> Iterable[tuple[int, float, Postings, int]]:
    found = [shelf.postings(option.space, term) for term in option.terms]
    weight = concept.idf * concept.factor * option.weight / len(found)
    fields = -1 if concept.anywhere else concept.fields
    if option.strict and len(found) > 1:
        small, *others = sorted(found, key=len)
        both = {doc: packed for doc, packed in small.items() if all(doc in other for other in others)}
        return [(len(small), weight * len(found), both, fields)]
    return [(len(postings), weight, postings, fields) for postings in found if postings]


def _filtered(scores: dict[int, float], plan: Plan, shelf: Shelf, look: LookUp) -> dict[int, float]:
    """What the required and excluded words, the dates and the kinds leave over."""
    for concept in plan.concepts:
        if concept.required:
            allowed = matching_docs(concept, shelf)
            scores = {doc: score for doc, score in scores.items() if doc in allowed}
    for concept in plan.excluded:
        barred = matching_docs(concept, shelf)
        scores = {doc: score for doc, score in scores.items() if doc not in barred}
    for facet in plan.barred:
        held = shelf.postings("facets", facet)
        scores = {doc: score for doc, score in scores.items() if doc not in held}
    for allowed_docs in _facet_filters(plan, shelf):
        scores = {doc: score for doc, score in scores.items() if doc in allowed_docs}
    for concept in plan.concepts:
        if concept.phrase and concept.required:
            best = heapq.nlargest(_PHRASE_LOOK, scores.items(), key=lambda item: item[1])
            scores = {doc: score for doc, score in best if look(doc).holds(concept.phrase, concept.fields)}
    return scores


def _facet_filters(plan: Plan, shelf: Shelf) -> Iterable[set[int]]:
    for group in plan.facets:
        yield {doc for facet in group for doc in shelf.postings("facets", facet)}
    if plan.since or plan.before:
        dates = shelf.prefixed("facets", "date=", _DATES)
        kept = [date for date in dates if _in_range(date.removeprefix("date="), plan.since, plan.before)]
        yield {doc for date in kept for doc in shelf.postings("facets", date)}


def _in_range(date: str, since: str, before: str) -> bool:
    """From the first day of `since` on; before the first day of `before`."""
    return (not since or date >= since[: len(date)]) and (not before or date < before)


def matching_docs(concept: Concept, shelf: Shelf) -> set[int]:
    """Entries that hold the word itself (all of a phrase's words) in one of the wanted fields."""
    docs: set[int] = set()
    for option in concept.options:
        if option.weight < 0.85 and docs:
            continue
        lists = [shelf.postings(option.space, term) for term in option.terms]
        small, *others = sorted(lists, key=len)
        docs |= {
            doc
            for doc, packed in small.items()
            if (concept.anywhere or packed >> IMPACT_BITS & concept.fields)
            and all(
                doc in other and (concept.anywhere or other[doc] >> IMPACT_BITS & concept.fields)
                for other in others
            )
        }
    return docs


class _Judge:
    """Scores single documents word by word."""

    def __init__(self, plan: Plan, shelf: Shelf) -> None:
        self._rows = [
            (
                concept.idf * concept.factor,
                [
                    (option, [shelf.postings(option.space, term) for term in option.terms])
                    for option in concept.options
                ],
                -1 if concept.anywhere else concept.fields,
            )
            for concept in plan.concepts
        ]
        self._whole = sum(weight for weight, _, _ in self._rows) or 1.0

    def score(self, doc: int) -> float:
        total = cover = titled = 0.0
        for weight, options, fields in self._rows:
            strength, bits, own = _best_option(doc, options, fields)
            total += weight * strength * (1 + own * _field_bonus(bits))
            cover += weight * min(1.0, strength * 1.6)
            titled += weight * strength if bits & FIELD_BITS["title"] else 0.0
        share = cover / self._whole
        return total * (1 - _COVER + _COVER * share) * (1 + _TITLE_COVER * titled / self._whole)


def _best_option(
    doc: int, options: list[tuple[Option, list[Postings]]], fields: int
) -> tuple[float, int, float]:
    """(how well the best of the options is met, its fields, its own weight)."""
    best, best_bits, own = 0.0, 0, 0.0
    for option, lists in options:
        held = [lst[doc] for lst in lists if doc in lst]
        if not held or (option.strict and len(held) < len(lists)):
            continue
        bits = held[0] >> IMPACT_BITS
        if fields >= 0 and not bits & fields:
            continue
        if len(held) > 1:
            for packed in held[1:]:
                bits &= packed >> IMPACT_BITS
        share = len(held) / len(lists)
        impact = sum(packed & IMPACT_MASK for packed in held) / (IMPACT_MASK * len(held))
        strength = option.weight * share * share * (_FLAT + (1 - _FLAT) * impact)
        if strength > best:
            best, best_bits, own = strength, bits, option.weight
    return best, best_bits, own


def _field_bonus(bits: int) -> float:
    return (
        (_TITLE if bits & FIELD_BITS["title"] else 0.0)
        + (_SYMPTOM if bits & FIELD_BITS["symptom"] else 0.0)
        + (_CAUSE if bits & FIELD_BITS["cause"] else 0.0)
        + (_LOG if bits & FIELD_BITS["log"] else 0.0)
        + (_TAGS if bits & (FIELD_BITS["tag"] | FIELD_BITS["component"]) else 0.0)
    )


def _text_factor(plan: Plan, look: Look) -> float:
    """What only the text itself tells: nearness, the exact title, the query as typed; kind and age."""
    words = [(concept.surfaces, concept.idf * concept.factor) for concept in plan.concepts]
    factor = 1 + _NEAR * look.nearness(words)
    typed = plan.typed
    if typed and typed == look.title:
        factor *= _EXACT_TITLE
    elif len(typed) > 3 and typed in look.text:
        factor *= 1 + _AS_TYPED * (2 if typed in look.title else 1)
    return factor * _KIND[look.stored.kind] * _age_factor(look.stored.date)


def _age_factor(date: str | None) -> float:
    year = int(date[:4]) if date and date[:4].isdigit() else _OLDEST_YEAR
    return 1 + _RECENT * min(1.0, max(0.0, (year - _OLDEST_YEAR) / _YEARS))
