"""The coverage table of kb/README.md is true: each document once, with the numbers of its entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ekskb.config import starter_root
from ekskb.kb import KnowledgeBase
from ekskb.model import Entry

ROW = re.compile(
    r"^\| (?P<component>[^|]+?) \| (?P<all>\d+) \| (?P<korean>\d*) \| (?P<english>\d*) \| (?P<docs>[^|]*)\|$"
)
TOTAL = re.compile(r"^\| \*\*all\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \| \*\*(\d+)\*\* \| \|$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Row:
    component: str
    all: int
    korean: int
    english: int
    docs: tuple[str, ...]


def is_korean(entry: Entry) -> bool:
    return any("\uac00" <= ch <= "\ud7a3" for ch in entry.cause)


def readme() -> str:
    return (starter_root() / "kb" / "README.md").read_text(encoding="utf-8")


def table() -> Iterator[Row]:
    for line in readme().splitlines():
        if found := ROW.match(line):
            docs = tuple(re.findall(r"`([^`]+)`", found["docs"]))
            korean, english = int(found["korean"] or 0), int(found["english"] or 0)
            yield Row(found["component"], int(found["all"]), korean, english, docs)


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory) -> Counter[tuple[str, bool]]:
    """How many Korean (True) and English (False) incidents each document holds."""
    kb = KnowledgeBase.open(starter_root(), tmp_path_factory.mktemp("cache"))
    kb.refresh()
    incidents = [entry for entry in kb.entries() if entry.kind == "incident"]
    kb.close()
    return Counter((Path(entry.source.path).name, is_korean(entry)) for entry in incidents)


def test_the_table_names_every_document_once() -> None:
    named = Counter(doc for row in table() for doc in row.docs)
    present = {path.name for path in (starter_root() / "kb").glob("*.md")} - {"README.md"}

    assert named == Counter(present)


def test_each_row_counts_the_incidents_of_its_documents(counts: Counter[tuple[str, bool]]) -> None:
    wrong = []
    for row in table():
        korean = sum(counts[doc, True] for doc in row.docs)
        english = sum(counts[doc, False] for doc in row.docs)
        if (row.all, row.korean, row.english) != (korean + english, korean, english):
            wrong.append(f"{row.component}: {korean + english} | {korean} | {english}")

    assert wrong == []


def test_the_last_row_is_the_sum(counts: Counter[tuple[str, bool]]) -> None:
    korean = sum(number for (_, is_ko), number in counts.items() if is_ko)
    total = counts.total()
    found = TOTAL.search(readme())

    assert found is not None
    assert tuple(map(int, found.groups())) == (total, korean, total - korean)
