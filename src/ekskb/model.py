"""The records that flow through ekskb. All are immutable; every one knows where it came from."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

SCHEMA = 1
"""Number of the JSON and YAML forms; raised when a key changes its meaning or goes away."""

Role = Literal[
    "symptom",
    "impact",
    "cause",
    "diagnosis",
    "fix",
    "verification",
    "prevention",
    "lesson",
    "background",
    "summary",
    "reference",
    "other",
]
Kind = Literal["incident", "howto", "reference"]
Risk = Literal["read-only", "changes-state", "destructive", "unknown"]
Severity = Literal["error", "warning", "info"]
SignatureKind = Literal["log", "quote", "code", "nomatch"]

ROLES: tuple[Role, ...] = get_args(Role)


class Record(msgspec.Struct, frozen=True, omit_defaults=False, forbid_unknown_fields=True):
    """Base of all records: frozen, compared by value, strict about unknown keys."""


class Source(Record, frozen=True):
    """Where an entry stands."""

    path: str
    """Path of the document, relative to the root, with forward slashes."""

    lines: tuple[int, int]
    """First and last line, counted from 1, inclusive."""

    sha256: str
    """Digest of the whole document's bytes on disk; tells whether the entry is fresh."""


class Section(Record, frozen=True):
    role: Role
    heading: str
    """The heading or label as written, without its marks; empty for text before the first one."""

    lines: tuple[int, int]
    text: str
    """The lines themselves, as they stand in the document."""


class Command(Record, frozen=True):
    text: str
    """What one would paste into a shell: no prompt, no comment, no output."""

    role: Role
    """Role of the section it stands in: a verification command is offered after a fix."""

    line: int
    language: str
    """Language of the fence it stands in; empty for inline code."""

    risk: Risk
    placeholders: tuple[str, ...] = ()
    """Parts that must be replaced before running, as written: `<name>`, `${VAR}`."""


class FileRef(Record, frozen=True):
    path: str
    note: str
    """What the document says beside the path, such as the change made; may be empty."""

    line: int


class Signature(Record, frozen=True):
    """A line of output that a new log can be held against."""

    text: str
    """The line as written; masking happens when the signature index is built."""

    line: int
    kind: SignatureKind
    """`log` from a block of output, `quote` from prose, `code` an error code alone,
    `nomatch` a line that the author says must not match."""


class Entry(Record, frozen=True):
    """One incident, how-to or reference list: the unit that is found, shown, linked and exported."""

    id: str
    title: str
    kind: Kind
    date: str | None
    """ISO date (YYYY-MM-DD, or a shorter prefix of it) as the document gives it."""

    tags: tuple[str, ...]
    source: Source
    sections: tuple[Section, ...]
    commands: tuple[Command, ...]
    files: tuple[FileRef, ...]
    signatures: tuple[Signature, ...]
    references: tuple[str, ...]
    components: tuple[str, ...] = ()
    """Software that the entry is about, in canonical spelling: Istio, Argo CD, Karpenter."""

    severity: str = ""
    related: tuple[str, ...] = ()
    """Ids of entries that the document links to."""

    def joined(self, *roles: Role) -> str:
        """The sections of these roles, in document order, as Markdown."""
        return "\n\n".join(s.text.strip("\n") for s in self.sections if s.role in roles and s.text.strip())

    @property
    def symptom(self) -> str:
        return self.joined("symptom")

    @property
    def cause(self) -> str:
        return self.joined("cause")

    @property
    def fix(self) -> str:
        return self.joined("fix")


class Problem(Record, frozen=True):
    """A fault in a document or a generated file. It is reported; it stops nothing."""

    rule: str
    severity: Severity
    message: str
    path: str
    line: int
    hint: str = ""


class Span(Record, frozen=True):
    """Lines of a document that belong to no entry, and why."""

    lines: tuple[int, int]
    reason: str


class Parsed(Record, frozen=True):
    """What one document is understood as."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    leftover: tuple[Span, ...] = ()


class Snippet(Record, frozen=True):
    """A stretch of an entry that a query matched."""

    text: str
    line: int
    """Line in the document where the stretch begins."""

    role: Role
    marks: tuple[tuple[int, int], ...]
    """Character spans of `text` that matched, half-open."""


class Hit(Record, frozen=True):
    """An entry offered for a query."""

    id: str
    title: str
    kind: Kind
    date: str | None
    score: float
    """Relative to the other hits of the same query only."""

    source: Source
    snippets: tuple[Snippet, ...] = ()
    tags: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    """Ids of further entries that say nearly the same and are therefore not offered on their own."""


class QueryNote(Record, frozen=True):
    """Something in a query that was not understood, and what was done instead."""

    message: str
    start: int
    end: int
    """Character span in the query, half-open."""


class SearchResult(Record, frozen=True):
    query: str
    total: int
    """Entries that match at all, those named in `also` counted; `hits` may hold fewer."""

    hits: tuple[Hit, ...] = ()
    suggestion: str = ""
    """A corrected query ("did you mean"); the hits are for it where the query itself found nothing."""

    all_words: int = 0
    """Of `total`, entries that hold every word of the query or what means the same."""

    facets: dict[str, dict[str, int]] = {}
    """For `component`, `kind` and `year`: how many of `total` have which value; years newest first."""

    notes: tuple[QueryNote, ...] = ()


class Evidence(Record, frozen=True):
    """A pasted line beside the entry line that it matched."""

    line: int
    """Line in the paste, counted from 1."""

    text: str
    entry_line: int
    entry_text: str
    share: float
    """This pair's part of the match's score, 0 to 1; the shares of a match add up to 1."""

    repeats: int = 1
    """How many pasted lines look the same once their variable parts are masked."""


class Scored(Record, frozen=True):
    """An entry id with its score: what the matcher knows before the entry itself is looked up."""

    id: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()
    missing: str = ""
    """For a weak candidate: what a match would have needed."""


class Scoring(Record, frozen=True):
    """The matcher's answer for one paste, strongest first."""

    lines: int
    matches: tuple[Scored, ...] = ()
    weak: tuple[Scored, ...] = ()


class Fill(Record, frozen=True):
    """A value found in the paste that took the place of a placeholder."""

    placeholder: str
    value: str
    line: int
    """Line in the paste, counted from 1."""


class FilledCommand(Command, frozen=True):
    """A command with values of the paste in place, shell-quoted; `placeholders` are those still open."""

    fills: tuple[Fill, ...] = ()


class Match(Record, frozen=True):
    """An entry offered for a paste, with its proof."""

    id: str
    title: str
    confidence: float
    """Probability, 0 to 1, that this is the right incident."""

    source: Source
    evidence: tuple[Evidence, ...]
    commands: tuple[FilledCommand, ...] = ()
    kind: Kind = "incident"
    missing: str = ""


class MatchResult(Record, frozen=True):
    lines: int
    """Lines in the paste."""

    matches: tuple[Match, ...] = ()
    weak: tuple[Match, ...] = ()
    """Candidates under the threshold: "not catalogued", but nearest."""


def replace(record: Record, **changes: Any) -> Any:
    """A copy of `record` with some fields changed."""
    return msgspec.structs.replace(record, **changes)
