"""`ekskb tui`: the terminal UI."""

from __future__ import annotations

import os
import sys

import click

from ekskb.cli.options import open_kb
from ekskb.errors import UsageError


@click.command("tui")
@click.pass_context
def command(context: click.Context) -> int:
    """Browse, search and paste logs in the terminal."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        raise UsageError(
            "the terminal UI needs a terminal", "'ekskb search' and 'ekskb match' work anywhere; see --help"
        )
    paste = _piped()
    kb = open_kb(context)

    from ekskb.tui.app import run

    return run(kb, paste)


def _piped() -> str:
    """Log text on standard input, which is then replaced by the terminal for keys."""
    if sys.stdin.isatty():
        return ""
    from ekskb.decode import decode

    text = decode(sys.stdin.buffer.read()).text
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError as fault:
        raise UsageError("no keyboard: standard input is piped and there is no /dev/tty") from fault
    os.dup2(terminal, 0)
    os.close(terminal)
    return text
