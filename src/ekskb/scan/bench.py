"""What one process does: collect the lines of a file or a part of it, and hold texts against the entries."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import TYPE_CHECKING, Any

from ekskb.scan.collect import Collector
from ekskb.scan.forms import Collected
from ekskb.scan.packing import SourceError
from ekskb.scan.parts import find_part
from ekskb.scan.prefilter import Packed, Prefilter
from ekskb.scan.signatures import score_text
from ekskb.scan.sources import Source, read_blocks
from ekskb.scan.windows import MARGIN, Window, cut_windows

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex
    from ekskb.model import Scoring

PART = 64 << 20
"""Bytes of a plain file that one process reads at a time; fixed, so that the cores do not change results."""

Moved = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """A file, or a part of one."""

    file: int
    source: Source
    start: int = 0
    end: int = 0
    """0 for the whole file."""


def plan_tasks(sources: Sequence[Source], part: int = PART) -> list[Task]:
    tasks: list[Task] = []
    for number, source in enumerate(sources):
        if not source.plain or source.size <= part:
            tasks.append(Task(number, source))
            continue
        edges = [*range(0, source.size, part), source.size]
        tasks += [Task(number, source, start, end) for start, end in itertools.pairwise(edges)]
    return tasks


@dataclass(slots=True)
class Bench:
    """What a process needs for the work."""

    prefilter: Prefilter
    index: SignatureIndex
    stop: Synchronized[int]
    moved: Synchronized[int]

    def collect(self, task: Task, tell: Moved = lambda _: None) -> Collected:
        """What a file or a part holds; `tell` hears how many bytes all processes have read."""
        collector = Collector(self.prefilter, task.file)
        done = 0

        def move(at: int) -> None:
            nonlocal done
            with self.moved.get_lock():
                self.moved.value += at - done
            done = at
            tell(self.moved.value)

        fault = ""
        try:
            for window in _windows(task, move):
                collector.feed(window)
                if self.stop.value:
                    break
        except SourceError as caught:
            fault = str(caught)
        except KeyboardInterrupt:
            self.stop.value = 1
        found = collector.collected()
        found.fault = fault
        return found

    def score(self, texts: Sequence[str]) -> list[Scoring]:
        return [score_text(text, self.index) for text in texts if not self.stop.value]


def _windows(task: Task, moved: Moved) -> Iterator[Window]:
    if not task.end:
        yield from cut_windows(read_blocks(task.source, moved))
        return
    part = find_part(task.source, task.start, task.end)
    before, behind = part.around(MARGIN)
    done = 0
    for window in cut_windows(part.blocks(), before=before, behind=behind):
        yield window
        done += window.end - window.start
        moved(done)


_bench: Bench | None = None


def begin(packed: Packed, index: SignatureIndex, stop: Any, moved: Any) -> None:
    """Set up a process: once, when it starts. An interrupt is the parent's to act on."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bench = Bench(Prefilter(packed), index, stop, moved)


def collect(task: Task) -> Collected:
    assert _bench is not None
    return _bench.collect(task)


def score(texts: list[str]) -> list[Scoring]:
    assert _bench is not None
    return _bench.score(texts)
