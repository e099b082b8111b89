"""Entries find their kin, and strangers stay strangers."""

from __future__ import annotations

from ekskb.model import Entry
from ekskb.related import MOST, relate
from tests.factories import make_entry


def entry(entry_id: str, title: str, **changes: object) -> Entry:
    return make_entry(entry_id, **{"title": title, "tags": (), "files": (), "signatures": (), **changes})


STRANGERS = [entry(f"s{n}", f"Stranger topic{n} matter{n}") for n in range(40)]


def test_entries_that_share_rare_words_are_related() -> None:
    a = entry("a", "ExternalSecret stuck in SecretSyncedError")
    b = entry("b", "SecretSyncedError after ExternalSecret refresh")

    found = relate([a, b, *STRANGERS])

    assert (found["a"], found["b"]) == (("b",), ("a",))


def test_one_shared_word_is_not_enough() -> None:
    found = relate([entry("a", "Karpenter spot interruption"), entry("b", "Karpenter quota"), *STRANGERS])

    assert found["a"] == ()


def test_words_that_everyone_uses_relate_nobody() -> None:
    common = [entry(f"c{n}", "pending pods scheduling failure") for n in range(20)]

    assert all(not others for others in relate([*common, *STRANGERS]).values())


def test_a_link_relates_both_ends_and_comes_first() -> None:
    a = entry("a", "Alpha one", related=("b", "gone"))
    b = entry("b", "Beta two")

    found = relate([a, b, *STRANGERS])

    assert (found["a"], found["b"]) == (("b",), ("a",))


def test_there_are_never_too_many() -> None:
    kin = [entry(f"k{n}", "RefNotPermitted crossnamespace route") for n in range(3)]
    links = entry("hub", "hub", related=tuple(f"s{n}" for n in range(20)))

    assert all(len(others) <= MOST for others in relate([*kin, links, *STRANGERS]).values())
