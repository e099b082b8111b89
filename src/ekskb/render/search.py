"""Search results as text for people."""

from __future__ import annotations

from ekskb.model import Hit, SearchResult, Snippet
from ekskb.render.blocks import byline
from ekskb.render.style import Styler

_SNIPPETS = 2


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
        out.append(style(f"{len(result.hits)} of {result.total}; -n shows more", "faint"))
    return "\n".join(out).rstrip("\n") + "\n"


def _hit(hit: Hit, number: int, style: Styler) -> list[str]:
    out = [f"{number}. {style(hit.title, 'title')}", "   " + byline(hit, style)]
    return out + [_snippet(snippet, style) for snippet in hit.snippets[:_SNIPPETS]]


def _snippet(snippet: Snippet, style: Styler) -> str:
    text, out, at = snippet.text, "", 0
    for start, end in snippet.marks:
        out += style(text[at:start]) + style(text[start:end], "mark")
        at = end
    line = " ".join((out + style(text[at:])).split())
    return f"   {style(f'{snippet.line} {snippet.role}:', 'faint')} {line}"
