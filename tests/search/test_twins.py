"""One incident written twice is offered once; two incidents written alike are offered both."""

from __future__ import annotations

import pytest

from ekskb.model import Entry, Kind
from ekskb.search.index import TextIndex
from ekskb.search.twins import COMPARED
from tests.search.entries import ENTRIES, make_entry

SYMPTOM = (
    "the broker drops every consumer after a rebalance\n"
    "offset commit failed: group coordinator moved to another node\n"
    "dashboards show growing lag on all partitions of orders"
)
FIX = "raise the session timeout, pin the static member ids and restart one consumer after the other"


def twin(
    name: str, title: str, change: str = "", *, kind: Kind = "incident", about: tuple[str, ...] = ()
) -> Entry:
    entry = make_entry(name, title, f"{SYMPTOM}\n{change}", FIX, kind=kind, date="2026-01-02")
    return Entry(**{**{f: getattr(entry, f) for f in entry.__struct_fields__}, "components": about})


def found(
    *entries: Entry, query: str = "consumer rebalance", limit: int = 10
) -> list[tuple[str, tuple[str, ...]]]:
    index = TextIndex.open(None)
    index.update([(entry, "1") for entry in (*entries, *ENTRIES)], [])
    return [(hit.id, hit.also) for hit in index.search(query, limit).hits]


def test_an_incident_written_twice_is_one_hit_that_names_the_other() -> None:
    entries = (
        twin("a", "Consumers lost after rebalance"),
        twin("b", "Consumers lost after a rebalance", "seen again on Monday"),
    )

    assert found(*entries) == [("a", ("b",))]


def test_folded_entries_are_counted() -> None:
    index = TextIndex.open(None)
    index.update([(twin(name, "Consumers lost"), "1") for name in "abc"], [])
    result = index.search("consumer")

    assert (len(result.hits), result.total, result.all_words) == (1, 3, 3)
    assert result.facets["kind"] == {"incident": 3}


@pytest.mark.parametrize(
    "other",
    [
        twin("b", "Producers blocked by a full disk"),
        twin("b", "Consumers lost after rebalance", kind="howto"),
        twin("b", "Consumers lost after rebalance", about=("RabbitMQ",)),
        twin("b", "Consumers lost after rebalance 2"),
        make_entry(
            "b", "Consumers lost after rebalance", "another story: consumer images were pulled too slowly"
        ),
    ],
    ids=["another title", "another kind", "other software", "another number", "another text"],
)
def test_entries_of_one_template_stay_apart(other: Entry) -> None:
    hits = found(twin("a", "Consumers lost after rebalance", about=("Kafka",)), other)

    assert sorted(hits) == [("a", ()), ("b", ())]


def test_a_long_text_is_the_same_under_another_title() -> None:
    words = " ".join(f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(100))
    one, other = (
        make_entry(name, title, words) for name, title in (("a", "Monday"), ("b", "The great outage"))
    )

    assert found(one, other, query="wordaa wordab") == [("a", ("b",))]


def test_what_is_folded_makes_room_for_others() -> None:
    copies = [twin(f"c{n}", "Consumers lost after rebalance") for n in range(5)]
    other = make_entry("other", "Slow consumer", "one consumer is slow")

    assert {name for name, _ in found(*copies, other, query="consumer", limit=2)} == {"c0", "other"}


def test_listing_by_kind_folds_too_and_still_ends_at_the_limit() -> None:
    entries = [make_entry(f"e{n:03}", f"Title {n}", f"text {n}") for n in range(COMPARED * 2)]
    copies = [twin(name, "Consumers lost") for name in ("t1", "t2")]
    hits = found(*entries, *copies, query="kind:incident", limit=COMPARED + 40)

    assert len(hits) == COMPARED + 40
    assert ("t1", ("t2",)) in found(*copies, query="kind:incident")
