"""A query and one state of the index -> the answer as records."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ekskb.model import Hit, QueryNote, SearchResult, replace
from ekskb.search.analyzer import LONGEST, fold
from ekskb.search.favoured import favour_ranked
from ekskb.search.look import Words
from ekskb.search.plan import Plan, Planner
from ekskb.search.query import Query, parse_query, plain_query
from ekskb.search.rank import rank
from ekskb.search.synonyms import default_synonyms
from ekskb.search.twins import Folded, fold_twins
from ekskb.search.view import View
from ekskb.search.whole import holding_all

_WIDENED = "nothing fits all of this; these are the entries for its words alone"
_SNIPPETS = 2
"""Stretches of text shown for one hit."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for, apart from the words themselves."""

    limit: int = 10
    kinds: tuple[str, ...] = ()
    """Of these kinds; empty for all."""

    tags: tuple[str, ...] = ()
    """With all of these tags."""

    favours: Mapping[str, float] = field(default_factory=dict)
    """Factors for the scores of single entries, by id, 0.9 to 1.1."""


def answer(view: View, text: str, request: Request) -> SearchResult:
    """The entries that fit `text` best. What finds nothing as typed is tried without its operators."""
    query = parse_query(text)
    result = _answer(view, query, request)
    if result.total or query.plain:
        return result
    plain = _answer(view, plain_query(text), request)
    told = (*result.notes, *((QueryNote(_WIDENED, 0, len(text)),) if plain.total else ()))
    widened: SearchResult = replace(plain, notes=told)
    return widened


def suggestion(view: View, text: str) -> str:
    """`text` with misspelt words put right; empty if there is nothing to correct."""
    return Planner(view, default_synonyms()).plan(parse_query(text)).corrected


def _answer(view: View, query: Query, request: Request) -> SearchResult:
    plan = _narrowed(Planner(view, default_synonyms()).plan(query), request.kinds, request.tags)
    limit = max(0, request.limit)
    ranking = rank(plan, view, view.look, limit)
    best = favour_ranked(ranking.best, view.look, request.favours) if request.favours else ranking.best
    words = tuple((concept.surfaces, concept.idf * concept.factor) for concept in plan.concepts)
    return SearchResult(
        query.text,
        len(ranking.docs),
        tuple(_hit(view, folded, words) for folded in fold_twins(best, view.look, limit)),
        plan.corrected,
        all_words=holding_all(plan, view, ranking.docs),
        facets=view.facet_sets.count(ranking.docs),
        notes=tuple(note for note in query.notes if not _is_written(query.text, note, view)),
    )


def _is_written(text: str, note: QueryNote, view: View) -> bool:
    """Whether what looks like a slip stands in some entry as it is, such as `system:masters`."""
    spot = fold(text[note.start : note.end]).lower()
    return len(spot) <= LONGEST and view.count("words", spot) > 0


def _narrowed(plan: Plan, kinds: Sequence[str], tags: Sequence[str]) -> Plan:
    facets = [*plan.facets, *((f"tag={tag.casefold()}",) for tag in tags)]
    if kinds:
        facets.append(tuple(f"kind={kind.lower()}" for kind in kinds))
    return dataclasses.replace(plan, facets=tuple(facets))


def _hit(view: View, folded: Folded, words: Words) -> Hit:
    look = view.look(folded.item.doc)
    stored = look.stored
    return Hit(
        id=stored.id,
        title=stored.title,
        kind=stored.kind,
        date=stored.date,
        score=round(folded.item.score, 4),
        source=stored.source,
        snippets=look.snippets(words, _SNIPPETS),
        tags=stored.tags,
        components=stored.components,
        also=tuple(view.look(doc).stored.id for doc in folded.also),
    )
