"""`ekskb match --follow`: a live log on the command line."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ekskb.cli import diagnostics, output
from ekskb.cli.scanning import load_prefilter
from ekskb.errors import Exit, RootError, UsageError

if TYPE_CHECKING:
    from ekskb.kb import KnowledgeBase
    from ekskb.scan.follow import Kind
    from ekskb.scan.report import Sighting, Survey
    from ekskb.scan.tail import News


def follow(kb: KnowledgeBase, files: tuple[str, ...], every: float, form: str) -> int:
    """Tell incidents as they appear, until the stream ends or the user does; `form` is `text` or `jsonl`."""
    from ekskb.scan.follow import Follower
    from ekskb.scan.sources import shown_name

    names = [name for name in files if name != "-"]
    if len(names) < len(files) and names:
        raise UsageError("--follow reads files or standard input, not both")
    news = _files(names) if names else _input()
    tell = _tell_json if form == "jsonl" else _tell_text
    shown = [shown_name(name) for name in names or ["-"]]
    follower = Follower(load_prefilter(kb), kb.signatures(), kb.offer, shown, tell, every, time.monotonic)
    survey = follower.follow(news)
    _tell_end(survey, form)
    if survey.interrupted:
        return Exit.INTERRUPTED
    return Exit.OK if survey.matches else Exit.NOTHING


def _input() -> Iterator[News]:
    from ekskb.scan.tail import read_blocking, read_pipe

    if sys.stdin.isatty():
        raise UsageError("no log: nothing is piped", "kubectl logs -f deploy/NAME | ekskb match --follow")
    try:
        descriptor = sys.stdin.fileno()
    except io.UnsupportedOperation:
        return read_blocking(sys.stdin.buffer)
    return read_blocking(sys.stdin.buffer) if sys.platform == "win32" else read_pipe(descriptor)


def _files(names: list[str]) -> Iterator[News]:
    from ekskb.scan.tail import read_tails

    for name in names:
        if Path(name).is_dir():
            raise RootError(f"{name}: a folder cannot be followed", "name the files in it")
    return read_tails([Path(name) for name in names], diagnostics.notice_line)


def _tell_text(kind: Kind, sighting: Sighting, more: int) -> None:
    from ekskb.render.scan import render_again, render_first

    style = output.styler()
    text = render_first(sighting, style) if kind == "incident" else render_again(sighting, more, style)
    output.write(text + "\n" if kind == "incident" else text)


def _tell_json(kind: Kind, sighting: Sighting, more: int) -> None:
    from ekskb.codec import record_to_json

    row: dict[str, Any] = {"type": kind, **record_to_json(sighting)}
    if kind == "again":
        row = {name: row[name] for name in ("type", "id", "title", "count", "first", "last", "file")}
        row["more"] = more
    output.write_json_lines([row])


def _tell_end(survey: Survey, form: str) -> None:
    from ekskb.render.scan import render_survey

    if form == "text":
        output.write(render_survey(survey, output.styler()))
        return
    keys = ("id", "title", "confidence", "count", "first", "last", "file")
    matches = [{key: getattr(one, key) for key in keys} for one in survey.matches]
    end = {"type": "end", "lines": survey.lines, "interrupted": survey.interrupted, "matches": matches}
    output.write_json_lines([end])
