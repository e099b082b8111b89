"""`ekskb tui`: the terminal UI."""

from __future__ import annotations

import sys

import click

from ekskb.cli.options import open_kb


@click.command("tui")
@click.pass_context
def command(context: click.Context) -> int:
    """Browse, search and paste logs in the terminal; a log on standard input is matched at once."""
    from ekskb.decode import decode
    from ekskb.tui.app import run
    from ekskb.tui.terminal import need_screen

    need_screen()
    paste = "" if sys.stdin.isatty() else decode(sys.stdin.buffer.read()).text
    return run(open_kb(context), paste)
