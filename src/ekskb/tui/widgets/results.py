"""The list of entries found: a title line and a line that says why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from ekskb.feedback import Tally
from ekskb.model import Hit, Snippet
from ekskb.tui.marks import title_marks, without_markdown
from ekskb.tui.safe import MUTED, safe_span
from ekskb.tui.widgets.marked_list import MarkedList

_MARK = "bold underline $text-accent"
_LEAD = 14
"""Characters of a snippet shown before its first mark."""

_NOTHING = Tally()
Tallies = Callable[[str], Tally]
_KINDS = {"incident": "", "howto": "how-to", "reference": "reference"}


class Results(MarkedList):
    """Hits, newest or best first. Posts `OptionSelected` and `OptionHighlighted` with the entry id."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Open", tooltip="Open the highlighted entry")
    ]

    def show_hits(
        self, hits: Sequence[Hit], query: str, keep: str = "", tally: Tallies = lambda _: _NOTHING
    ) -> None:
        """Show other hits; the entry `keep` stays highlighted where it is still among them."""
        shown = _distinct(hits)
        at = next((n for n, hit in enumerate(shown) if hit.id == keep), 0)
        self.fill((Option(hit_lines(hit, query, tally(hit.id)), id=hit.id) for hit in shown), at)

    @property
    def chosen(self) -> str:
        """Id of the highlighted entry, or an empty string."""
        option = self.highlighted_option
        return option.id or "" if option else ""


def hit_lines(hit: Hit, query: str, tally: Tally = _NOTHING) -> Content:
    """Two lines of text for one hit, matched words marked; what was noted about it comes first."""
    title = Content.styled(safe_span(hit.title), "bold")
    for start, end in title_marks(hit.title, query):
        title = title.stylize(_MARK, start, end)
    alike = f"also: {len(hit.also)} alike" if hit.also else ""
    facts = [hit.date or "", _KINDS[hit.kind], *hit.components[:2], alike]
    meta = Content.assemble(*_noted(tally), (" · ".join(safe_span(fact) for fact in facts if fact), MUTED))
    snippet = next((s for s in hit.snippets if _tells_more(s.text.strip(" #*`"), hit.title)), None)
    return Content.assemble(title, "\n", meta, *_why(hit, snippet, bool(meta.plain)))


def _noted(tally: Tally) -> list[tuple[str, str]]:
    """Why an entry stands higher or lower than its words alone would put it."""
    told = [(f"✓ fixed {tally.fixed}× here  ", "$text-success")] if tally.fixed else []
    return [*told, (f"✗ not this {tally.wrong}×  ", "$text-warning")] if tally.wrong else told


def _tells_more(text: str, title: str) -> bool:
    return bool(text) and text not in title and title not in text


def _why(hit: Hit, snippet: Snippet | None, spaced: bool) -> list[Content]:
    gap = Content("  " if spaced else "")
    if snippet is None:
        tags = ", ".join(safe_span(tag) for tag in hit.tags[:4] if tag not in hit.components)
        return [gap, Content.styled(tags, MUTED)] if tags else []
    return [gap, snippet_line(snippet)]


def snippet_line(snippet: Snippet) -> Content:
    """A snippet on one line that begins shortly before its first mark."""
    plain, marks = without_markdown(safe_span(snippet.text), snippet.marks)
    text = Content(plain)
    for start, end in marks:
        text = text.stylize(_MARK, start, end)
    first = min((start for start, _ in marks), default=0)
    return Content.assemble("…", text[first - _LEAD :]) if first > _LEAD + 6 else text


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    return list({hit.id: hit for hit in hits}.values())
