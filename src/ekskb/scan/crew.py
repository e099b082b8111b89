"""Work on all cores: parts of files are collected and episodes scored, in processes or in this one."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from ekskb.errors import RootError
from ekskb.scan.bench import Bench, Moved, Task, begin, collect, score
from ekskb.scan.forms import Collected
from ekskb.scan.prefilter import Prefilter

if TYPE_CHECKING:
    from ekskb.logs.sigindex import SignatureIndex
    from ekskb.model import Scoring

_BATCH = 4
_LOOK = 0.1
"""Seconds between two looks at how far the others are."""


class Crew:
    """One or several processes; both ways give the same results in the same order."""

    def __init__(self, prefilter: Prefilter, index: SignatureIndex, jobs: int) -> None:
        context = multiprocessing.get_context()
        self._stop, self._moved = context.Value("b", 0), context.Value("q", 0)
        self._bench = Bench(prefilter, index, self._stop, self._moved)
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
                yield task, self._bench.collect(task, moved)
                if self._stop.value:
                    self.interrupted = True
                    self._stop.value = 0
                    return
            return
        yield from zip(tasks, self._together(collect, tasks, moved), strict=False)

    def score(self, texts: Sequence[str], moved: Moved) -> Iterator[Scoring]:
        """What the matcher says of each text, in order; of the first ones only where it is interrupted."""
        batches = [list(texts[n : n + _BATCH]) for n in range(0, len(texts), _BATCH)]
        together = self._jobs > 1 and len(batches) >= 2 * self._jobs
        found = self._together(score, batches, lambda _: None) if together else self._score_alone(batches)
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
            try:
                yield future.result()
            except BrokenProcessPool as fault:
                hint = "is there enough memory? --jobs 1 needs the least"
                raise RootError("a process of the scan was ended from outside", hint) from fault

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
                initializer=begin,
                initargs=(packed, self._bench.index, self._stop, self._moved),
            )
        return self._pool
