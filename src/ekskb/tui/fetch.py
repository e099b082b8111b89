"""Slow calls off the main loop: work in a thread, the result handed back to the widget that asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from textual.dom import DOMNode
from textual.worker import Worker, WorkerState, get_current_worker

from ekskb.errors import EkskbError
from ekskb.tui.safe import safe_line

T = TypeVar("T")
Fail = Callable[[EkskbError], None]


def fetch(
    node: DOMNode, work: Callable[[], T], then: Callable[[T], None], group: str, fail: Fail | None = None
) -> None:
    """Run `work` in a thread and `then` with its result on the main loop.

    A later call of the same group drops the result of an earlier one. A fault of the user goes to `fail`,
    which shows it when nothing else is said.
    """
    told = fail or partial(tell_fault, node)
    node.run_worker(
        partial(_run, node, work, then, told), thread=True, exclusive=True, exit_on_error=False, group=group
    )


def _run(node: DOMNode, work: Callable[[], T], then: Callable[[T], None], fail: Fail) -> None:
    worker = get_current_worker()
    try:
        result = work()
    except EkskbError as fault:
        if not worker.is_cancelled:
            node.call_later(fail, fault)
        return
    if not worker.is_cancelled:
        node.call_later(then, result)


def tell_fault(node: DOMNode, fault: EkskbError) -> None:
    """Show a fault of the user as a notice: what, and what to do."""
    text = f"{fault.message}\n{fault.hint}" if fault.hint else fault.message
    node.app.notify("\n".join(map(safe_line, text.split("\n"))), severity="error", markup=False, timeout=8)


def tell_crash(node: DOMNode, event: Worker.StateChanged) -> None:
    """Show that a worker failed in a way nobody foresaw; the app goes on."""
    if event.state is WorkerState.ERROR and (error := event.worker.error) is not None:
        told = safe_line(f"{type(error).__name__}: {error}")
        node.app.notify(told, title="This did not work", severity="error", markup=False, timeout=10)
