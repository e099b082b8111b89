"""Which entries an export takes: `--only` and `--exclude` by tag, component and kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import get_args

from ekskb.errors import UsageError
from ekskb.model import Entry, Kind

Test = Callable[[Entry], bool]
_HINT = "write tag:NAME or kind:incident, kind:howto, kind:reference"


def choose_entries(
    entries: Iterable[Entry], only: Sequence[str] = (), exclude: Sequence[str] = ()
) -> tuple[Entry, ...]:
    """Entries that fit one term of each field in `only`, and no term in `exclude`. Raises UsageError.

    `tag:` takes tags and components alike, as in a search.
    """
    wanted: dict[str, list[Test]] = {}
    for term in only:
        wanted.setdefault(term.partition(":")[0].strip().lower(), []).append(read_term(term))
    unwanted = [read_term(term) for term in exclude]
    return tuple(
        entry
        for entry in entries
        if all(any(test(entry) for test in tests) for tests in wanted.values())
        and not any(test(entry) for test in unwanted)
    )


def read_term(term: str) -> Test:
    """`tag:NAME` or `kind:NAME` as a test of entries; raises UsageError."""
    name, colon, value = (part.strip() for part in term.partition(":"))
    value = value.casefold()
    if not colon or not value:
        raise UsageError(f"{term!r} does not say what to choose by", _HINT)
    if name.lower() == "tag":
        return lambda entry: value in {one.casefold() for one in (*entry.tags, *entry.components)}
    if name.lower() == "kind" and value in get_args(Kind):
        return lambda entry: entry.kind == value
    raise UsageError(f"{term!r} is not a choice that is known", _HINT)
