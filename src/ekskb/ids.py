"""One id for every entry of a root, the same ones again after every change elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ekskb.model import Entry


@dataclass(frozen=True, slots=True)
class Claim:
    """An entry that wants an id."""

    path: str
    position: int
    """First line in the document; orders the entries of one document."""

    wanted: str
    held: str = ""
    """The id it has in entries/ already; it keeps it, so that links stay good."""


def claim_ids(entries: Sequence[Entry], held: Sequence[Entry]) -> tuple[Claim, ...]:
    """Claims of one document's entries; `held` are the entries that entries/ has for it.

    An entry keeps its id while the id still is a form of the wanted one or the title is unchanged.
    """
    free = {entry.id: entry for entry in held}
    claims = []
    for entry in entries:
        kept = next((h.id for h in free.values() if _same(entry, h)), "")
        free.pop(kept, None)
        claims.append(Claim(entry.source.path, entry.source.lines[0], entry.id, kept))
    return tuple(claims)


def assign_ids(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Ids in the order of `claims`: held ones first, then by path and position; later ones get `-2`, `-3`."""
    order = sorted(
        range(len(claims)), key=lambda n: (not claims[n].held, claims[n].path, claims[n].position, n)
    )
    taken: dict[str, int] = {}
    ids = [""] * len(claims)
    for n in order:
        ids[n] = _free(claims[n].held or claims[n].wanted, taken)
    return tuple(ids)


def _same(entry: Entry, held: Entry) -> bool:
    rest = held.id.removeprefix(entry.id)
    is_form = held.id.startswith(entry.id) and (not rest or (rest[0] == "-" and rest[1:].isdecimal()))
    return is_form and (held.id == entry.id or held.title == entry.title)


def _free(wanted: str, taken: dict[str, int]) -> str:
    # Names are compared without case: macOS and Windows would write both to one file.
    key = wanted.casefold()
    if key not in taken:
        taken[key] = 1
        return wanted
    while True:
        taken[key] += 1
        candidate = f"{wanted}-{taken[key]}"
        if candidate.casefold() not in taken:
            taken[candidate.casefold()] = 1
            return candidate
