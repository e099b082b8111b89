"""The first screen: words in, entries out, the highlighted one beside the list where there is room."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList
from textual.worker import Worker, WorkerState

from ekskb.errors import EkskbError
from ekskb.model import Entry, Hit, SearchResult, replace
from ekskb.tui.asking import GROUP, Asking
from ekskb.tui.facets import Filters, facet_counts
from ekskb.tui.fetch import fetch
from ekskb.tui.paper.entry import Paper, read_entry
from ekskb.tui.safe import safe_line
from ekskb.tui.screens.base import Subject, SubjectScreen
from ekskb.tui.screens.facets import FacetScreen
from ekskb.tui.widgets.entry_pane import EntryPane
from ekskb.tui.widgets.key_footer import KeyFooter
from ekskb.tui.widgets.query_notes import QueryNotes
from ekskb.tui.widgets.results import Results
from ekskb.tui.widgets.search_box import SearchBox
from ekskb.tui.widgets.status import SearchStatus

LIMIT = 50
"""Hits asked for while typing, and rows shown: more of them would be slower than a key."""

FILTERED = 300
"""Hits asked for when filters are to narrow them."""

TOLD_AFTER = 0.2
"""Seconds after which a search under way is told: sooner, the line would flicker while one types."""

TOLD_WHY = 1.5
"""Seconds more after which it is told what makes a search take so long."""

PREVIEW_DELAY = 0.08
"""Seconds the highlight must rest before the entry beside the list is fetched."""


class SearchScreen(SubjectScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,f3", "filter", "Filter", tooltip="Narrow by component, kind, year", id="filter"),
        Binding(
            "slash", "focus_search", "Search", key_display="/", tooltip="Back to the search box", id="search"
        ),
        Binding(
            "F", "clear_filters", "Clear filters", show=False, tooltip="Drop all filters", id="clear-filters"
        ),
        Binding(
            "y,ctrl+y",
            "accept_suggestion",
            "Did you mean",
            show=False,
            tooltip="Take the suggested words",
            id="did-you-mean",
        ),
        Binding("escape", "back", "Back", show=False),
    ]

    box = getters.query_one(SearchBox)
    results = getters.query_one(Results)
    notes = getters.query_one(QueryNotes)
    status = getters.query_one(SearchStatus)
    pane = getters.query_one(EntryPane)

    def __init__(self) -> None:
        super().__init__()
        self.filters = Filters()
        self._all: tuple[Hit, ...] = ()
        self._found = SearchResult("", 0)
        self.asking = Asking(self, self._words, self._show, self._fail)
        self._resting: Timer | None = None
        self._slow: Timer | None = None
        self._told_busy = 0
        self._open_next = False
        """Enter was pressed before the answer to the words had come."""

    def compose(self) -> ComposeResult:
        yield SearchBox(self.ekskb.history, id="query")
        yield QueryNotes()
        yield SearchStatus(id="status")
        with Horizontal():
            with Vertical(id="list"):
                yield Results()
            yield EntryPane(id="preview")
        yield KeyFooter()

    def on_mount(self) -> None:
        self.box.border_title = Content(f"ekskb · {safe_line(self.kb.config.title or self.kb.root.name)}")
        self.box.focus()
        self.kb_changed()

    def _words(self) -> str:
        return self.box.value.strip()

    def _fail(self, fault: EkskbError) -> None:
        self.status.show_fault(fault)

    def kb_changed(self) -> None:
        fetch(self, self.kb.summaries, self._keep_all, group="summaries")

    def ask(self, query: str) -> None:
        """Put words into the box from elsewhere, such as a pasted line."""
        self.box.value = query
        self.box.cursor_position = len(query)
        self.box.focus()

    def _keep_all(self, hits: tuple[Hit, ...]) -> None:
        self._all = hits
        self.ekskb.long_lived.set_aside("entries")
        self._search()
        self._preview()

    @on(Input.Changed, "#query")
    def _search(self) -> None:
        self._open_next = False
        self.asking.ask(self._find)
        self._watch_slow()

    def _watch_slow(self) -> None:
        if self._slow is None:
            self._slow = self.set_timer(TOLD_AFTER, partial(self._tell_slow, self.asking.started))

    def _tell_slow(self, started: int) -> None:
        """Say so when the search that was under way still is; when a later one is, look again later."""
        self._slow = None
        if self.asking.busy and self.asking.started == started:
            self.status.show_busy(self._told_busy == started)
            self._told_busy = started
            self._slow = self.set_timer(TOLD_WHY, partial(self._tell_slow, started))
        elif self.asking.busy:
            self._watch_slow()

    def _find(self, query: str) -> SearchResult:
        """Called in a worker; without words, everything is found."""
        if not query:
            return SearchResult("", len(self._all), self._all)
        result = self.kb.search(query, limit=FILTERED if self.filters else LIMIT)
        if not self.filters or result.total <= FILTERED:
            return result
        narrowed = self.kb.search(f"{query} {self.filters.as_query()}", limit=FILTERED)
        found: SearchResult = replace(narrowed, query=query, notes=result.notes, facets=result.facets)
        return found

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group == GROUP and event.state is WorkerState.ERROR:
            self.asking.busy = False

    def _show(self, result: SearchResult) -> None:
        keep = self.results.chosen if result.query == self._found.query else ""
        self._found = result
        hits = self.filters.apply(result.hits)[:LIMIT]
        self.results.show_hits(hits, result.query, keep, self.ekskb.judging.tally)
        self.notes.show_notes(result.notes, result.query, self.box)
        self.box.at_top = self.results.highlighted in (None, 0)
        self.status.show_result(result, len(hits), self.filters, len(self._all))
        self._rest()
        if self._open_next:
            self._open_next = False
            self._open()

    def _rest(self) -> None:
        if self._resting:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_DELAY, self._preview)

    def _preview(self) -> None:
        chosen = self.results.chosen
        self.pane.set_class(not chosen, "-empty")
        if chosen and self.is_wide:
            fetch(self, partial(read_entry, self.kb, chosen), self._show_preview, group="preview")

    def _show_preview(self, read: tuple[Entry, Paper]) -> None:
        if read[0].id == self.results.chosen:
            self.pane.show_entry(*read, told=self.ekskb.judging.told(read[0].id))

    def on_resize(self) -> None:
        self._rest()

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        self.box.at_top = event.option_index == 0
        self._rest()

    @on(SearchBox.Moved)
    def _move(self, event: SearchBox.Moved) -> None:
        if self.results.option_count:
            self.results.highlighted = (self.results.highlighted or 0) + event.step

    @on(SearchBox.Left)
    def action_focus_list(self) -> None:
        self.results.focus()

    @on(Input.Submitted, "#query")
    def _submit(self) -> None:
        """Open the best hit for the words as they stand, never one for older words."""
        if self._found.query == self._words():
            self._open()
        else:
            self._open_next = True

    @on(OptionList.OptionSelected)
    def _open(self) -> None:
        if not (chosen := self.results.chosen):
            return
        self.box.remember()
        if self.is_wide:
            self._preview()
            self.pane.reader.focus()
        else:
            self.ekskb.open_entry(chosen)

    def action_focus_search(self) -> None:
        self.box.focus()

    def judged(self) -> None:
        """What was noted moves entries and is told beside them."""
        self._search()

    def subject(self) -> Subject | None:
        chosen = self.results.chosen
        line = self.pane.reader.top_line if self.pane.reader.has_focus else 0
        return Subject(chosen, None, line) if chosen else None

    def action_filter(self) -> None:
        """Offer what the answer on screen holds, counted over all of it."""
        counts = self._found.facets or facet_counts(self._found.hits)
        if any(counts.values()):
            self.app.push_screen(FacetScreen(counts, self.filters), self._filtered)

    def action_clear_filters(self) -> None:
        self._filtered(Filters())

    def _filtered(self, filters: Filters | None) -> None:
        if filters is not None:
            self.filters = filters
            self._search()

    def action_accept_suggestion(self) -> None:
        if self._found.suggestion:
            self.ask(self._found.suggestion)

    def action_back(self) -> None:
        if not self.pane.end_find():
            self.results.focus()
