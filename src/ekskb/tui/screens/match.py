"""A pasted log on one side; on the other the incidents behind it, with proof."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.worker import Worker, WorkerState

from ekskb.errors import EkskbError
from ekskb.model import Entry, Match, MatchResult
from ekskb.tui.actions import read_log
from ekskb.tui.early import log_end, moved_down
from ekskb.tui.evidence import early_verdict, verdict, worth_showing
from ekskb.tui.fetch import fetch, tell_fault
from ekskb.tui.large import LARGE, WHOLE, Survey
from ekskb.tui.log_rows import LogRow, all_rows, fold_rows, paste_lines, unify_breaks
from ekskb.tui.paper.entry import Paper, read_entry
from ekskb.tui.screens.base import Subject
from ekskb.tui.screens.judged import JudgedScreen
from ekskb.tui.screens.path import PathScreen
from ekskb.tui.widgets.entry_pane import EntryPane
from ekskb.tui.widgets.key_footer import KeyFooter
from ekskb.tui.widgets.log_view import LogView
from ekskb.tui.widgets.matches import EvidenceView, MatchList

Answer = tuple[MatchResult, list[str], list[LogRow]]
"""What was found, the lines of the log, and the rows that they are shown as."""

_HINT = (
    "\n  Paste log lines now, with the paste key of your terminal.\n\n"
    "  {key} opens a log file.\n\n"
    "  kubectl logs deploy/api | ekskb tui     comes here with a log\n"
)

_DRAWN = 0.15
"""Seconds given to the drawing of a first answer before the whole log is matched."""

_OF_A_MATCH = frozenset({"commands", "edit", "note", "save_note", "judge", "forget", "step"})
_OF_THIS_MACHINE = frozenset({"open_file", "draft"})
"""Not for a visitor in a browser, who may sit elsewhere: they read and write files."""

_OF_A_LOG = frozenset({"view_log", "draft", "copy_draft", "fold"})


class MatchScreen(JudgedScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "view_log", "Log", tooltip="Show the log, or the answer again", id="view-log"),
        Binding("d", "draft", "Draft", tooltip="Draft a document for this log, in kb/", id="draft"),
        Binding(
            "D",
            "copy_draft",
            "Copy draft",
            show=False,
            tooltip="Copy a draft document for this log",
            id="copy-draft",
        ),
        Binding("o", "open_file", "File", tooltip="Match a log file", id="open-file"),
        Binding(
            "n",
            "step(1)",
            "Next evidence",
            show=False,
            tooltip="Go to the next matched line, of any incident",
            id="next-evidence",
        ),
        Binding(
            "N",
            "step(-1)",
            "Previous evidence",
            show=False,
            tooltip="Go to the matched line before",
            id="previous-evidence",
        ),
        Binding(
            "z", "fold", "Unfold log", show=False, tooltip="Show repeated lines, or fold them", id="fold"
        ),
        Binding("escape,backspace,h", "back", "Back", id="back"),
    ]

    head = getters.query_one("#verdict", Static)
    log_view = getters.query_one(LogView)
    matches = getters.query_one(MatchList)
    evidence = getters.query_one(EvidenceView)
    pane = getters.query_one(EntryPane)

    def __init__(self, paste: str = "") -> None:
        super().__init__()
        self._paste = paste
        self._lines: list[str] = []
        self._result: MatchResult | None = None
        self._folded = True
        self._matching = False
        self._walk = ("", -1)
        """The match whose evidence is walked through, and which of its pairs is shown; -1 for none yet."""

    def compose(self) -> ComposeResult:
        yield Static(id="verdict", markup=False)
        with Horizontal():
            yield LogView()
            with Vertical(id="answer"):
                yield MatchList()
                yield EvidenceView()
                yield EntryPane(id="preview")
        yield Static(_HINT.format(key=self.ekskb.key("open-file")), id="hint", markup=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        if self._paste:
            self.take(self._paste)
        else:
            self.head.update(Content.styled("Match a log against the knowledge base", "bold"))

    @property
    def is_waiting(self) -> bool:
        """Whether the user asked for this screen and has pasted nothing yet."""
        return not self._lines and not self._matching

    def take(self, paste: str) -> None:
        """Match another paste; the answer to an earlier one is dropped."""
        self._paste, self._matching, self._result = unify_breaks(paste), True, None
        self.set_class(True, "-pasted")
        self.set_class(False, "-answered")
        self.head.update(f"Matching {len(self._paste):,} characters … Esc cancels")
        self.log_view.focus()
        fetch(self, partial(paste_lines, self._paste), self._show_lines, group="lines")
        if len(paste) > LARGE:
            fetch(self, self._match_end, self._show_early, group="match", fail=self._failed)
        else:
            self._match_whole()

    def _scan(self, survey: Survey, paste: str) -> Answer:
        return _with_rows(survey(paste), paste)

    def _show_scanned(self, answer: Answer) -> None:
        """A scan knows lines, not prose: where it finds nothing, the whole log is matched if it can be."""
        if answer[0].matches or len(self._paste) > WHOLE:
            self._show(answer)
        else:
            self._match_whole()

    def _match_end(self) -> MatchResult:
        end, before = log_end(self._paste)
        return moved_down(worth_showing(self.kb.match(end)), before)

    def _show_early(self, result: MatchResult) -> None:
        """What the end of the log gives; a match is shown at once, a lack of one may be wrong."""
        if not self._matching:
            return
        if result.matches:
            self._show_result(result)
            self.head.update(early_verdict(result))
        # Drawn first: the two would only slow each other down.
        self.set_timer(_DRAWN, self._match_rest)

    def _match_rest(self) -> None:
        survey = self.ekskb.survey
        if self._matching and survey is not None:
            scan = partial(self._scan, survey, self._paste)
            fetch(self, scan, self._show_scanned, group="match", fail=self._failed)
        elif self._matching:
            self._match_whole()

    def _match_whole(self) -> None:
        fetch(self, partial(self._match, self._paste), self._show, group="match", fail=self._failed)

    def _match(self, paste: str) -> Answer:
        return _with_rows(self.kb.match(paste), paste)

    def _show_lines(self, lines: list[str]) -> None:
        if self._matching:
            self._lines = lines
            self.log_view.show_log(lines, all_rows(lines))
            self.refresh_bindings()

    def _show(self, answer: Answer) -> None:
        result, self._lines, rows = answer
        self._matching, self._folded = False, True
        self.ekskb.long_lived.set_aside("signatures")
        self.head.update(verdict(result))
        self.log_view.show_log(self._lines, rows, _evidence_lines(result))
        self._show_result(result)

    def _show_result(self, result: MatchResult) -> None:
        first, self._result, self._walk = self._result is None, result, ("", -1)
        self.matches.show_result(result, self.ekskb.judging.tally)
        answered = bool(result.matches or result.weak)
        self.set_class(answered, "-answered")
        if first:  # a later answer leaves the focus where the user has put it
            (self.matches if answered else self.log_view).focus()
        self.refresh_bindings()

    def _failed(self, fault: EkskbError) -> None:
        self._matching = False
        self.head.update("The log could not be matched")
        tell_fault(self, fault)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.worker.group == "match" and event.state is WorkerState.ERROR:
            self._failed(EkskbError("the log could not be matched"))

    def kb_changed(self) -> None:
        if self._paste and not self._matching:
            self._match_whole()

    def judged(self) -> None:
        if self._result:
            self.matches.show_tallies(self.ekskb.judging.tally)
            self._chosen()

    @on(OptionList.OptionHighlighted)
    def _chosen(self) -> None:
        if match := self.matches.chosen:
            if self._walk[0] != match.id:
                self._walk = (match.id, -1)
            weak = self._result is not None and match in self._result.weak
            self.evidence.show_match(match, weak, self.ekskb.judging.told(match.id))
            self._show_pair(match)
            self._preview()

    def _preview(self) -> None:
        """Where there is room, the entry stands below the proof."""
        match = self.matches.chosen
        if match is not None and self.is_wide and self.is_tall:
            fetch(self, partial(read_entry, self.kb, match.id), self._show_preview, group="preview")

    def _show_preview(self, read: tuple[Entry, Paper]) -> None:
        entry, paper = read
        match = self.matches.chosen
        if match is not None and match.id == entry.id:
            self.pane.show_entry(entry, paper, match)
            # The symptom is what the proof above shows.
            self.call_after_refresh(self.pane.show_role, ("cause", "fix"))

    def on_resize(self) -> None:
        self._preview()

    @on(OptionList.OptionSelected)
    def action_open(self) -> None:
        if match := self.matches.chosen:
            self.ekskb.open_entry(match.id, match)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done now is offered: nothing about an entry before there is a match."""
        if action in _OF_THIS_MACHINE and self.app.is_web:
            return False
        if action in _OF_A_MATCH:
            return self.is_mounted and self.matches.chosen is not None
        return action not in _OF_A_LOG or bool(self._lines)

    def subject(self) -> Subject | None:
        match = self.matches.chosen
        if match is None:
            return None
        line = match.evidence[0].entry_line if match.evidence else match.source.lines[0]
        return Subject(match.id, match, line)

    def action_view_log(self) -> None:
        self.toggle_class("-log")
        (self.log_view if self.has_class("-log") else self.matches).focus()

    def action_draft(self) -> None:
        if self._lines:
            self.ekskb.drafting.save(self._paste)

    def action_copy_draft(self) -> None:
        if self._lines:
            self.ekskb.drafting.copy(self._paste)

    def action_open_file(self) -> None:
        self.app.push_screen(PathScreen(), self._open_path)

    def _open_path(self, path: str | None) -> None:
        if path:
            fetch(self, partial(read_log, path), self.ekskb.open_match, group="file")

    def action_step(self, step: int) -> None:
        """Through the evidence of one match, then on to the next match."""
        match = self.matches.chosen
        if match is None:
            return
        at = self._walk[1] + step if self._walk[1] >= 0 else min(0, step)
        if not 0 <= at < len(match.evidence):
            match = self.matches.step(step)
            if match is None:
                return
            at = 0 if step > 0 else len(match.evidence) - 1
        self._walk = (match.id, at)
        self._show_pair(match)

    def _show_pair(self, match: Match) -> None:
        at = self._walk[1]
        if match.evidence:
            self.log_view.show_paste_line(match.evidence[max(0, at)].line)
        if at >= 0:
            self.evidence.show_pair(at)

    def action_fold(self) -> None:
        if self._result:
            self._folded = not self._folded
            marked = _evidence_lines(self._result)
            rows = fold_rows(self._lines, marked) if self._folded else all_rows(self._lines)
            self.log_view.show_log(self._lines, rows, marked)

    def action_back(self) -> None:
        if self._matching:
            self.workers.cancel_group(self, "match")
            self._matching = False
            read = "; only the end of the log was read" if self._result else ""
            self.head.update(f"Cancelled{read}. Paste again, or Esc to go back")
        else:
            self.app.pop_screen()


def _with_rows(found: MatchResult, paste: str) -> Answer:
    result, lines = worth_showing(found), paste_lines(paste)
    return result, lines, fold_rows(lines, _evidence_lines(result))


def _evidence_lines(result: MatchResult) -> frozenset[int]:
    return frozenset(pair.line for match in (*result.matches, *result.weak) for pair in match.evidence)
