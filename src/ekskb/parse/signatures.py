"""Log blocks, quoted errors and error codes -> lines that a new log can be held against."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.model import Kind, Role, Signature
from ekskb.parse.outline import Outline


def find_signatures(
    outline: Outline, first: int, last: int, roles: Sequence[Role], kind: Kind
) -> tuple[Signature, ...]:
    """Signatures between two lines, in order."""
    found = []
    for fence in outline.fences:
        if first <= fence.opening <= last and fence.language in ("", "log", "text", "json", "txt"):
            if roles[fence.opening - first] not in ("symptom", "cause", "diagnosis"):
                continue
            for line in range(fence.first, fence.last + 1):
                text = outline.lines[line - 1].strip()
                if text:
                    found.append(Signature(text, line, "log"))
    return tuple(found)
