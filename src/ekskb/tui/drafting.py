"""From a log that nothing matched to a new document: saved and opened, or copied."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ekskb.errors import EkskbError
from ekskb.render.draft import Draft, Language, draft_document
from ekskb.tui.copying import now
from ekskb.tui.door import KnowledgeBase
from ekskb.tui.fetch import fetch, tell_fault
from ekskb.tui.safe import safe_line

if TYPE_CHECKING:
    from ekskb.tui.app import EksKbApp


def draft_log(kb: KnowledgeBase, paste: str, date: str) -> Draft:
    """A document for this log, in the language of the knowledge base; slow enough for a worker."""
    titles = "".join(hit.title for hit in kb.summaries())
    hangul = sum("가" <= char <= "힣" for char in titles)
    language: Language = "ko" if hangul * 3 > len(titles) else "en"
    return draft_document("", date, paste, language)


class Drafting:
    """Secrets of the log never reach a draft, wherever it goes."""

    def __init__(self, app: EksKbApp) -> None:
        self._app = app

    def save(self, paste: str) -> None:
        """Write the draft into the knowledge base and open it in the editor."""

        def write() -> tuple[Draft, Path]:
            date = now()[:10]
            draft = draft_log(self._app.kb, paste, date)
            return draft, self._app.kb.save_draft(draft, date)

        fetch(self._app, write, self._saved, group="draft", fail=self._not_saved)

    def _saved(self, written: tuple[Draft, Path]) -> None:
        draft, path = written
        root = self._app.kb.root
        name = path.relative_to(root) if path.is_relative_to(root) else path
        self._app.notify(f"Saved {safe_line(str(name))}. {_left_out(draft)}".strip(), markup=False, timeout=8)
        self._app.edit_file(path, 1)

    def _not_saved(self, fault: EkskbError) -> None:
        tell_fault(self._app, EkskbError(fault.message, f"{fault.hint}; D copies the draft".lstrip("; ")))

    def copy(self, paste: str) -> None:
        """The draft to the clipboard, for a document kept elsewhere."""

        def copied(draft: Draft) -> None:
            self._app.copying.copy(draft.text, f"A draft document: save it in kb/. {_left_out(draft)}")

        fetch(self._app, partial(draft_log, self._app.kb, paste, now()[:10]), copied, group="draft")


def _left_out(draft: Draft) -> str:
    count = sum(draft.redacted.values())
    return f"{count} secret{'s' if count > 1 else ''} left out." if count else ""
