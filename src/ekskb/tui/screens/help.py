"""Keys of the screen one came from, and the query language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from ekskb.tui.screens.modal import SmallScreen

_EVERYWHERE = (
    ("paste", "several lines: match; one: search"),
    ("j k g G", "down, up, top, bottom"),
    ("^d ^u", "half a window down, up"),
    ("^p", "all actions, every entry by name"),
    ("mouse", "click, wheel, drag and ^c to copy"),
)
_QUERY = (
    ("istio mtls", "entries with these words"),
    ('"timed out"', "these words side by side"),
    ("-istio  cert*", "without this word; words that begin so"),
    ("pod OR node", "either of them"),
    ("title:dns", "also symptom: cause: fix: command: file:"),
    ("tag:tls", "also component: kind: since:2025-12 before:"),
    ("up", "above the list: earlier searches"),
)
_KEYS = 14
"""Cells of the column of keys."""


class HelpScreen(SmallScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("question_mark,f1,q", "close", "Close")]

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._keys = keys

    def compose(self) -> ComposeResult:
        groups = (("Here", self._keys), ("Everywhere", _EVERYWHERE), ("Searching", _QUERY))
        with Vertical(classes="box") as box:
            box.border_title = "Help"
            box.border_subtitle = "esc close"
            with VerticalScroll():
                yield Static(Content("\n\n").join(_group(*group) for group in groups), markup=False)


def _group(title: str, rows: Sequence[tuple[str, str]]) -> Content:
    lines = [Content.assemble((f"  {key:<{_KEYS}}", "bold"), what) for key, what in rows]
    return Content("\n").join([Content.styled(title, "bold $text-primary"), *lines])
