"""Every document under tests/cases/parse is understood as the YAML beside it says."""

from __future__ import annotations

import pytest

from tests.parse.cases import FOLDER, case_names, describe, read_case


@pytest.mark.parametrize("name", case_names())
def test_a_document_is_understood_as_its_case_says(name: str) -> None:
    expected = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")

    assert describe(read_case(name)) == expected


def test_no_expectation_is_without_its_document() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == case_names()
