"""Episodes and what the matcher says of them -> one sighting for each incident."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ekskb.model import Evidence, Match, Scored, Scoring, replace
from ekskb.scan.episodes import Episode
from ekskb.scan.forms import Form, Spot
from ekskb.scan.report import FileCount, Sighting
from ekskb.scan.signatures import record_lines

_WEAK = 3


class Offer(Protocol):
    def __call__(self, scored: Scored, paste: str, /) -> Match:
        """An entry offered for a text, with commands filled from it."""


Place = tuple[int, str]
"""A form by the file in which it was first seen, and its key."""


@dataclass(slots=True)
class Tally:
    """One incident over all episodes."""

    best: Scored
    episode: Episode
    forms: dict[Place, int] = field(default_factory=dict)
    """For each form that belongs to the incident which of its `rows` holds it."""

    rows: dict[int, list[Form]] = field(default_factory=dict)
    """The forms by what they say: the line of the entry that they matched."""

    def add(self, scored: Scored, episode: Episode, own: Callable[[Form], bool]) -> None:
        """Count the forms of an episode: proofs of the match, and those `own` forms that read like them."""
        if scored.confidence > self.best.confidence:
            self.best, self.episode = scored, episode
        shown: dict[int, int] = {}
        for pair in scored.evidence:
            for form in forms_of(pair, episode):
                self._put(form, pair.entry_line)
                shown |= dict.fromkeys(form.literals, self.forms[_place(form)])
        for form in filter(own, episode.forms):
            known = (shown[literal] for literal in sorted(form.literals) if literal in shown)
            # A line that shares nothing with those shown is a row of its own, below all lines of the entry.
            self._put(form, next(known, -1 - min(form.literals)))

    def _put(self, form: Form, row: int) -> None:
        if _place(form) not in self.forms:
            self.forms[_place(form)] = row
            self.rows.setdefault(row, []).append(form)

    @property
    def count(self) -> int:
        """How often the most frequent line stands in the logs."""
        return sum(form.count for form in self.usual) or 1

    @property
    def usual(self) -> list[Form]:
        """The forms of the most frequent line."""
        return max(self.rows.values(), key=lambda row: sum(form.count for form in row), default=[])


def _place(form: Form) -> Place:
    return form.first.file, form.key


def forms_of(pair: Evidence, episode: Episode) -> list[Form]:
    """The forms that stand in the record of a matched line."""
    span = record_lines(episode.text, pair.line)
    held = {episode.numbers[line - 1] for line in span if 1 <= line <= len(episode.numbers)}
    return [form for form in episode.forms if form.first.line in held]


class Ledger:
    """What was found, by entry."""

    def __init__(self, ids: Sequence[str], owners: Sequence[Sequence[int]]) -> None:
        """`ids` of the entries by number, and for each literal the numbers of its entries."""
        self._numbers = {entry: number for number, entry in enumerate(ids)}
        self._owners = owners
        self.found: dict[str, Tally] = {}

    def add(self, episode: Episode, scoring: Scoring) -> None:
        for one in scoring.matches:
            number = self._numbers[one.id]
            tally = self.found.setdefault(one.id, Tally(one, episode))
            tally.add(one, episode, lambda form, n=number: self._owns(form, n))  # type: ignore[misc]

    def _owns(self, form: Form, number: int) -> bool:
        return any(number in self._owners[literal] for literal in form.literals)


def make_sightings(found: dict[str, Tally], names: Sequence[str], offer: Offer) -> tuple[Sighting, ...]:
    """The incidents, the surest first, those that occur more often first among equals."""
    rows = [make_sighting(tally, names, offer) for tally in found.values()]
    return tuple(sorted(rows, key=lambda one: (-round(one.confidence, 2), -one.count, one.id)))


def make_sighting(tally: Tally, names: Sequence[str], offer: Offer) -> Sighting:
    match = offer(tally.best, tally.episode.text)
    first, last = _ends(tally)
    return Sighting(
        **{name: getattr(match, name) for name in Match.__struct_fields__ if name != "evidence"},
        evidence=tuple(_placed(pair, tally.episode) for pair in match.evidence),
        count=tally.count,
        first=first.time,
        last=last.time,
        first_line=first.line,
        last_line=last.line,
        file=names[tally.episode.file],
        files=_count_files(tally, names),
    )


def _ends(tally: Tally) -> tuple[Spot, Spot]:
    forms = [form for row in tally.rows.values() for form in row]
    if not forms:
        spot = Spot(tally.episode.file, tally.episode.numbers[tally.best.evidence[0].line - 1])
        return spot, spot
    return _extreme((form.first for form in forms), min), _extreme((form.last for form in forms), max)


def _extreme(spots: Iterable[Spot], choose: Callable[..., Spot]) -> Spot:
    """By time where all tell one, by place else."""
    rows = list(spots)
    timed = all(spot.time for spot in rows)
    return choose(rows, key=lambda spot: (spot.time if timed else "", spot.file, spot.line))


def _count_files(tally: Tally, names: Sequence[str]) -> tuple[FileCount, ...]:
    counts: dict[int, int] = {}
    for form in tally.usual:
        for file, count in form.files.items():
            counts[file] = counts.get(file, 0) + count
    counts = counts or {tally.episode.file: 1}
    return tuple(FileCount(names[file], count) for file, count in sorted(counts.items()))


def _placed(pair: Evidence, episode: Episode) -> Evidence:
    """The pair with the line's number in its file, and how often the line occurs."""
    repeats = sum(form.count for form in forms_of(pair, episode))
    line = episode.numbers[pair.line - 1] if 1 <= pair.line <= len(episode.numbers) else pair.line
    return replace(pair, line=line, repeats=max(pair.repeats, repeats))  # type: ignore[no-any-return]


def weak_matches(scored: Iterable[tuple[Episode, Scoring]], offer: Offer) -> tuple[Match, ...]:
    """The nearest misses of all episodes, one for each entry."""
    best: dict[str, tuple[Scored, Episode]] = {}
    for episode, scoring in scored:
        for one in scoring.weak:
            if one.id not in best or one.confidence > best[one.id][0].confidence:
                best[one.id] = (one, episode)
    chosen = sorted(best.values(), key=lambda row: -row[0].confidence)[:_WEAK]
    return tuple(_misses(one, episode, offer) for one, episode in chosen)


def _misses(one: Scored, episode: Episode, offer: Offer) -> Match:
    match = offer(one, episode.text)
    return replace(match, evidence=tuple(_placed(pair, episode) for pair in match.evidence))  # type: ignore[no-any-return]
