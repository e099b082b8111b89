"""Rules over entries. Each is a function from entries to faults; the table names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ekskb.logs.score import score_paste
from ekskb.model import Entry, Problem, Severity
from ekskb.text import squash

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex

Fault = tuple[int, str]
"""Line in the document, and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that looks at one entry at a time."""

    id: str
    severity: Severity
    hint: str
    find: Callable[[Entry, Context], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the entry."""

    today: str
    signatures: SignatureIndex
    titles: dict[str, tuple[Entry, ...]]


def check_entries(
    entries: Sequence[Entry], signatures: SignatureIndex, today: str, rules: Sequence[Rule] | None = None
) -> tuple[Problem, ...]:
    """Run every rule over every entry. `today` is an ISO date."""
    context = Context(today, signatures, _by_title(entries))
    return tuple(
        Problem(
            rule=rule.id,
            severity=rule.severity,
            message=message,
            path=entry.source.path,
            line=line,
            hint=rule.hint,
        )
        for entry in entries
        for rule in (RULES if rules is None else rules)
        for line, message in rule.find(entry, context)
    )


def _by_title(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        key = squash(entry.title).casefold()
        found[key] = (*found.get(key, ()), entry)
    return found


def _missing_fix(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.fix:
        yield entry.source.lines[0], f"{entry.title!r} has no fix"


def _missing_cause(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.cause:
        yield entry.source.lines[0], f"{entry.title!r} has no cause"


def _missing_symptom(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.kind == "incident" and not entry.symptom and not entry.signatures:
        yield entry.source.lines[0], f"{entry.title!r} has no symptom"


def _no_sample(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.kind == "incident" and not any(s.kind in ("log", "quote") for s in entry.signatures):
        yield entry.source.lines[0], f"{entry.title!r} has no log line: a pasted log can hardly find it"


def _future_date(entry: Entry, context: Context) -> Iterator[Fault]:
    if entry.date and entry.date > context.today:
        yield entry.source.lines[0], f"the date {entry.date} is in the future"


def _duplicate_title(entry: Entry, context: Context) -> Iterator[Fault]:
    same = context.titles[squash(entry.title).casefold()]
    if same[0] is not entry:
        first = same[0].source
        yield entry.source.lines[0], f"same title as {first.path}:{first.lines[0]}"


def _sample_not_matched(entry: Entry, context: Context) -> Iterator[Fault]:
    sample = [s for s in entry.signatures if s.kind == "log"]
    if entry.kind != "incident" or not sample:
        return
    result = score_paste("\n".join(s.text for s in sample), context.signatures)
    if not result.matches:
        yield sample[0].line, f"the sample of {entry.title!r} is too generic to match its own entry"
    elif result.matches[0].id != entry.id:
        yield sample[0].line, f"the sample of {entry.title!r} matches {result.matches[0].id!r} first"


def _sample_refused(entry: Entry, context: Context) -> Iterator[Fault]:
    refused = [s for s in entry.signatures if s.kind == "nomatch"]
    if refused:
        result = score_paste("\n".join(s.text for s in refused), context.signatures)
        if any(match.id == entry.id for match in result.matches):
            yield refused[0].line, f"the 'nomatch' sample of {entry.title!r} matches it"


RULES: tuple[Rule, ...] = (
    Rule("missing-fix", "warning", "add a section such as 'Resolution' or '해결'", _missing_fix),
    Rule("missing-cause", "warning", "add a section such as 'Root cause' or '원인'", _missing_cause),
    Rule("missing-symptom", "warning", "add a section such as 'Symptoms' or '증상'", _missing_symptom),
    Rule("no-sample", "info", "add the telling lines in a ```log block", _no_sample),
    Rule("future-date", "error", "correct the date in the heading or front matter", _future_date),
    Rule("duplicate-title", "warning", "merge the two, or tell them apart in the title", _duplicate_title),
    Rule("sample-unmatched", "warning", "quote more telling lines of the log", _sample_not_matched),
    Rule("nomatch-matched", "error", "make the entry's own sample more specific", _sample_refused),
)
