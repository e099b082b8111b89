"""The starter knowledge base is complete, finds its own samples, and stays silent on near misses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ekskb.config import starter_root
from ekskb.kb import KnowledgeBase
from ekskb.model import Entry, Role

PARTS: tuple[Role, ...] = ("symptom", "cause", "fix", "verification", "prevention")


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    opened = KnowledgeBase.open(starter_root(), tmp_path_factory.mktemp("cache"))
    opened.refresh()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def incidents(kb: KnowledgeBase) -> tuple[Entry, ...]:
    return tuple(entry for entry in kb.entries() if entry.kind == "incident")


def sample(entry: Entry, kind: str) -> str:
    return "\n".join(s.text for s in entry.signatures if s.kind == kind)


def without(incidents: tuple[Entry, ...], has: Callable[[Entry], object]) -> list[str]:
    return [entry.id for entry in incidents if not has(entry)]


def test_check_finds_nothing(kb: KnowledgeBase) -> None:
    assert kb.check("2100-01-01") == ()


@pytest.mark.parametrize("role", PARTS)
def test_every_incident_has_every_part(incidents: tuple[Entry, ...], role: Role) -> None:
    assert without(incidents, lambda entry: entry.joined(role)) == []


@pytest.mark.parametrize("kind", ["log", "nomatch"])
def test_every_incident_has_a_sample_and_a_near_miss(incidents: tuple[Entry, ...], kind: str) -> None:
    assert without(incidents, lambda entry: sample(entry, kind)) == []


def test_every_incident_names_its_sources_components_and_commands(incidents: tuple[Entry, ...]) -> None:
    assert without(incidents, lambda e: e.references and e.commands and (e.components or e.tags)) == []


def test_every_sample_finds_its_own_incident_first(kb: KnowledgeBase, incidents: tuple[Entry, ...]) -> None:
    wrong = {e.id: [m.id for m in kb.match(sample(e, "log")).matches[:2]] for e in incidents}

    assert {entry_id: found for entry_id, found in wrong.items() if found[:1] != [entry_id]} == {}


def test_no_near_miss_finds_its_incident(kb: KnowledgeBase, incidents: tuple[Entry, ...]) -> None:
    found = {e.id: [m.id for m in kb.match(sample(e, "nomatch")).matches] for e in incidents}

    assert [entry_id for entry_id, ids in found.items() if entry_id in ids] == []


def test_there_are_many_and_about_half_are_korean(incidents: tuple[Entry, ...]) -> None:
    korean = sum(any("\uac00" <= ch <= "\ud7a3" for ch in entry.cause) for entry in incidents)

    assert len(incidents) >= 100
    assert 0.4 <= korean / len(incidents) <= 0.6


def test_the_guide_for_writers_is_no_entry(kb: KnowledgeBase) -> None:
    assert Path(starter_root() / "kb" / "README.md").exists()
    assert all(entry.source.path != "kb/README.md" for entry in kb.entries())
