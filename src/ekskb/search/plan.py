"""A query -> concepts: for each word, the terms that may stand for it and how good each is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ekskb.search import typo
from ekskb.search.analyzer import chunks, fold, grams, has_grams, is_hangul, word_terms
from ekskb.search.hangul import hangul_stem
from ekskb.search.query import TYPED_WORDS as _TYPED_WORDS
from ekskb.search.query import Clause, Query
from ekskb.search.shelf import Shelf, Space
from ekskb.search.stored import FIELD_BITS
from ekskb.search.synonyms import Synonyms
from ekskb.search.words import WEAK_WEIGHT, is_weak

MAX_CONCEPTS = 28
"""A longer query keeps its rarest words only."""

_MAX_WORDS = 200
_ALL_FIELDS = (1 << 16) - 1


@dataclass(frozen=True, slots=True)
class Option:
    """Terms that together stand for a word. Not all need be there; the more the better."""

    space: Space
    terms: tuple[str, ...]
    weight: float
    strict: bool = False
    """Whether all terms must be there."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One word of the query and everything that may stand for it."""

    word: str
    options: tuple[Option, ...]
    surfaces: tuple[str, ...]
    """Spellings to look for in the text, lower case."""

    factor: float = 1.0
    fields: int = _ALL_FIELDS
    """Field bits in which it must stand."""

    required: bool = False
    excluded: bool = False
    phrase: str = ""
    """Text that must stand as written, lower case."""

    idf: float = 0.0

    @property
    def anywhere(self) -> bool:
        return self.fields == _ALL_FIELDS


@dataclass(frozen=True, slots=True)
class Plan:
    concepts: tuple[Concept, ...]
    excluded: tuple[Concept, ...] = ()
    since: str = ""
    before: str = ""
    facets: tuple[tuple[str, ...], ...] = ()
    """Filters such as `kind=incident`; of each group one must hold."""

    barred: tuple[str, ...] = ()
    """Filters none of which may hold."""

    corrected: str = ""
    """The query with misspelt words put right; empty if there were none."""

    typed: str = ""
    """The query as typed, folded to one line."""


@dataclass(slots=True)
class _Draft:
    """A concept while it is made."""

    word: str
    options: list[Option] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    factor: float = 1.0
    known: bool = False

    def add(self, space: Space, terms: Sequence[str], weight: float, *, strict: bool = False) -> None:
        if terms:
            self.options.append(Option(space, tuple(terms), weight, strict))


