"""A small form for the placeholders of a command. Copying with a gap takes a second, separate key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from ekskb.model import FilledCommand
from ekskb.tui.commands import fill_command
from ekskb.tui.safe import MUTED, safe_line, safe_lines
from ekskb.tui.screens.modal import SmallScreen


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form came to: the commands to copy and the values typed for them."""

    commands: tuple[FilledCommand, ...]
    values: dict[str, str]


Offers = dict[str, list[tuple[str, str]]]
"""Placeholder -> values to offer, each with where it is from, the likeliest first."""


class FillScreen(SmallScreen[Filled]):
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o", "copy_open", "Copy with gaps", priority=True),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(self, commands: tuple[FilledCommand, ...], offers: Offers) -> None:
        super().__init__()
        self._commands = commands
        self._offers = offers
        self._names = tuple(dict.fromkeys(name for command in commands for name in command.placeholders))

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Fill in before copying"
            box.border_subtitle = "enter next, copy · ctrl+o copy with gaps · esc leave"
            with VerticalScroll(id="filled"):
                yield Static(id="command", markup=False)
            for n, name in enumerate(self._names):
                offers = self._offers.get(name, [])
                yield Static(_label(name, offers), classes="name")
                value = safe_line(offers[0][0]) if offers else ""
                values = SuggestFromList([value for value, _ in offers], case_sensitive=False)
                yield Input(value, id=f"value-{n}", placeholder="value", suggester=values)

    def on_mount(self) -> None:
        self._preview()

    @property
    def values(self) -> dict[str, str]:
        inputs = [self.query_one(f"#value-{n}", Input) for n in range(len(self._names))]
        return {name: box.value.strip() for name, box in zip(self._names, inputs, strict=True)}

    @on(Input.Changed)
    def _preview(self) -> None:
        values = self.values
        shown = [
            line for c in self._commands for line in safe_lines(fill_command(c, values).text.strip("\n"))
        ]
        self.query_one("#command", Static).update(Content("\n".join(shown)))

    @on(Input.Submitted)
    def _next(self) -> None:
        empty = [n for n, value in enumerate(self.values.values()) if not value]
        if empty:
            self.query_one(f"#value-{empty[0]}", Input).focus()
            self.notify("Still open: " + safe_line(self._names[empty[0]]), severity="warning", markup=False)
        else:
            self.action_copy_open()

    def action_copy_open(self) -> None:
        values = self.values
        commands = tuple(fill_command(command, values) for command in self._commands)
        self.dismiss(Filled(commands, {name: value for name, value in values.items() if value}))


def _label(name: str, offers: list[tuple[str, str]]) -> Content:
    told = ", ".join(f"{value} ({origin})" for value, origin in offers[:4])
    return Content.assemble((safe_line(name), "bold"), (f"  {safe_line(told)}" if told else "", MUTED))
