"""A query and one state of the index -> the answer as records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ekskb.model import Hit, SearchResult
from ekskb.search.look import Look, Words
from ekskb.search.plan import Plan, Planner
from ekskb.search.query import Query, parse_query, plain_query
from ekskb.search.rank import Ranked, rank
from ekskb.search.synonyms import default_synonyms
from ekskb.search.view import View

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


def answer(view: View, text: str, request: Request) -> SearchResult:
    """The entries that fit `text` best. What finds nothing as typed is tried without its operators."""
    query = parse_query(text)
    result = _answer(view, query, request)
    if not result.total and not query.plain:
        return _answer(view, plain_query(text), request)
    return result


def suggestion(view: View, text: str) -> str:
    """`text` with misspelt words put right; empty if there is nothing to correct."""
    return Planner(view, default_synonyms()).plan(parse_query(text)).corrected


def _answer(view: View, query: Query, request: Request) -> SearchResult:
    plan = _narrowed(Planner(view, default_synonyms()).plan(query), request.kinds, request.tags)
    total, ranked = rank(plan, view, view.look, max(0, request.limit))
    words = tuple((concept.surfaces, concept.idf * concept.factor) for concept in plan.concepts)
    hits = tuple(_hit(view.look(item.doc), item, words) for item in ranked)
    return SearchResult(query.text, total, hits, plan.corrected)


def _narrowed(plan: Plan, kinds: Sequence[str], tags: Sequence[str]) -> Plan:
    facets = [*plan.facets, *((f"tag={tag.casefold()}",) for tag in tags)]
    if kinds:
        facets.append(tuple(f"kind={kind.lower()}" for kind in kinds))
    return replace(plan, facets=tuple(facets))


def _hit(look: Look, item: Ranked, words: Words) -> Hit:
    stored = look.stored
    return Hit(
        id=stored.id,
        title=stored.title,
        kind=stored.kind,
        date=stored.date,
        score=round(item.score, 4),
        source=stored.source,
        snippets=look.snippets(words, _SNIPPETS),
        tags=stored.tags,
        components=stored.components,
    )