class Planner:
    """Makes plans against one state of the index."""

    def __init__(self, shelf: Shelf, synonyms: Synonyms) -> None:
        self._shelf = shelf
        self._synonyms = synonyms
        self._fixes: dict[str, str] = {}
        self._repairing = True

    def plan(self, query: Query) -> Plan:
        concepts: list[Concept] = []
        facets: list[tuple[str, ...]] = []
        barred: list[str] = []
        run: list[_Draft] = []
        self._fixes = {}
        # Many words are a paste: what is unknown in it are names and numbers, not slips.
        self._repairing = len(query.clauses) <= _TYPED_WORDS
        for clause in query.clauses:
            if _is_kind(clause):
                named = tuple(f"kind={term.text.lower()}" for term in clause.terms)
                if clause.excluded:
                    barred += named
                else:
                    facets.append(named)
            elif _is_simple(clause):
                run += self._drafts(clause.terms[0].text, prefix=clause.terms[0].prefix)
            else:
                concepts.append(self._clause_concept(clause))
        run = list({draft.word: draft for draft in run}.values())[:_MAX_WORDS]
        self._link(run)
        concepts += [self._finish(draft) for draft in run]
        kept = [c for c in concepts if not c.excluded]
        kept = (
            sorted(kept, key=lambda c: -c.idf * c.factor)[:MAX_CONCEPTS] if len(kept) > MAX_CONCEPTS else kept
        )
        return Plan(
            concepts=tuple(kept),
            excluded=tuple(c for c in concepts if c.excluded),
            since=query.since,
            before=query.before,
            facets=tuple(facets),
            barred=tuple(barred),
            corrected=self._corrected(query.text),
            typed=" ".join(fold(query.text).lower().split()),
        )

    def _corrected(self, text: str) -> str:
        if not self._fixes:
            return ""
        folded = fold(text)
        parts, at = [], 0
        for match in chunks(folded):
            fix = self._fixes.get(match[0])
            if fix:
                parts += [folded[at : match.start()], fix]
                at = match.end()
        return "".join((*parts, folded[at:]))

    def _drafts(self, text: str, *, prefix: bool = False) -> list[_Draft]:
        found = list(chunks(fold(text)))[:_MAX_WORDS]
        drafts = [self._draft(match[0], match.lastgroup or "") for match in found]
        if prefix and found:
            drafts[-1] = self._prefix_draft(found[-1][0])
        return [draft for draft in drafts if draft is not None]

    def _draft(self, chunk: str, group: str) -> _Draft:
        if group == "initials":
            return self._initials_draft(chunk)
        if is_hangul(chunk):
            return self._hangul_draft(chunk)
        return self._word_draft(chunk)

    def _hangul_draft(self, chunk: str) -> _Draft:
        stem, *short = word_terms(chunk)
        if short and not self._known(stem) and (self._known(short[0]) or self._synonyms.knows(short[0])):
            stem, short = short[0], []
        weak = is_weak(chunk) or is_weak(stem)
        draft = _Draft(stem, surfaces=[stem], factor=WEAK_WEIGHT if weak else 1.0)
        draft.add("words", [stem], 1.0)
        if len(stem) > 1:
            draft.add("pairs", grams(stem), 0.9)
        draft.add("words", short, 0.5)
        draft.known = weak or self._means(stem)
        if not draft.known and self._repairing:
            self._repair(draft, chunk, stem)
        return draft

    def _means(self, stem: str) -> bool:
        """Whether a Hangul word is written somewhere, if only inside another, or has synonyms."""
        if self._known(stem) or self._synonyms.knows(stem):
            return True
        return len(stem) > 1 and self._all_together(grams(stem))

    def _all_together(self, pairs: list[str]) -> bool:
        """Whether some entry holds all these letter pairs."""
        lists = sorted((self._shelf.postings("pairs", pair) for pair in pairs), key=len)
        return any(all(doc in other for other in lists[1:]) for doc in lists[0])

    def _word_draft(self, chunk: str) -> _Draft:
        terms = word_terms(chunk)
        word = terms[0]
        draft = _Draft(word, surfaces=[word], factor=WEAK_WEIGHT if is_weak(word) else 1.0)
        draft.add("words", [word], 1.0)
        if has_grams(chunk):
            draft.add("pairs", grams(chunk), 0.9)
        rest = terms[1:]
        if len(rest) == 1:
            draft.add("words", rest, 0.9)
            if len(rest[0]) > 3 and word.startswith(rest[0]):
                draft.surfaces.append(rest[0])
        elif rest:
            # Of an identifier that stands somewhere as typed, the parts alone say little.
            draft.add("words", rest, 0.4 if self._known(word) else 0.7)
            draft.surfaces += [part for part in rest if len(part) > 3]
        draft.known = self._known(word) or any(self._known(term) for term in rest)
        if not draft.known and self._repairing:
            self._repair(draft, chunk, word)
        return draft

    def _prefix_draft(self, chunk: str) -> _Draft:
        stem = chunk.lower()
        draft = _Draft(stem, surfaces=[stem], known=True)
        draft.add("words", [stem], 1.0)
        for term in self._shelf.prefixed("words", stem, 60):
            draft.add("words", [term], 0.9)
        return draft

    def _initials_draft(self, chunk: str) -> _Draft:
        wanted = "".join(typo.plain_letter(letter) for letter in chunk)
        draft = _Draft(wanted, known=True)
        if len(wanted) < 2:
            draft.factor = 0.0
            return draft
        words = self._shelf.vocabulary.begun_with_initials(wanted)
        exact = [word for word in words if len(word) == len(wanted)]
        for word in (exact + [word for word in words if len(word) != len(wanted)])[:40]:
            draft.add("words", [word], 1.0 if len(word) == len(wanted) else 0.6)
            draft.surfaces.append(word)
        return draft

    def _known(self, term: str) -> bool:
        return self._shelf.count("words", term) > 0

    def _repair(self, draft: _Draft, chunk: str, word: str) -> None:
        """A word that nobody wrote: still being typed, in the wrong keyboard layout, or misspelt."""
        begun = self._shelf.prefixed("words", word, 20) if len(word) > 1 else []
        for term in begun:
            draft.add("words", [term], 0.8)
        if begun:
            draft.known = True
            return
        by_ear = not self._synonyms.covers(word)
        for fix in typo.repairs(chunk, word, self._shelf, self._synonyms.hangul_keys(), by_ear=by_ear):
            self._fixes.setdefault(chunk, fix.word)
            draft.surfaces.append(fix.word)
            draft.add("words", [fix.word], fix.weight)
            if is_hangul(fix.word) and len(fix.word) > 1:
                draft.add("pairs", grams(fix.word), fix.weight * 0.8)
            for term in word_terms(fix.word)[1:]:
                draft.add("words", [term], fix.weight * 0.9)

    def _link(self, drafts: list[_Draft]) -> None:
        """Add synonyms of single words and of neighbours that make a known expression."""
        words = [self._fixes.get(draft.word, draft.word) for draft in drafts]
        for start, length, group in self._synonyms.find(words):
            for expression, weight in group:
                self._add_synonym(drafts[start : start + length], expression, weight)
        for left, right in pairwise(drafts):
            joined = left.word + right.word
            if joined.isascii() and joined.isalnum() and self._known(joined):
                left.add("words", [joined], 0.8)
                right.add("words", [joined], 0.8)

    def _add_synonym(self, drafts: list[_Draft], expression: str, weight: float) -> None:
        parts = expression.split()
        spaces: list[tuple[Space, list[str]]] = [("words", [word_terms(part)[-1] for part in parts])]
        if len(parts) == 1 and is_hangul(parts[0]) and len(parts[0]) > 1:
            spaces.append(("pairs", grams(hangul_stem(parts[0]))))
        for draft in drafts:
            for space, terms in spaces:
                draft.add(space, terms, weight, strict=True)
            draft.surfaces.append(expression)

    def _finish(self, draft: _Draft) -> Concept:
        return replace(
            Concept(
                draft.word,
                tuple(draft.options),
                tuple(dict.fromkeys(s for s in draft.surfaces if s)),
                draft.factor,
            ),
            idf=self._idf(draft.options),
        )

    def _idf(self, options: Iterable[Option]) -> float:
        """Rarity of a word, by how many entries hold the best of what may stand for it."""
        size = max(1, self._shelf.size)
        best = 0
        for option in options:
            counts = [self._shelf.count(option.space, term) for term in option.terms]
            held = min(counts) if option.strict or option.space == "pairs" else max(counts)
            if held and (option.weight >= 0.85 or not best):
                best = max(best, held)
        best = min(best, size)
        return math.log(1 + (size - best + 0.5) / (best + 0.5)) if best else 0.0

    def _clause_concept(self, clause: Clause) -> Concept:
        """An alternative, a phrase, a field or an exclusion: one concept of all its terms."""
        drafts: list[Option] = []
        surfaces: list[str] = []
        fields = 0
        phrase = ""
        for term in clause.terms:
            made = self._drafts(term.text, prefix=term.prefix)
            surfaces += [s for draft in made for s in draft.surfaces]
            fields |= FIELD_BITS.get(term.field, _ALL_FIELDS) if term.field else _ALL_FIELDS
            drafts += _merged(made)
            if term.phrase and len(clause.terms) == 1:
                phrase = " ".join(fold(term.text).lower().split())
        return Concept(
            " ".join(term.text for term in clause.terms),
            tuple(drafts),
            tuple(dict.fromkeys(surfaces)),
            fields=fields or _ALL_FIELDS,
            required=clause.required,
            excluded=clause.excluded,
            phrase=phrase,
            idf=self._idf(drafts),
        )


def _merged(drafts: list[_Draft]) -> list[Option]:
    """One word: its own options. Several (a phrase): all of their first terms together."""
    if len(drafts) == 1:
        return drafts[0].options
    firsts: list[str] = []
    for draft in drafts:
        firsts += [o.terms[0] for o in draft.options[:1] if o.space == "words"]
    return [Option("words", tuple(firsts), 1.0, strict=False)] if firsts else []


def _is_simple(clause: Clause) -> bool:
    term = clause.terms[0]
    return len(clause.terms) == 1 and not (clause.required or clause.excluded or term.field or term.phrase)


def _is_kind(clause: Clause) -> bool:
    return all(term.field == "kind" for term in clause.terms)
