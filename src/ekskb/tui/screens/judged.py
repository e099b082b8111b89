"""Base of the screens on which one says whether an entry was the answer."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from ekskb.feedback import Verdict
from ekskb.tui.screens.base import SubjectScreen


class JudgedScreen(SubjectScreen):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "plus", "judge('fixed')", "Fixed it", key_display="+", tooltip="Note: this fixed it", id="fixed"
        ),
        Binding(
            "minus", "judge('wrong')", "Not this", key_display="-", tooltip="Note: not this", id="not-this"
        ),
        Binding(
            "0", "forget", "Forget", show=False, tooltip="Forget what was noted about this entry", id="forget"
        ),
    ]

    def action_judge(self, verdict: Verdict) -> None:
        if subject := self.subject():
            self.ekskb.judging.note(subject.entry_id, verdict)

    def action_forget(self) -> None:
        if subject := self.subject():
            self.ekskb.judging.forget(subject.entry_id)
