"""The table of rules, and running it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ekskb.check import links, safety, samples, shape, twins
from ekskb.check.context import Base, Rule
from ekskb.model import Problem

RULES: tuple[Rule, ...] = (
    Rule("missing-fix", "warning", "add a section such as 'Resolution' or '해결'", shape.missing_fix),
    Rule("missing-cause", "warning", "add a section such as 'Root cause' or '원인'", shape.missing_cause),
    Rule("missing-symptom", "warning", "add a section such as 'Symptoms' or '증상'", shape.missing_symptom),
    Rule("missing-sample", "info", "add the telling lines in a ```log block", shape.missing_sample),
    Rule(
        "unknown-heading", "info", "rename it, or add it to 'headings' in ekskb.yaml", shape.unknown_heading
    ),
    Rule("future-date", "error", "correct the date in the heading or front matter", shape.future_date),
    Rule("sample-unmatched", "warning", "quote more telling lines of the log", samples.unmatched),
    Rule("sample-shared", "warning", "tell the two apart, or merge them", samples.shared),
    Rule("sample-also-matches", "info", "add what tells the two apart to the sample", samples.also_matching),
    Rule("nomatch-matched", "error", "make the entry's own sample more specific", samples.refused),
    Rule("duplicate-title", "warning", "merge the two, or tell them apart in the title", twins.same_title),
    Rule("duplicate-symptom", "warning", "merge the two, or say what tells them apart", twins.same_symptom),
    Rule("broken-link", "warning", "correct the path or the anchor", links.broken_link),
    Rule("secret", "error", "take it out, and revoke it if it was real", safety.secret),
    Rule("open-quote", "warning", "close the quote", safety.open_quote),
)

# In a document: <!-- ekskb-check off: missing-cause, broken-link -->
_OFF = re.compile(r"<!--[ \t]{0,20}ekskb-check[ \t]{1,20}off:([\w, \t-]{1,500})-->")


def check_entries(base: Base, off: Sequence[str] = ()) -> tuple[Problem, ...]:
    """Run every rule that is not off over every entry, in document order."""
    rules = [rule for rule in RULES if rule.id not in off]
    switched = {path: _switched_off(text) for path, text in base.documents.items()}
    return tuple(
        Problem(
            rule=rule.id,
            severity=rule.severity,
            message=message,
            path=entry.source.path,
            line=line,
            hint=rule.hint,
        )
        for entry in base.entries
        for rule in rules
        if rule.id not in switched.get(entry.source.path, ())
        for line, message in rule.find(entry, base)
    )


def _switched_off(text: str) -> set[str]:
    return set(_words(text)) if "ekskb-check" in text else set()


def _words(text: str) -> Iterator[str]:
    for names in _OFF.findall(text):
        yield from (name.strip() for name in names.split(","))
