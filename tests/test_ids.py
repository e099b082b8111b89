"""Ids stay what they are while the world around them changes."""

from __future__ import annotations

from ekskb.ids import Claim, assign_ids, claim_ids
from ekskb.model import Source, replace
from tests.factories import make_entry


def claim(path: str, wanted: str, held: str = "", position: int = 1) -> Claim:
    return Claim(path, position, wanted, held)


def test_the_second_entry_of_an_id_gets_a_number() -> None:
    assert assign_ids([claim("kb/a.md", "x"), claim("kb/b.md", "x")]) == ("x", "x-2")


def test_the_order_of_asking_does_not_matter() -> None:
    assert assign_ids([claim("kb/b.md", "x"), claim("kb/a.md", "x")]) == ("x-2", "x")


def test_an_id_that_is_held_is_kept() -> None:
    assert assign_ids([claim("kb/a.md", "x"), claim("kb/b.md", "x", held="x")]) == ("x-2", "x")


def test_ids_differ_on_systems_without_case() -> None:
    assert assign_ids([claim("kb/a.md", "Dns"), claim("kb/b.md", "dns")]) == ("Dns", "dns-2")


def test_a_number_that_is_taken_is_skipped() -> None:
    claims = [claim("kb/a.md", "x"), claim("kb/b.md", "x-2", position=2), claim("kb/c.md", "x")]

    assert assign_ids(claims) == ("x", "x-2", "x-3")


def test_an_entry_finds_the_id_it_had() -> None:
    entry = make_entry("x")
    moved = replace(entry, source=Source("kb/redis.md", (30, 40), "1" * 64))
    held = replace(entry, id="x-2")

    assert claim_ids([moved], [held])[0].held == "x-2"
