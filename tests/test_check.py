"""Each rule finds its fault, at its line, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ekskb.check.rules import RULES
from ekskb.kb import KnowledgeBase
from ekskb.logs.sigindex import SignatureIndex
from ekskb.model import Scored, Scoring

Open = Callable[[Path], KnowledgeBase]
Check = Callable[..., list[tuple[str, int]]]

GOOD = """# 2025-03-04: Queue consumer stuck on a poisoned message

## Symptoms

```log
consumer billing-7 rejected message 8841: schema registry id 77 unknown
```

## Root cause

The producer was deployed before its schema.

## Resolution

```bash
kubectl rollout undo deploy/producer -n <namespace>
```
"""


@pytest.fixture
def check(root: Path, open_kb: Open) -> Check:
    """`check(text)`: rule and line of every problem of a document with this text."""

    def run(text: str, today: str = "2026-01-01") -> list[tuple[str, int]]:
        (root / "kb" / "under-test.md").write_text(text, encoding="utf-8")
        problems = open_kb(root).check(today)
        return [(p.rule, p.line) for p in problems if p.path == "kb/under-test.md"]

    return run


def test_a_good_incident_has_no_problem(check: Check) -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("heading", "rule"),
    [("## Root cause", "missing-cause"), ("## Resolution", "missing-fix")],
)
def test_a_missing_part_is_reported_at_the_entry(check: Check, heading: str, rule: str) -> None:
    before, _, after = GOOD.partition(heading)
    rest = after.partition("\n## ")[2]

    assert (rule, 1) in check(before + (f"## {rest}" if rest else ""))


def test_an_incident_without_output_is_told_that_logs_cannot_find_it(check: Check) -> None:
    text = GOOD.replace("```log\n", "").replace(
        "consumer billing-7 rejected message 8841: schema registry id 77 unknown\n```", "It hangs."
    )

    assert ("missing-sample", 1) in check(text)


def test_a_misspelt_heading_names_the_nearest_known_one(root: Path, open_kb: Open) -> None:
    (root / "kb" / "under-test.md").write_text(GOOD.replace("## Root cause", "## Rot cause"))

    problem = next(p for p in open_kb(root).check("2026-01-01") if p.rule == "unknown-heading")

    assert (problem.line, problem.message) == (
        9,
        "heading 'Rot cause' is not understood; is it 'cause', misspelt?",
    )


def test_a_date_in_the_future_is_an_error(check: Check) -> None:
    assert check(GOOD, today="2025-01-01") == [("future-date", 1)]


def test_a_sample_that_says_nothing_is_reported(check: Check) -> None:
    text = GOOD.replace("consumer billing-7 rejected message 8841: schema registry id 77 unknown", "error")

    assert ("sample-unmatched", 6) in check(text)


def test_a_near_miss_that_matches_is_an_error(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    def matches_everything(paste: str, index: SignatureIndex) -> Scoring:
        return Scoring(1, tuple(Scored(entry_id, 0.9) for entry_id in index.ids))

    monkeypatch.setattr("ekskb.check.samples.score_paste", matches_everything)
    near = "```log nomatch\nconsumer billing-7 reconnected\n```\n"

    assert ("nomatch-matched", 10) in check(GOOD.replace("## Root cause", f"{near}\n## Root cause"))


def test_a_near_miss_that_does_not_match_is_fine(check: Check) -> None:
    near = "```log nomatch\nconsumer billing-7 rejected message 9: broker is read-only\n```\n"

    assert check(GOOD.replace("## Root cause", f"{near}\n## Root cause")) == []


def test_the_same_title_twice_is_reported_once(root: Path, open_kb: Open) -> None:
    for name in ("a.md", "b.md"):
        (root / "kb" / name).write_text(GOOD)
    rules = [(p.path, p.rule) for p in open_kb(root).check("2026-01-01") if p.rule.startswith("duplicate")]

    assert rules == [("kb/b.md", "duplicate-symptom"), ("kb/b.md", "duplicate-title")]


def test_the_same_symptom_with_another_fix_is_told(root: Path, open_kb: Open) -> None:
    (root / "kb" / "a.md").write_text(GOOD)
    (root / "kb" / "b.md").write_text(
        GOOD.replace("Queue consumer stuck on a poisoned message", "Billing hangs").replace(
            "kubectl rollout undo deploy/producer -n <namespace>", "aws sqs purge-queue --queue-url <url>"
        )
    )
    messages = [p.message for p in open_kb(root).check("2026-01-01") if p.rule == "duplicate-symptom"]

    assert messages == ["same sample as kb/a.md:1, with another fix"]


@pytest.mark.parametrize(
    ("link", "broken"),
    [
        ("[x](redis.md)", False),
        ("[x](./redis.md#symptoms)", False),
        ("[x](../ekskb.yaml)", True),
        ("[x](none.md)", True),
        ("[x](#root-cause)", False),
        ("[x](#no-such-heading)", True),
        ("[x](https://example.com/none.md)", False),
        ("`[x](none.md)`", False),
    ],
)
def test_a_link_that_leads_nowhere_is_reported(check: Check, link: str, broken: bool) -> None:
    found = check(GOOD.replace("The producer was", f"See {link}. The producer was"))

    assert found == ([("broken-link", 11)] if broken else [])


def test_a_secret_is_an_error_at_its_line(check: Check) -> None:
    key = "AKIA" + "Z7QX" * 4

    assert ("secret", 11) in check(GOOD.replace("The producer", f"The key {key} leaked. The producer"))


def test_a_command_with_an_open_quote_is_reported(check: Check) -> None:
    text = GOOD.replace("-n <namespace>", "-n <namespace> -o jsonpath='{.items")

    assert ("open-quote", 16) in check(text)


def test_a_rule_can_be_switched_off_in_a_document(check: Check) -> None:
    text = GOOD.replace("The producer was", "<!-- ekskb-check off: broken-link -->\nSee [x](none.md). It was")

    assert check(text) == []


def test_every_rule_has_a_hint_and_a_name_of_its_own() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)
    assert all(rule.hint for rule in RULES)
