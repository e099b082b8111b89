"""The line under the search box: how many, what narrows them, what was meant."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from ekskb.errors import EkskbError
from ekskb.model import SearchResult
from ekskb.tui.facets import Filters
from ekskb.tui.safe import safe_line

EMPTY = "the knowledge base is empty: put documents into kb/"


class SearchStatus(Static):
    def __init__(self, id: str | None = None) -> None:
        super().__init__("Reading the knowledge base …", id=id, markup=False)

    def show_busy(self, long: bool = False) -> None:
        """A search takes its time; what stands below is the answer to older words."""
        why = " After a change of many documents their words are read first." if long else ""
        self.update(f"Searching …{why}")

    def show_result(self, result: SearchResult, shown: int, filters: Filters, known: int) -> None:
        """`known` is how many entries there are."""
        parts: list[Content] = [Content(_count(result, shown, filters) if known else EMPTY)]
        if filters:
            parts.append(Content.styled(f"  filter {safe_line(filters.told())}", "$text-accent"))
        if result.suggestion:
            meant = f"  did you mean “{safe_line(result.suggestion)}”? ^y takes it"
            parts.append(Content.styled(meant, "$text-warning"))
        self.update(Content.assemble(*parts))

    def show_fault(self, fault: EkskbError) -> None:
        text = f"{fault.message} ({fault.hint})" if fault.hint else fault.message
        self.update(Content.styled(safe_line(text.replace("\n", " ")), "$text-error"))


def _count(result: SearchResult, shown: int, filters: Filters) -> str:
    noun = "entry" if result.total == 1 else "entries"
    if not result.total:
        return "nothing found"
    if filters:
        return f"{shown} of {result.total:,} {noun}"
    if not result.query:
        return f"{result.total:,} {noun}, newest first" + (f"; first {shown}" if shown < result.total else "")
    return f"{result.total:,} {noun}" + (f", best {shown}" if shown < result.total else "")
