"""Work shared out to all processors where there is enough of it, done here where there is not."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from ekskb.errors import RootError

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST = 8
_CHUNK = 20


class Workers:
    """Processes for as long as the context lasts; with `alone`, or one processor, everything runs here."""

    def __init__(self, alone: bool = False) -> None:
        self._count = 1 if alone else min(os.cpu_count() or 1, _MOST)
        self._others = frozenset(multiprocessing.active_children())
        self._pool: ProcessPoolExecutor | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Workers:
        if self._count > 1:
            # Started afresh, not forked: threads of ours may hold locks.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, context, _leave_interrupts_to_parent)
            self._folder = tempfile.TemporaryDirectory(prefix="ekskb-")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool is not None:
            if kind is not None:
                # Nobody waits for the rest of a long piece of work after a fault or an interrupt.
                for process in set(multiprocessing.active_children()) - self._others:
                    process.terminate()
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._folder is not None:
            self._folder.cleanup()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Results in the order of the items; raises what the function raises."""
        if self._pool is None:
            yield from map(function, items)
            return
        with _told():
            yield from self._pool.map(function, items, chunksize=_CHUNK)

    def start(
        self, function: Callable[[Item], Iterable[Result]], item: Item
    ) -> Callable[[], Iterable[Result]]:
        """Begin one long piece of work; calling what is returned gives its results."""
        if self._pool is None:
            return partial(function, item)
        return partial(_wait, self._pool.submit(_listed, function, item))

    def with_state(
        self, make: Callable[[Any], Callable[[Item], Result]], state: Any
    ) -> Callable[[Item], Result]:
        """`make(state)`, made once a process: for work that needs much to begin with."""
        if self._pool is None or self._folder is None:
            return make(state)
        path = Path(self._folder.name) / f"{len(list(Path(self._folder.name).iterdir()))}.pickle"
        path.write_bytes(pickle.dumps((make, state)))
        return partial(_with_state, str(path))


class _told:
    """A process that was killed is told in one line."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None and issubclass(kind, BrokenProcessPool):
            raise RootError("a process of the export was ended from outside", "is there enough memory?")


_made: dict[str, Callable[[Any], Any]] = {}


def _with_state(path: str, item: Any) -> Any:
    if path not in _made:
        make, state = pickle.loads(Path(path).read_bytes())
        _made[path] = make(state)
    return _made[path](item)


def _wait(future: Any) -> Any:
    with _told():
        return future.result()


def _listed(function: Callable[[Any], Iterable[Any]], item: Any) -> list[Any]:
    return list(function(item))


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
