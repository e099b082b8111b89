"""`ekskb match`: log text -> entries, with proof."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.errors import Exit, RootError, UsageError

_SAMPLE = "samples/load-balancer-controller.log"
_MOST_BYTES = 64_000_000


@click.command("match")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--sample", is_flag=True, help="Match the log that ships with ekskb, to see how it works.")
@json_option
@click.pass_context
def command(context: click.Context, files: tuple[str, ...], sample: bool, as_json: bool) -> int:
    """Find the incident behind log lines from FILEs or standard input.

    \b
      kubectl logs deploy/api --previous | ekskb match
      ekskb match controller.log
    """
    from ekskb.codec import record_to_json
    from ekskb.decode import decode
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_match

    paste = decode(_sample() if sample else _read(files)).text
    kb = open_kb(context)
    tell_broken(kb)
    result = kb.match(paste)
    if as_json:
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    else:
        output.write(render_match(result, kb.get, output.styler()))
    return Exit.OK if result.matches else Exit.NOTHING


def _sample() -> bytes:
    data = resources.files("ekskb").joinpath(_SAMPLE).read_bytes()
    diagnostics.notice("matching a sample log; pipe your own: kubectl logs deploy/NAME | ekskb match")
    return data


def _read(files: tuple[str, ...]) -> bytes:
    """The bytes of all files, a line break between them; `-` or none is standard input."""
    if not files and sys.stdin.isatty():
        hint = "pipe one: kubectl logs deploy/NAME | ekskb match; or name a file; or try --sample"
        raise UsageError("no log: nothing is piped and no file is named", hint)
    parts = []
    for name in files or ("-",):
        part = sys.stdin.buffer.read(_MOST_BYTES) if name == "-" else _read_file(Path(name))
        parts.append(part if part.endswith(b"\n") or len(files) < 2 else part + b"\n")
        if len(part) >= _MOST_BYTES:
            diagnostics.notice(f"{name}: only the first {_MOST_BYTES // 1_000_000} MB are matched")
    return b"".join(parts)


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as fault:
        raise RootError(f"{path}: cannot be read: {fault.strerror}") from fault
