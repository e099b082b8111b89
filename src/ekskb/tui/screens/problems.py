"""What is wrong with the documents, and the editor one key away."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ekskb.model import Problem
from ekskb.tui.fetch import fetch
from ekskb.tui.safe import MUTED, safe_line
from ekskb.tui.screens.base import KbScreen
from ekskb.tui.widgets.key_footer import KeyFooter
from ekskb.tui.widgets.marked_list import MarkedList
from ekskb.tui.widgets.status import EMPTY

_STYLES = {"error": "bold $text-error", "warning": "$text-warning", "info": MUTED}
_SHOWN = 1_000


class ProblemScreen(KbScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", "Edit", tooltip="Open the document at this line", id="edit"),
        Binding("escape,backspace,h", "app.pop_screen", "Back", id="back"),
    ]

    head = getters.query_one("#verdict", Static)
    list_view = getters.query_one(MarkedList)

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()

    def compose(self) -> ComposeResult:
        yield Static("Checking …", id="verdict", markup=False)
        yield MarkedList()
        yield KeyFooter()

    def on_mount(self) -> None:
        self.kb_changed()

    def kb_changed(self) -> None:
        fetch(self, self._check, self._show, group="problems")

    def _check(self) -> tuple[tuple[Problem, ...], bool]:
        return self.kb.check(date.today().isoformat()), bool(self.kb.summaries())

    def _show(self, found: tuple[tuple[Problem, ...], bool]) -> None:
        problems, any_entries = found
        at = self.list_view.highlighted or 0
        self._problems = problems[:_SHOWN]
        self.head.update(_told(problems) if problems or any_entries else EMPTY)
        self.list_view.fill((Option(problem_lines(problem)) for problem in self._problems), at)

    @on(OptionList.OptionSelected)
    def action_edit(self) -> None:
        if (at := self.list_view.highlighted) is not None:
            problem = self._problems[at]
            self.ekskb.edit_file(self.kb.root / problem.path, problem.line)


def problem_lines(problem: Problem) -> Content:
    """Place and rule, then what is wrong and what to do."""
    where = safe_line(f"{problem.path}:{problem.line}")
    lines = [
        Content.assemble((problem.severity, _STYLES[problem.severity]), f" {where} ", (problem.rule, "dim")),
        Content(f"  {safe_line(problem.message)}"),
    ]
    if problem.hint:
        lines.append(Content.styled(f"  {safe_line(problem.hint)}", MUTED))
    return Content("\n").join(lines)


def _told(problems: tuple[Problem, ...]) -> Content:
    if not problems:
        return Content.styled("No problems in the documents", "bold $text-success")
    counts = {s: sum(p.severity == s for p in problems) for s in ("error", "warning", "info")}
    told = ", ".join(
        f"{n:,} {name}{'s' if n > 1 and name != 'info' else ''}" for name, n in counts.items() if n
    )
    return Content.styled(told, "bold")
