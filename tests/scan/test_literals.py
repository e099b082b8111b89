"""What of a signature survives in another run of the same fault."""

from __future__ import annotations

import json

import pytest

from ekskb.model import Entry, Signature
from ekskb.scan.literals import LONGEST, SHORTEST, derive_literals
from ekskb.scan.signatures import entry_lines, make_weigher
from tests.factories import make_entry, make_section
from tests.scan.logs import FAULTS, make_index, prefilter_of


def literals_of(*texts: str, **changes: object) -> list[str]:
    samples = tuple(Signature(text=text, line=8 + n, kind="log") for n, text in enumerate(texts))
    index = make_index([make_entry(id="one", title="One", tags=(), signatures=samples, **changes)])
    return [one.data.decode() for one in derive_literals(entry_lines(index), make_weigher(index))]


def test_names_numbers_and_quotes_are_left_out() -> None:
    found = literals_of('pod "api-7d9f8c6b5-x2x4z" denied: FrobnicatorQuota of 10.0.3.7 is spent in 35ms')

    assert found
    assert not any(part in text for text in found for part in ("api", "10.0", "35", '"'))


def test_a_literal_is_in_the_line_that_it_came_from_whatever_case() -> None:
    for text in FAULTS.values():
        assert any(literal in text.lower() for literal in literals_of(text))


@pytest.mark.parametrize("fault", FAULTS.values())
@pytest.mark.parametrize(
    "wrap",
    [
        lambda text: json.dumps({"msg": text}),
        lambda text: json.dumps({"log": json.dumps({"error": text})}),
        lambda text: f"\x1b[31mERROR\x1b[0m {text}",
        lambda text: text.upper(),
        lambda text: f"level=error err={json.dumps(text)}",
        lambda text: f"2031-04-05T06:07:08.1Z stderr F {text}",
    ],
    ids=["json", "json in json", "colour", "upper case", "logfmt", "cri"],
)
def test_a_wrapped_fault_is_still_seen(fault: str, wrap: object) -> None:
    assert callable(wrap)
    line = str(wrap(fault)).encode()

    assert prefilter_of(make_index()).find(memoryview(line))


def test_an_entry_without_samples_is_looked_for_by_its_prose() -> None:
    prose = make_section("symptom", "Pods report FrobnicatorQuotaExceeded until midnight.", (5, 6))

    found = literals_of(sections=(prose,))

    assert any("frobnicatorquotaexceeded" in text for text in found)


def test_generic_words_are_not_looked_for_where_better_ones_are() -> None:
    found = literals_of("error: message", "FrobnicatorQuotaExceeded: tenant spent")

    assert found
    assert not any("message" in text for text in found)


def test_lines_that_must_not_match_are_not_looked_for() -> None:
    samples = (
        Signature(text="FrobnicatorQuotaExceeded", line=8, kind="log"),
        Signature(text="GrumbleLimitReached", line=9, kind="nomatch"),
    )
    index = make_index([make_entry(id="one", signatures=samples)])

    found = derive_literals(entry_lines(index), make_weigher(index))

    assert [one.data for one in found] == [b"frobnicatorquotaexceeded"]


def test_a_text_of_two_entries_leads_to_both() -> None:
    sample = (Signature(text="FrobnicatorQuotaExceeded", line=8, kind="log"),)
    twins: list[Entry] = [make_entry(id=name, signatures=sample) for name in ("a", "b")]
    index = make_index(twins)

    (found,) = derive_literals(entry_lines(index), make_weigher(index))

    assert found.owners == (0, 1)


def test_literals_have_a_sane_length_and_no_line_break() -> None:
    found = literals_of("x " * 400, "Frobnicator" * 30, "\\n\\tat frobnicator.Quota.check(Quota.java:12)")

    assert all(SHORTEST <= len(text) <= LONGEST and "\n" not in text for text in found)


def test_an_identifier_in_the_title_is_looked_for_too() -> None:
    samples = (Signature(text="NodeNotReady", line=8, kind="log"),)
    index = make_index([make_entry(id="one", title="FrobnicatorQuota stops nodes", signatures=samples)])

    found = derive_literals(entry_lines(index), make_weigher(index))

    assert [one.data for one in found] == [b"frobnicatorquota", b"nodenotready"]
