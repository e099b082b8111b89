"""Entries read one by one: parts that can be kept make the same index."""

from __future__ import annotations

import msgspec
import pytest

from ekskb.logs.reading import decode_part, read_entry
from ekskb.logs.sigindex import Lookup, build_index, join_parts
from ekskb.logs.units import entry_units
from ekskb.model import Entry, Signature, Source
from ekskb.parse.document import parse_document

WRAPPED = '{"level":"error","logger":"queue","msg":"consumer group is stuck","partition":"seven"}'


def make_entry(name: str, *samples: str) -> Entry:
    return Entry(
        id=name, title=name, kind="incident", date=None, tags=(), source=Source("kb/x.md", (1, 60), ""),
        sections=(), commands=(), files=(), references=(),
        signatures=tuple(Signature(text, 5 + place, "log") for place, text in enumerate(samples)),
    )  # fmt: skip


ENTRIES = [make_entry("stuck-consumer", WRAPPED), make_entry("sealed-vault", "barrier is sealed", "no keys")]


def test_kept_parts_make_the_index_that_the_entries_make() -> None:
    assert join_parts([read_entry(entry) for entry in ENTRIES]) == build_index(ENTRIES)


def test_equal_entries_are_read_into_equal_bytes() -> None:
    assert read_entry(ENTRIES[0]) == read_entry(make_entry("stuck-consumer", WRAPPED))


def test_a_sample_is_kept_as_its_message_at_its_own_line() -> None:
    units = Lookup(build_index(ENTRIES)).units(0)

    assert [(unit.line, unit.text) for unit in units if unit.kind == "log"] == [
        (5, "consumer group is stuck")
    ]


@pytest.mark.parametrize("data", [b"", b"garbage", msgspec.msgpack.encode([1, 2])])
def test_a_damaged_part_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_part(data)


TYPED = """\
# Queue consumers stop

## Fix

Restart them with `kubectl rollout restart deploy/consumer`, then look again:

```bash
kubectl get pods -n queue
kubectl describe pod consumer-0 -n queue
```
"""


def test_lines_of_a_block_of_commands_are_commands_and_a_sentence_with_one_is_not() -> None:
    (entry,) = parse_document(TYPED, "queue.md").entries

    kinds = {unit.line: unit.kind for unit in entry_units(entry)}

    assert (kinds[5], kinds[8], kinds[9]) == ("fix", "command", "command")
