"""The page searches as the command line does: the same tokens, queries, order and scores.

The vectors are made by `python -m tests.site.search_vectors`; whoever changes analysis or ranking in
Python makes them anew, and then brings the page up to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from ekskb.export.search_data import SCRIPTS, search_files
from ekskb.kb import KnowledgeBase
from ekskb.model import Entry
from tests.site.search_base import CASES, base_entries
from tests.site.search_vectors import Vector, answer_vectors, query_lines, vectors

ROOT = Path(__file__).parents[2]
NEAR = 1e-6
_BARE = (
    '<!doctype html><html lang="en" data-base=""><head><meta charset="utf-8"><title>t</title>{}</head></html>'
)

# Answers in the shape of the vectors; the last snippet has its marked words in brackets.
_ANSWER = """async (queries) => {
  const { open, run } = ekskb.search;
  const engine = await open();
  const marked = ({ text, line, role, marks }) => {
    let made = "", at = 0;
    for (const [start, end] of marks) {
      made += `${text.slice(at, start)}[${text.slice(start, end)}]`;
      at = end;
    }
    return `${line} ${role}: ${made}${text.slice(at)}`;
  };
  // A page leaves out lines that repeat the title; these are the same lines as on the command line.
  const snippets = ({ doc }, words) =>
    engine.shelf.texts.get(doc).snippets(words, 2, engine.tables.constants).map(marked);
  const answers = [];
  for (const text of queries) {
    const result = await run(engine.answer(text, 10));
    answers.push({
      text,
      total: result.total,
      all_words: result.allWords,
      suggestion: result.suggestion,
      facets: result.facets,
      hits: result.hits.map((hit) => [hit.id, hit.score]),
      snippets: result.hits.map((hit) => snippets(hit, result.words)),
    });
  }
  return answers;
}"""
_TOKENS = """async (texts) => {
  const { analyzer } = await ekskb.search.open();
  return texts.map((text) => analyzer.tokens(text));
}"""
_PARSED = """async (texts) => {
  const engine = await ekskb.search.open();
  return texts.map((text) => {
    const query = engine.parse(text);
    const terms = (clause) => clause.terms.map((term) => [term.text, term.field, term.phrase, term.prefix]);
    return {
      text,
      clauses: query.clauses.map((clause) => ({
        terms: terms(clause), required: clause.required, excluded: clause.excluded,
      })),
      since: query.since,
      before: query.before,
      plain: ekskb.search.isPlain(query),
      notes: query.notes.length,
    };
  });
}"""


def write_bare_site(folder: Path, entries: Sequence[Entry]) -> Path:
    """The search alone: its data, its scripts, and a page that loads them."""
    names = ["core.js", *(name for name in SCRIPTS if name not in ("search-ui.js",))]
    for name in names:
        folder.joinpath(name).write_bytes(files("ekskb.export").joinpath("assets", name).read_bytes())
    for made in search_files(entries):
        path = folder / made.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.content)
    page = folder / "index.html"
    page.write_text(
        _BARE.format("".join(f'<script src="{name}" defer></script>' for name in names)), encoding="utf-8"
    )
    return page


def read_vectors(name: str) -> list[Vector]:
    read: list[Vector] = json.loads((CASES / name).read_text(encoding="utf-8"))
    return read


@pytest.fixture
def bare(tmp_path: Path, open_page: Callable[..., Page]) -> Page:
    page = open_page(write_bare_site(tmp_path, base_entries()))
    page.wait_for_function("window.ekskb && ekskb.search && ekskb.search.open")
    return page


@pytest.mark.parametrize("name", ["tokens.json", "parsed.json", "answers.json"])
def test_python_still_gives_the_vectors(made: dict[str, list[Vector]], name: str) -> None:
    assert read_vectors(name) == json.loads(json.dumps(made[name]))


@pytest.fixture(scope="module")
def made() -> dict[str, list[Vector]]:
    return vectors()


def test_the_page_makes_the_same_tokens(bare: Page) -> None:
    wanted = read_vectors("tokens.json")
    found = bare.evaluate(_TOKENS, [vector["text"] for vector in wanted])

    assert found == [[vector["words"], vector["pairs"]] for vector in wanted]


def test_the_page_reads_queries_alike(bare: Page) -> None:
    wanted = read_vectors("parsed.json")
    found = bare.evaluate(_PARSED, [vector["text"] for vector in wanted])

    assert found == wanted


def test_the_page_gives_the_same_answers(bare: Page) -> None:
    wanted = read_vectors("answers.json")
    found = bare.evaluate(_ANSWER, [vector["text"] for vector in wanted])

    assert differences(wanted, found) == []


def test_the_page_gives_the_same_answers_about_the_starter_knowledge_base(
    tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    entries = starter_entries(tmp_path / "cache")
    wanted = answer_vectors(entries, query_lines()[:150])
    page = open_page(write_bare_site(tmp_path, entries))
    found = page.evaluate(_ANSWER, [vector["text"] for vector in wanted])

    assert differences(wanted, found) == []


def test_a_site_without_entries_finds_nothing(tmp_path: Path, open_page: Callable[..., Page]) -> None:
    page = open_page(write_bare_site(tmp_path, []))
    found = page.evaluate(_ANSWER, ["redis", "재시작", "ㅈㅅ", "cert*", "kind:incident", "namespcae", ""])

    assert [answer["total"] for answer in found] == [0] * 7


def starter_entries(cache: Path) -> list[Entry]:
    kb = KnowledgeBase.open(ROOT, cache=cache)
    kb.refresh()
    entries = sorted(kb.entries(), key=lambda entry: entry.id)
    kb.close()
    return entries


def differences(wanted: Sequence[Vector], found: Sequence[Vector]) -> list[str]:
    """What differs, as lines for people; scores may differ by NEAR."""
    return [line for one, other in zip(wanted, found, strict=True) for line in _differences(one, other)]


def _differences(wanted: Vector, found: Vector) -> Iterator[str]:
    for key in ("total", "all_words", "suggestion", "facets", "snippets"):
        if wanted[key] != found[key]:
            yield f"{wanted['text']!r}: {key} {found[key]!r}, not {wanted[key]!r}"
    if [name for name, _ in wanted["hits"]] != [name for name, _ in found["hits"]]:
        yield f"{wanted['text']!r}: {found['hits']}, not {wanted['hits']}"
    elif not all(_is_near(*pair) for pair in zip(wanted["hits"], found["hits"], strict=True)):
        yield f"{wanted['text']!r}: scores {found['hits']}, not {wanted['hits']}"


def _is_near(wanted: list[Any], found: list[Any]) -> bool:
    return abs(float(wanted[1]) - float(found[1])) <= NEAR
