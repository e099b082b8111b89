"""kb/ -> entries/: write what documents are understood as, and only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ekskb.catalog import Catalog
from ekskb.codec import entry_to_yaml, pack, unpack
from ekskb.held import Held
from ekskb.ids import assign_ids, claim_ids
from ekskb.model import Entry, Problem, replace
from ekskb.reader import Progress, Reading
from ekskb.store import ENTRIES, ENTRY_SUFFIX, digest, remove_file, write_atomically

_WRITTEN = "written"


class BuildReport(msgspec.Struct, frozen=True):
    """What a build did, or would do under `check`. Names are paths relative to the root."""

    documents: int
    entries: int
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def stale(self) -> bool:
        """Whether entries/ differed from what kb/ says."""
        return bool(self.written or self.removed)


def build_entries(
    root: Path, catalog: Catalog, check: bool = False, progress: Progress | None = None
) -> BuildReport:
    """Bring entries/ up to kb/ and the catalog up to both; with `check`, only say what would change.

    Raises RootError on a full disk.
    """
    readings = catalog.readings(progress)
    held = catalog.held()
    entries, collisions = _numbered(readings, held)
    problems = tuple(p for reading in readings for p in reading.parsed.problems) + collisions
    wanted = {f"{ENTRIES}/{entry.id}{ENTRY_SUFFIX}": entry for entry in entries}
    written = _changed(wanted, held, catalog)
    unread = {reading.name for reading in readings if not reading.sha256}
    removed = tuple(h.name for h in held if h.entry and h.name not in wanted and h.path not in unread)
    if not check:
        for name, text in written.items():
            write_atomically(root / name, text.encode())
        for name in removed:
            remove_file(root / name)
        _note_written(wanted, catalog)
    return BuildReport(len(readings), len(entries), tuple(written), removed, problems)


def _numbered(readings: Sequence[Reading], held: Sequence[Held]) -> tuple[list[Entry], tuple[Problem, ...]]:
    """Every entry under its final id, and a Problem for each id that two of them wanted."""
    by_path: dict[str, list[Entry]] = {}
    for item in held:
        if item.entry:
            by_path.setdefault(item.path, []).append(item.entry)
    found = [entry for reading in readings for entry in reading.parsed.entries]
    claims = [c for r in readings for c in claim_ids(r.parsed.entries, by_path.get(r.name, []))]
    entries, problems = [], []
    for entry, given in zip(found, assign_ids(claims), strict=True):
        entries.append(entry if entry.id == given else replace(entry, id=given))
        if entry.id != given:
            problems.append(
                Problem(
                    rule="id-collision",
                    severity="warning",
                    message=f"the id {entry.id!r} is taken; this entry is {given!r}",
                    path=entry.source.path,
                    line=entry.source.lines[0],
                    hint="give it another title, or an 'id:' in the front matter",
                )
            )
    return entries, tuple(problems)


def _changed(wanted: dict[str, Entry], held: Sequence[Held], catalog: Catalog) -> dict[str, str]:
    """File name -> text of the entry files that are not what they should be."""
    stamps = {item.name: item for item in held}
    known = _read_notes(catalog)
    changed = {}
    for name, entry in wanted.items():
        item = stamps.get(name)
        if item and known.get(name) == (item.stamp, digest(pack(entry))):
            continue
        text = entry_to_yaml(entry)
        # The entry may be the same in other clothes: a hand edit of the layout is stale, too.
        if not item or item.entry != entry or catalog.read_text(name) != text:
            changed[name] = text
    return changed


def _note_written(wanted: dict[str, Entry], catalog: Catalog) -> None:
    """Remember which files are exactly as written, so that the next build need not write them in mind."""
    catalog.refresh()
    notes = {
        item.name: (item.stamp, digest(pack(wanted[item.name])))
        for item in catalog.held()
        if item.name in wanted
    }
    catalog.set_meta(_WRITTEN, pack(notes))


def _read_notes(catalog: Catalog) -> dict[str, tuple[str, str]]:
    try:
        notes: dict[str, tuple[str, str]] = unpack(catalog.get_meta(_WRITTEN), dict[str, tuple[str, str]])
    except msgspec.DecodeError:
        return {}
    return notes
