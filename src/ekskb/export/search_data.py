"""Entries -> the data that search in the exported page stands on.

One small file tells what there is; postings, texts and the vocabulary for misspelt words lie in
many files of which a query loads a few. Entries are numbered in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ekskb.export.links import file_name
from ekskb.export.search_codec import data_script, digits, front_coded, indexed
from ekskb.export.search_postings import Postings, frequent_fields, gather, shards
from ekskb.export.search_spelling import spelt_words
from ekskb.export.search_tables import tables
from ekskb.export.site_file import SiteFile
from ekskb.model import ROLES, Entry
from ekskb.search.look import Look
from ekskb.search.stored import decode_stored, entry_terms

SCRIPTS = (
    "search-analyzer.js",
    "search-query.js",
    "search-typo.js",
    "search-shelf.js",
    "search-synonyms.js",
    "search-plan.js",
    "search-look.js",
    "search-rank.js",
    "search-twins.js",
    "search-answer.js",
    "search-address.js",
    "search-results.js",
    "search-filters.js",
    "search-ui.js",
)
"""Scripts of the search in the order in which the home page loads them, after core.js and the words."""

_LEAST, _MOST = 2000, 24_000
_PER_ENTRY = 2


def search_files(entries: Sequence[Entry]) -> Iterator[SiteFile]:
    """The data files of the search; the same entries in any order give the same bytes."""
    ordered = sorted(entries, key=lambda entry: entry.id)
    held = [entry_terms(entry) for entry in ordered]
    words, pairs = gather([terms.words for terms in held]), gather([terms.pairs for terms in held])
    fields = frequent_fields((words, pairs))
    size = min(_MOST, max(_LEAST, _PER_ENTRY * len(ordered)))
    firsts: dict[str, list[str]] = {}
    for space, postings in (("words", words), ("pairs", pairs)):
        names = firsts[space] = []
        for number, (first, content) in enumerate(shards(postings, fields, size)):
            names.append(first)
            yield _file(f"search/{space}-{number}", content)
    vocabulary = spelt_words(words)
    for name, coded in vocabulary.items():
        yield _file(f"search/spelt-{name}", coded)
    for number, (entry, terms) in enumerate(zip(ordered, held, strict=True)):
        yield _file(f"search/text-{number}", _text(entry, terms.stored))
    yield _file("search/tables", tables())
    facets = [terms.facets for terms in held]
    shelf = _shelf(facets, fields, firsts, vocabulary)
    yield _file("search/shelf", shelf | {"sample": _rare_word(words)})


def _file(name: str, value: object) -> SiteFile:
    return SiteFile(f"data/{name}.js", data_script(name, value))


def _shelf(
    facets: Sequence[Sequence[str]],
    fields: Sequence[int],
    firsts: dict[str, list[str]],
    vocabulary: Iterable[str],
) -> dict[str, object]:
    """What a page must know before it looks anything up."""
    return {
        "size": len(facets),
        "fields": fields,
        "words": " ".join(front_coded(firsts["words"])),
        "pairs": " ".join(front_coded(firsts["pairs"])),
        "spelt": list(vocabulary),
        "facets": {name: _column(facets, f"{name}=") for name in ("kind", "date", "component")},
    }


def _rare_word(words: Postings) -> str:
    """A word of one entry: a page that is not asked yet searches for it, which loads next to nothing."""
    rare = (word for word, rows in words.items() if len(rows) == 1 and word.isascii() and word.isalpha())
    return min(rare, default="")


def _column(facets: Sequence[Sequence[str]], prefix: str) -> dict[str, object]:
    """The distinct values, and of each entry their numbers as text; entries are separated by blanks."""
    rows = [[facet.removeprefix(prefix) for facet in held if facet.startswith(prefix)] for held in facets]
    table, places = indexed([value for row in rows for value in row])
    coded = ("".join(digits(places[value]) for value in row) for row in rows)
    return {"values": table, "rows": " ".join(coded)}


def _text(entry: Entry, stored: bytes) -> list[object]:
    """What a page knows of one entry: id, title, file name if it differs, whether it names software, how
    many different words it has and some of them; then role, line and text of each section.
    """
    name, look = file_name(entry.id), Look(decode_stored(stored))
    row: list[object] = [entry.id, entry.title, 0 if name == entry.id else name, int(bool(entry.components))]
    row += [len(look.words), " ".join(look.some_words)]
    for section in entry.sections:
        row += [ROLES.index(section.role), section.lines[0], section.text]
    return row
