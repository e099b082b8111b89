"""Secrets out of entries before they leave, with a count of what was replaced and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ekskb.export.workers import Workers
from ekskb.logs.redact import find_secrets, redact
from ekskb.model import Entry, replace

# A line of its own that no document holds.
_BORDER = "\n\x1e\n"


@dataclass
class RedactionReport:
    """How many secrets were replaced, by kind, and in which entries."""

    counts: dict[str, int] = field(default_factory=dict)
    entries: dict[str, dict[str, int]] = field(default_factory=dict)
    """Entry id -> kind -> how many; only entries that had any."""

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def note(self, entry_id: str, counts: dict[str, int]) -> None:
        if counts:
            self.entries[entry_id] = counts
        for kind, count in counts.items():
            self.counts[kind] = self.counts.get(kind, 0) + count


def redact_entries(entries: Sequence[Entry], workers: Workers) -> tuple[tuple[Entry, ...], RedactionReport]:
    """The entries without secrets, and what was replaced. Raises RedactionError where a secret would stay."""
    report = RedactionReport()
    done = []
    for before, (entry, counts) in zip(entries, workers.map(redact_entry, entries), strict=True):
        report.note(before.id, counts)
        done.append(entry)
    return tuple(done), report


def redact_entry(entry: Entry) -> tuple[Entry, dict[str, int]]:
    """The entry without secrets, and how many of each kind its document held.

    All texts are read at once, so that one secret is one token throughout the entry. The sections say
    everything; what else an entry holds is counted only where they do not.
    """
    texts = list(_texts(entry))
    if not find_secrets(_every_line_once(entry, texts)):
        return entry, {}
    done = redact(_BORDER.join(texts))
    parts = done.text.split(_BORDER)
    if len(parts) != len(texts):
        # A secret without an end ran over the border of a text: each text alone, then.
        parts = [redact(text).text for text in texts]
    counts = redact(_BORDER.join(section.text for section in entry.sections)).counts
    return _with_texts(entry, iter(parts)), counts or done.counts


def _every_line_once(entry: Entry, texts: Iterable[str]) -> str:
    """The sections as they stand, and below them what only stands elsewhere: commands mostly repeat lines."""
    told = "\n".join(section.text for section in entry.sections)
    known = set(told.split("\n"))
    others = dict.fromkeys(line for text in texts for line in text.split("\n") if line not in known)
    return "\n".join((told, *others))


def _texts(entry: Entry) -> Iterator[str]:
    """Every text of the entry that comes from its document, in a fixed order."""
    yield entry.title
    yield from entry.tags
    for section in entry.sections:
        yield section.heading
        yield section.text
    yield from (command.text for command in entry.commands)
    for file in entry.files:
        yield file.path
        yield file.note
    yield from (signature.text for signature in entry.signatures)
    yield from entry.references


def _with_texts(entry: Entry, texts: Iterator[str]) -> Entry:
    """The entry with these texts, in the order of `_texts`."""
    changed: Entry = replace(
        entry,
        title=next(texts),
        tags=tuple(next(texts) for _ in entry.tags),
        sections=tuple(replace(one, heading=next(texts), text=next(texts)) for one in entry.sections),
        commands=tuple(replace(one, text=next(texts)) for one in entry.commands),
        files=tuple(replace(one, path=next(texts), note=next(texts)) for one in entry.files),
        signatures=tuple(replace(one, text=next(texts)) for one in entry.signatures),
        references=tuple(next(texts) for _ in entry.references),
    )
    return changed
