"""Work on all cores: parts of files are collected and episodes scored, in processes or in this one."""

from __future__ import annotations

import itertools
import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.sharedctypes import Synchronized
from typing import TYPE_CHECKING, Any

from ekskb.scan.collect import Collector
from ekskb.scan.forms import Collected
from ekskb.scan.prefilter import Packed, Prefilter
from ekskb.scan.signatures import score_text
from ekskb.scan.sources import Source, SourceError, find_part, read_blocks
from ekskb.scan.windows import MARGIN, Window, cut_windows

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex
    from ekskb.model import Scoring

PART = 64 << 20
"""Bytes of a plain file that one process reads at a time; fixed, so that the cores do not change results."""

_BATCH = 4
_LOOK = 0.1
"""Seconds between two looks at how far the others are."""

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
class _Bench:
    """What a process needs for the work."""

    prefilter: Prefilter
    index: SignatureIndex
    stop: Synchronized[int]
    moved: Synchronized[int]

    def collect(self, task: Task) -> Collected:
        collector = Collector(self.prefilter, task.file)
        done = 0

        def move(at: int) -> None:
            nonlocal done
            with self.moved.get_lock():
                self.moved.value += at - done
            done = at

        fault = ""
        try:
            for window in _windows(task, move):
                collector.feed(window)
                if self.stop.value:
                    break
        except SourceError as caught:
            fault = str(caught)
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


_bench: _Bench | None = None


def _begin(packed: Packed, index: SignatureIndex, stop: Any, moved: Any) -> None:
    """Set up a process: once, when it starts. An interrupt is the parent's to act on."""
    global _bench
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bench = _Bench(Prefilter(packed), index, stop, moved)


def _collect(task: Task) -> Collected:
    assert _bench is not None
    return _bench.collect(task)


def _score(texts: list[str]) -> list[Scoring]:
    assert _bench is not None
    return _bench.score(texts)


class Crew:
    """One or several processes; both ways give the same results in the same order."""

    def __init__(self, prefilter: Prefilter, index: SignatureIndex, jobs: int) -> None:
        context = multiprocessing.get_context()
        self._stop, self._moved = context.Value("b", 0), context.Value("q", 0)
        self._bench = _Bench(prefilter, index, self._stop, self._moved)
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._context = context
        self.interrupted = False

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.value = 1
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def collect(self, tasks: Sequence[Task], moved: Moved) -> Iterator[tuple[Task, Collected]]:
        """What is found in each file or part, in order; `moved` is told of bytes read."""
        if self._jobs < 2 or len(tasks) < 2:
            for task in tasks:
                yield task, self._alone(task, moved)
                if self.interrupted:
                    return
            return
        yield from zip(tasks, self._together(_collect, tasks, moved), strict=False)

    def _alone(self, task: Task, moved: Moved) -> Collected:
        collector = Collector(self._bench.prefilter, task.file)
        before = self._moved.value
        fault = ""
        try:
            for window in _windows(task, lambda at: moved(before + at)):
                collector.feed(window)
        except SourceError as caught:
            fault = str(caught)
        except KeyboardInterrupt:
            self.interrupted = True
        self._moved.value = before + (task.end - task.start or task.source.size)
        found = collector.collected()
        found.fault = fault
        return found

    def score(self, texts: Sequence[str], moved: Moved) -> Iterator[Scoring]:
        """What the matcher says of each text, in order; of the first ones only where it is interrupted."""
        batches = [list(texts[n : n + _BATCH]) for n in range(0, len(texts), _BATCH)]
        together = self._jobs > 1 and len(batches) >= 2 * self._jobs
        found = self._together(_score, batches, lambda _: None) if together else self._score_alone(batches)
        done = 0
        for batch, rows in zip(batches, found, strict=False):
            yield from rows
            done += len(rows)
            moved(done)
            if len(rows) < len(batch):
                return

    def _score_alone(self, batches: Iterable[Sequence[str]]) -> Iterator[list[Scoring]]:
        try:
            for batch in batches:
                yield self._bench.score(batch)
        except KeyboardInterrupt:
            self.interrupted = True

    def _together(self, work: Callable[[Any], Any], rows: Sequence[Any], moved: Moved) -> Iterator[Any]:
        pool = self._open_pool()
        futures = [pool.submit(work, row) for row in rows]
        for future in futures:
            try:
                self._await(future, moved)
            except KeyboardInterrupt:
                self._interrupt(futures)
            if future.cancelled():
                return
            yield future.result()

    def _await(self, future: Future[Any], moved: Moved) -> None:
        while not wait([future], _LOOK, FIRST_COMPLETED).done:
            moved(self._moved.value)
        moved(self._moved.value)

    def _interrupt(self, futures: Sequence[Future[Any]]) -> None:
        """What runs ends with what it has; the rest is not begun."""
        self.interrupted = True
        for future in futures:
            future.cancel()
        self._stop.value = 1
        wait([future for future in futures if not future.cancelled()])
        self._stop.value = 0

    def _open_pool(self) -> ProcessPoolExecutor:
        if self._pool is None:
            packed = self._bench.prefilter.keep()
            self._pool = ProcessPoolExecutor(
                self._jobs,
                self._context,
                initializer=_begin,
                initargs=(packed, self._bench.index, self._stop, self._moved),
            )
        return self._pool
