"""Analysing many entries on the cores that writing the index leaves idle."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, cycle, islice
from typing import TYPE_CHECKING

from ekskb.search.packed import Change, Packed, pack_entry

if TYPE_CHECKING:
    from ekskb.search.helper import Helper

ALONE = 400
"""So many entries are analysed sooner than a process that helps is there."""

_CHUNK = 25
_AHEAD = 8
"""Chunks under way at most. Writing takes longer than analysis, so a helper need not be far ahead."""

_MOST_HELPERS = 4


def pack_entries(changes: Iterable[Change]) -> Iterator[Packed]:
    """Analyse entries in their order, a few here, many in other processes as well."""
    source = iter(changes)
    yield from map(pack_entry, islice(source, ALONE))
    helpers = min(_MOST_HELPERS, (os.cpu_count() or 1) - 1)
    for first in islice(source, 1):
        rest = chain((first,), source)
        yield from _helped(rest, helpers) if helpers else map(pack_entry, rest)


def _helped(source: Iterator[Change], helpers: int) -> Iterator[Packed]:
    from ekskb.search.helper import Helper

    with ExitStack() as stack:
        team = [stack.enter_context(Helper()) for _ in range(helpers)]
        ahead: deque[tuple[list[Change], Helper]] = deque()
        turns = cycle(team)
        while chunk := list(islice(source, _CHUNK)):
            ahead.append((chunk, next(turns)))
            ahead[-1][1].ask(chunk)
            if len(ahead) > _AHEAD:
                yield from _answer(*ahead.popleft())
        while ahead:
            yield from _answer(*ahead.popleft())


def _answer(chunk: Sequence[Change], helper: Helper) -> list[Packed]:
    # A helper that cannot start, or was killed for its memory, costs time and nothing else.
    return helper.answer() or [pack_entry(change) for change in chunk]
