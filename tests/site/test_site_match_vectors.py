"""One specification of log matching, two implementations: both must make the same of the same paste."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ekskb.logs.sigindex import build_index
from tests.site.conftest import Open
from tests.site.match_page import trace_pastes, write_page
from tests.site.match_vectors import (
    differs,
    frozen_cases,
    frozen_entries,
    samples,
    starter_entries,
    trace,
)

CASES = frozen_cases()
EVERY = 4
"""Part of the starter's entries whose samples are tried; all entries are there to be found."""


def expected_of(case: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in case.items() if key not in ("name", "paste")}


def test_the_command_line_makes_of_each_paste_what_is_written_down() -> None:
    entries = frozen_entries()
    index, by_id = build_index(entries), {entry.id: entry for entry in entries}

    faults = [
        fault
        for case in CASES
        if (fault := differs(expected_of(case), trace(case["paste"], index, by_id), case["name"]))
    ]

    assert faults == []


def test_the_page_makes_of_each_paste_what_is_written_down(tmp_path: Path, open_page: Open) -> None:
    page = open_page(write_page(tmp_path, frozen_entries()))

    found = trace_pastes(page, [case["paste"] for case in CASES])

    assert faults_of(CASES, found) == []


@pytest.mark.timeout(240)
def test_the_page_answers_samples_of_the_whole_starter_as_the_command_line(
    tmp_path: Path, open_page: Open
) -> None:
    entries = starter_entries()
    index, by_id = build_index(entries), {entry.id: entry for entry in entries}
    pastes = {f"{entry.id} {kind}": text for entry in entries[::EVERY] for kind, text in samples(entry)}
    page = open_page(write_page(tmp_path, entries))

    found = trace_pastes(page, list(pastes.values()))

    expected = [{"name": name, **trace(text, index, by_id)} for name, text in pastes.items()]
    assert faults_of(expected, found) == []


def faults_of(cases: list[dict[str, Any]], found: list[dict[str, Any]]) -> list[str]:
    """Where the page parts from what is expected, each with the name of its case."""
    pairs = zip(cases, found, strict=True)
    return [fault for case, got in pairs if (fault := differs(expected_of(case), got, case["name"]))]
