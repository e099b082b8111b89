"""An entry that is under another id since its document was edited: ids are made of titles."""

from __future__ import annotations

from ekskb.errors import NotFoundError
from ekskb.model import Entry
from ekskb.tui.door import KnowledgeBase


def find_moved(kb: KnowledgeBase, before: Entry) -> Entry:
    """What has become of an entry; raises `NotFoundError` when nothing of its document is like it.

    It is the entry of the same document that shares most sections, word for word.
    """
    texts = {section.text for section in before.sections}
    best, most = None, 0
    for hit in kb.summaries():
        if hit.source.path != before.source.path:
            continue
        entry = kb.get(hit.id)
        shared = sum(section.text in texts for section in entry.sections)
        if shared > most:
            best, most = entry, shared
    if best is None:
        raise NotFoundError(
            f"{before.source.path} does not hold this entry any more", "what is shown is how it was"
        )
    return best
