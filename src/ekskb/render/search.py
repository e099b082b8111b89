"""Search results as text for people, and as lines for other programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

from ekskb.model import Hit, QueryNote, SearchResult, Snippet
from ekskb.render.blocks import byline
from ekskb.render.style import Styler
from ekskb.text import squash

_SNIPPETS = 2
_VALUES = 4
"""Values named of each facet."""

_TWINS = 3
"""Further entries that are named below a hit."""

_WIDTH = 76
"""Columns of a query that are shown around a slip."""

Locate = Callable[[str], str]
"""Path of a document as the reader of a line can open it."""


def render_search(result: SearchResult, style: Styler) -> str:
    """Hits with their best snippets, matched words marked, and how many there are in all."""
    if not result.hits:
        hint = f"; did you mean {result.suggestion!r}?" if result.suggestion else ""
        return style(f"nothing found for {result.query!r}{hint}", "warn") + "\n"
    out = []
    if result.suggestion:
        out += [style(f"showing results for {result.suggestion!r}", "warn"), ""]
    for number, hit in enumerate(result.hits, 1):
        out += [*_hit(hit, number, style), ""]
    if result.total > len(result.hits):
        out += [style(line, "faint") for line in (_count(result), _facets(result)) if line]
    return "\n".join(out).rstrip("\n") + "\n"


def _count(result: SearchResult) -> str:
    folded = sum(len(hit.also) for hit in result.hits)
    shown = len(result.hits)
    if result.total == shown + folded:
        return f"{shown} of {result.total}; the rest say the same"
    if 0 < result.all_words < result.total:
        return f"{shown} of {result.total}, {result.all_words} with every word; -n shows more"
    return f"{shown} of {result.total}; -n shows more"


def _facets(result: SearchResult) -> str:
    """`kind: incident 9, howto 2 · year: 2026 7, 2025 4`; facets that part nothing are left out."""
    told = []
    for name in ("kind", "year", "component"):
        counts = list(result.facets.get(name, {}).items())
        if len(counts) > 1:
            values = [f"{value} {number}" for value, number in counts[:_VALUES]]
            told.append(f"{name}: {', '.join(values)}" + (", …" if len(counts) > _VALUES else ""))
    return " · ".join(told)


def _hit(hit: Hit, number: int, style: Styler) -> list[str]:
    out = [f"{number}. {style(hit.title, 'title')}", "   " + byline(hit, style)]
    if hit.also:
        more = f" and {len(hit.also) - _TWINS} more" if len(hit.also) > _TWINS else ""
        out.append("   " + style(f"also: {', '.join(hit.also[:_TWINS])}{more}", "faint"))
    return out + [_snippet(snippet, style) for snippet in hit.snippets[:_SNIPPETS]]


def _snippet(snippet: Snippet, style: Styler) -> str:
    text, out, at = snippet.text, "", 0
    for start, end in snippet.marks:
        out += style(text[at:start]) + style(text[start:end], "mark")
        at = end
    line = " ".join((out + style(text[at:])).split())
    return f"   {style(f'{snippet.line} {snippet.role}:', 'faint')} {line}"


def search_table(result: SearchResult, style: Styler, locate: Locate) -> str:
    """One hit a line, parted by tabs: place, id, kind, date, score, title."""
    rows = (
        (_place(hit, locate), hit.id, hit.kind, hit.date or "", f"{hit.score:g}", hit.title)
        for hit in result.hits
    )
    return "".join("\t".join(style(squash(cell)) for cell in row) + "\n" for row in rows)


def search_paths(result: SearchResult, style: Styler, locate: Locate) -> str:
    """The documents of the hits, each once, one a line: what `grep -l` prints."""
    paths = dict.fromkeys(hit.source.path for hit in result.hits)
    return "".join(style(squash(locate(path))) + "\n" for path in paths)


def search_lines(result: SearchResult, style: Styler, locate: Locate) -> str:
    """The lines that matched as `path:line:text`: what `grep -n` prints and editors step through."""
    return "".join(f"{style(squash(line))}\n" for hit in result.hits for line in _lines(hit, locate))


def _lines(hit: Hit, locate: Locate) -> Iterator[str]:
    path = locate(hit.source.path)
    for snippet in hit.snippets:
        yield f"{path}:{snippet.line}:{snippet.text}"
    if not hit.snippets:
        yield f"{path}:{hit.source.lines[0]}:{hit.title}"


def _place(hit: Hit, locate: Locate) -> str:
    return f"{locate(hit.source.path)}:{hit.source.lines[0]}"


def render_note(note: QueryNote, query: str) -> str:
    """What was not understood, the query, and a line that points at the spot."""
    # Control characters would move the spot; a long query is shown around it.
    shown = "".join(ch if ch.isprintable() else " " for ch in query)
    start = max(0, note.start - _WIDTH // 2) if len(shown) > _WIDTH else 0
    line = shown[start : start + _WIDTH]
    lead = _columns(line[: note.start - start])
    length = max(1, _columns(line[note.start - start : note.end - start]))
    return f"{note.message}\n  {line}\n  {' ' * lead}{'^' * length}"


def _columns(text: str) -> int:
    """Columns of a terminal that `text` takes: Hangul and its like are two wide, accents add none."""
    wide = sum(unicodedata.east_asian_width(ch) in "WF" for ch in text)
    return len(text) + wide - sum(unicodedata.category(ch) in ("Mn", "Me", "Cf") for ch in text)
