"""The query language: text -> a plain tree. Any text at all is a query; nothing here raises.

redis timeout          words; more of them and nearer each other is better
"connection refused"   this phrase, as written
-grafana               without this word
pod OR node            either
cert*                  words that begin so
title:redis            in one field: title symptom cause fix command file tag component kind
since:2025-12          from this date on; before:2026-02 up to it
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import get_args

from ekskb.model import Kind, QueryNote

FIELDS = ("title", "symptom", "cause", "fix", "command", "file", "tag", "component", "kind", "log")
LONGEST_QUERY = 4000
"""Characters of a query that are looked at; a paste longer than this belongs to `match`."""

TYPED_WORDS = 12
"""A query of more words was pasted, not typed: its colons and quotes are no slips."""

_KINDS: tuple[str, ...] = get_args(Kind)
_SPACE = re.compile(r"\s+")
_PIECE = re.compile(
    r"(?P<not>-)?(?:(?P<field>[A-Za-z]{3,9}):)?"
    r'(?:"(?P<phrase>[^"]*)"(?=[\s)]|$)|(?P<word>\S+))'
)
_DATE = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?$")
_NEGATED = re.compile(r"[A-Za-z][\w./:-]{2,}$|[^\x00-\x7f]")
_DATES = ("since", "before", "after", "until")
# `nginx:8080`, `http://` and `s3:GetObject` look alike, but are none.
_LIKE_FIELD = re.compile(r"([A-Za-z]{2,14}):(?=[^\W\d]|\")(?![A-Z][a-z])")
_OPEN_QUOTE = re.compile(r'(?:[A-Za-z]{2,14}:)?"[^"]*')
_HAS_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Term:
    text: str
    field: str = ""
    """One of FIELDS, or empty for anywhere."""

    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms of which any one will do."""

    terms: tuple[Term, ...]
    required: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    clauses: tuple[Clause, ...] = ()
    since: str = ""
    """ISO date or the beginning of one; empty for no limit."""

    before: str = ""
    notes: tuple[QueryNote, ...] = ()
    """What was not understood; such text is searched for as it stands."""

    @property
    def plain(self) -> bool:
        """Whether there is nothing but words: no phrase, field, prefix, exclusion or date."""
        simple = all(not (c.required or c.excluded) and len(c.terms) == 1 for c in self.clauses)
        return simple and not (self.since or self.before)


def parse_query(text: str) -> Query:
    """Read `text` as a query. What is not understood is searched for as plain words, with a note."""
    reader = _Reader()
    for match in _PIECE.finditer(text[:LONGEST_QUERY]):
        reader.take(match)
    clauses = tuple(reader.clauses)
    if clauses and all(clause.excluded and not clause.terms[0].field for clause in clauses):
        # Nothing but exclusions is a pasted list or a slip.
        clauses = tuple(Clause(clause.terms) for clause in clauses)
    notes = reader.notes if len(clauses) <= TYPED_WORDS else ()
    return Query(text, clauses, reader.since, reader.before, (*notes, *_length_note(text)))


def plain_query(text: str) -> Query:
    """The words of `text` and nothing else, whatever operators it seems to hold."""
    words = _SPACE.split(text[:LONGEST_QUERY].strip())
    return Query(text, tuple(Clause((Term(word),)) for word in words if _HAS_WORD.search(word)))


def _length_note(text: str) -> tuple[QueryNote, ...]:
    if len(text) <= LONGEST_QUERY:
        return ()
    message = f"only the first {LONGEST_QUERY:,} characters are searched for; for logs there is 'ekskb match'"
    return (QueryNote(message, LONGEST_QUERY, len(text)),)


class _Reader:
    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self.notes: list[QueryNote] = []
        self.since = ""
        self.before = ""
        self._either = False

    def take(self, match: re.Match[str]) -> None:
        word = match["word"] or ""
        if word in ("OR", "|", "||") and not match["not"] and not match["field"] and self.clauses:
            self._either = True
            return
        field = (match["field"] or "").lower()
        if field in _DATES:
            if self._take_date(field, word):
                return
            self._note(f"{field}: wants a date such as 2025-12 or 2025-12-29", match)
            field = ""
        elif field and (field not in FIELDS or not _HAS_WORD.search(word or match["phrase"] or "")):
            field = ""
        elif field == "kind" and word.lower() not in _KINDS:
            self._note(f"there is no kind {word!r}, only {', '.join(_KINDS)}", match)
        self._note_slip(match)
        if field:
            self._add(self._term(match, field), bool(match["not"]), required=True)
        else:
            self._take_word(match)

    def _note_slip(self, match: re.Match[str]) -> None:
        """A field that does not exist, or a quote that nothing closes."""
        text = match[0].removeprefix("-")
        like = _LIKE_FIELD.match(text)
        known = (*FIELDS, *_DATES)
        if like and like[1].lower() not in known:
            self._note(f"there is no field {like[1]!r}, only {', '.join(known[:-2])}", match)
        elif match["phrase"] is None and _OPEN_QUOTE.fullmatch(text):
            self._note("this quote is not closed, so it makes no phrase", match)

    def _take_word(self, match: re.Match[str]) -> None:
        if match["phrase"] is not None and not match["field"]:
            term = self._term(match, "")
            self._add(term, bool(match["not"]), required=True)
            return
        text = match[0].removeprefix("-") if match["not"] else match[0]
        if not _HAS_WORD.search(text):
            return
        excluded = bool(match["not"]) and not match["field"] and bool(_NEGATED.match(text))
        bare = text.strip("\"'`()[]{}<>,;!?")
        prefix = len(bare) > 1 and bare.endswith("*") and bool(_HAS_WORD.search(bare[:-1]))
        self._add(Term(bare.rstrip("*") if prefix else bare or text, prefix=prefix), excluded, required=False)

    def _term(self, match: re.Match[str], field: str) -> Term:
        if match["phrase"] is not None:
            return Term(match["phrase"], field, phrase=True)
        word = match["word"].strip("\"'`()[]{}<>,;")
        prefix = word.endswith("*") and len(word) > 1
        return Term(word.rstrip("*") if prefix else word, field, prefix=prefix)

    def _add(self, term: Term, excluded: bool, *, required: bool) -> None:
        if not _HAS_WORD.search(term.text):
            return
        if self._either and self.clauses and not excluded:
            last = self.clauses.pop()
            self.clauses.append(Clause((*last.terms, term), last.required and required, last.excluded))
        else:
            self.clauses.append(Clause((term,), required and not excluded, excluded))
        self._either = False

    def _take_date(self, field: str, word: str) -> bool:
        found = _DATE.match(word)
        if not found:
            return False
        parts = [found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]
        if not _is_date(parts):
            return False
        if field in ("since", "after"):
            self.since = "-".join(parts)
        else:
            self.before = "-".join(parts)
        return True

    def _note(self, message: str, match: re.Match[str]) -> None:
        self.notes.append(QueryNote(message, match.start(), match.end()))


def _is_date(parts: list[str]) -> bool:
    """Whether year, month and day, as far as they are given, are in the calendar."""
    year, month, day = (*map(int, parts), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
