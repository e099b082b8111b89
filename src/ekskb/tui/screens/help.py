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
    ("paste", "several lines: match them; one line: search for it"),
    ("j k g G", "down, up, top, bottom"),
    ("ctrl+d ctrl+u", "half a window down, up"),
)
_QUERY = (
    ("istio mtls", "entries with these words, best first"),
    ('"connection refused"', "these words side by side"),
    ("-istio", "without this word"),
    ("title:coredns", "only in the title; also symptom: cause: fix:"),
    ("up  down", "at the top of the list: earlier searches"),
)


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
    width = max(len(key) for key, _ in rows) + 2 if rows else 0
    lines = [Content.assemble((f"  {key:<{width}}", "bold"), what) for key, what in rows]
    return Content("\n").join([Content.styled(title, "bold $text-primary"), *lines])
