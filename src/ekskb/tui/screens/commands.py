"""The commands of an entry: what each does, how risky it is, and copying it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets.option_list import Option

from ekskb.model import FilledCommand
from ekskb.tui.commands import RISKS
from ekskb.tui.safe import safe_line, safe_lines
from ekskb.tui.screens.modal import SmallScreen
from ekskb.tui.widgets.marked_list import MarkedList

_SHOWN_LINES = 4


class CommandScreen(SmallScreen[tuple[FilledCommand, ...]]):
    """Dismissed with the commands to copy: one, or all."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,y", "choose", "Copy", id="copy"),
        Binding("a", "all", "Copy all", id="copy-all"),
    ]

    def __init__(self, title: str, commands: Sequence[FilledCommand]) -> None:
        super().__init__()
        self._title = title
        self._commands = tuple(commands)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = Content(f"Commands · {safe_line(self._title)}")
            box.border_subtitle = "enter copy · a copy all · esc close"
            yield MarkedList()

    def on_mount(self) -> None:
        self.query_one(MarkedList).fill(self._options())

    def _options(self) -> Iterator[Option | None]:
        for at, command in enumerate(self._commands):
            if at:
                yield None
            yield Option(command_lines(command), id=str(at))

    def action_choose(self) -> None:
        at = self.query_one(MarkedList).highlighted
        if at is not None:
            self.dismiss((self._commands[at],))

    def on_option_list_option_selected(self) -> None:
        self.action_choose()

    def action_all(self) -> None:
        self.dismiss(self._commands)


def command_lines(command: FilledCommand) -> Content:
    """Role, risk and origin on one line, the command below it."""
    name, style = RISKS[command.risk]
    head = Content.assemble((command.role, "bold"), " · ", (name, style), (f" · line {command.line}", "dim"))
    if command.fills:
        head = Content.assemble(head, (" · filled from the log", "$text-success"))
    if command.placeholders:
        head = Content.assemble(
            head, (f" · needs {safe_line(', '.join(command.placeholders))}", "$text-warning")
        )
    lines = safe_lines(command.text.strip("\n"))
    more = [f"  … {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    body = "\n".join([*(f"  {line}" for line in lines[:_SHOWN_LINES]), *more])
    return Content.assemble(head, "\n", body)
