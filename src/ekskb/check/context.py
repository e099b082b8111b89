"""What a rule is, and what it may know besides the entry that it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ekskb.logs.score import score_paste
from ekskb.model import Entry, Scoring, Severity

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex
    from ekskb.parse.roles import Vocabulary

Fault = tuple[int, str]
"""Line in the document, and what is wrong there."""


@dataclass(slots=True)
class Base:
    """The knowledge base as the rules see it. Values only: the caller reads files and the clock."""

    entries: Sequence[Entry]
    documents: Mapping[str, str]
    """Text of each document by its path."""

    signatures: SignatureIndex
    vocabulary: Vocabulary
    today: str
    """ISO date."""

    exists: Callable[[str], bool]
    """Whether the root holds a file or folder of this relative path."""

    _results: dict[str, Scoring] = field(default_factory=dict)
    _shared: dict[str, dict[str, list[Entry]]] = field(default_factory=dict)

    def grouped(self, name: str, keys: Callable[[Entry], Iterable[str]]) -> dict[str, list[Entry]]:
        """All entries by the keys that a rule gives them; made once for each rule `name`."""
        if name not in self._shared:
            found: dict[str, list[Entry]] = {}
            for entry in self.entries:
                for key in dict.fromkeys(keys(entry)):
                    found.setdefault(key, []).append(entry)
            self._shared[name] = found
        return self._shared[name]

    def sample_result(self, entry: Entry) -> Scoring:
        """What the entry's own sample matches; the same answer serves several rules."""
        if entry.id not in self._results:
            text = "\n".join(s.text for s in entry.signatures if s.kind == "log")
            self._results[entry.id] = score_paste(text, self.signatures)
        return self._results[entry.id]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its faults are found entry by entry."""

    id: str
    severity: Severity
    hint: str
    """What to do about it, one sentence."""

    find: Callable[[Entry, Base], Iterator[Fault]]
