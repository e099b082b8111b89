"""What commands share: the root, JSON, and opening the knowledge base."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ekskb.cli import diagnostics

if TYPE_CHECKING:
    from ekskb.kb import KnowledgeBase
    from ekskb.model import Problem

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document for programs.")(
        command
    )


def root_of(context: click.Context) -> Path:
    """The root that the flags, the environment or the current folder name."""
    from ekskb.config import find_root

    return find_root(context.find_root().params.get("root"), os.environ, Path.cwd())


def open_kb(context: click.Context) -> KnowledgeBase:
    """The knowledge base, brought up to its files; what is broken in it is told in one line each."""
    from ekskb.kb import KnowledgeBase

    kb = KnowledgeBase.open(root_of(context), notify=diagnostics.notice)
    context.call_on_close(kb.close)
    with diagnostics.progress("reading") as progress:
        kb.refresh(progress)
    return kb


def tell_broken(kb: KnowledgeBase) -> None:
    """Name the files that could not be read as they are; the rest is served."""
    for problem in kb.problems():
        if problem.severity == "error":
            diagnostics.notice(_line(problem))


def _line(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.path}:{problem.line}: {problem.message}{hint}"
