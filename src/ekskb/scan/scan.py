"""Whole archives: files in, one sighting for each incident out.

All bytes are searched for what can matter, and lines that read alike are counted as one; then each of these
is held against the entries once. A terabyte of the same complaint costs no more than searching it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ekskb.model import Scoring
from ekskb.scan.bench import plan_tasks
from ekskb.scan.collect import Collector
from ekskb.scan.crew import Crew
from ekskb.scan.episodes import Episode, group_forms, join_misses
from ekskb.scan.forms import Collected, Form, merge_forms, move_forms
from ekskb.scan.packing import SourceError
from ekskb.scan.prefilter import Prefilter
from ekskb.scan.report import Survey
from ekskb.scan.sources import Source
from ekskb.scan.survey import Ledger, Offer, make_sightings, weak_matches
from ekskb.scan.windows import cut_windows

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex

Show = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and how much there is."""


@dataclass(slots=True)
class _Haul:
    """What was found so far, over all files."""

    forms: dict[str, Form] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)
    """Lines of each file."""

    def add(self, file: int, found: Collected) -> None:
        before = self.lines.get(file, 0)
        move_forms(found.forms, before)
        self.lines[file] = before + found.lines
        merge_forms(self.forms, (form for form in found.forms if form.count))


class Scanner:
    """Holds logs of any size against the entries of one index."""

    def __init__(self, prefilter: Prefilter, index: SignatureIndex, offer: Offer, jobs: int = 1) -> None:
        self._prefilter = prefilter
        self._index = index
        self._offer = offer
        self._jobs = jobs

    def scan_files(self, sources: Sequence[Source], show: Show, notify: Callable[[str], None]) -> Survey:
        """The incidents in files; one that cannot be read to its end is told as `path: message`."""
        haul = _Haul()
        total, read = sum(source.size for source in sources), 0

        def move(at: int) -> None:
            nonlocal read
            read = at
            show("scanning", at, total)

        with Crew(self._prefilter, self._index, self._jobs) as crew:
            for task, found in crew.collect(plan_tasks(sources), move):
                haul.add(task.file, found)
                if found.fault:
                    notify(f"{task.source.name}: {found.fault}")
            # Pipes among them have no size, and files may have grown.
            size = read if crew.interrupted else max(read, total)
            return self._judge(crew, haul, [source.name for source in sources], size, show)

    def scan_stream(
        self, blocks: Iterable[bytes], name: str, show: Show, notify: Callable[[str], None]
    ) -> Survey:
        """The incidents in a stream, read to its end or to an interrupt; raises SourceError for no text."""
        collector, size, interrupted = Collector(self._prefilter), 0, False
        try:
            for window in cut_windows(blocks):
                collector.feed(window)
                size += window.end - window.start
                show("scanning", size, 0)
        except KeyboardInterrupt:
            interrupted = True
        except SourceError as fault:
            if not size:
                raise
            notify(f"{name}: {fault}")
        haul = _Haul()
        haul.add(0, collector.collected())
        with Crew(self._prefilter, self._index, self._jobs) as crew:
            crew.interrupted = interrupted
            return self._judge(crew, haul, [name], size, show)

    def _judge(self, crew: Crew, haul: _Haul, names: Sequence[str], size: int, show: Show) -> Survey:
        episodes = group_forms(haul.forms.values(), self._prefilter.owners)
        scored = self._score(crew, episodes, show)
        if len(scored) == len(episodes):
            misses = [episode for episode, scoring in scored if not scoring.matches]
            scored += self._score(crew, join_misses(misses), show)
        ledger = Ledger(self._index.ids, self._prefilter.owners)
        for episode, scoring in scored:
            ledger.add(episode, scoring)
        matches = make_sightings(ledger.found, names, self._offer)
        return Survey(
            lines=sum(haul.lines.values()),
            matches=matches,
            weak=() if matches else weak_matches(scored, self._offer),
            bytes=size,
            files=len(names),
            interrupted=crew.interrupted,
        )

    def _score(self, crew: Crew, episodes: Sequence[Episode], show: Show) -> list[tuple[Episode, Scoring]]:
        texts = [episode.text for episode in episodes]
        scorings = crew.score(texts, lambda done: show("matching", done, len(texts)))
        return list(zip(episodes, scorings, strict=False))
