"""`ekskb tui`: the terminal UI."""

from __future__ import annotations

import sys

import click

from ekskb.cli import diagnostics
from ekskb.cli.options import open_kb, root_of

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("tui")
@click.option("--serve", is_flag=True, help="Show it in a browser instead (needs the extra 'serve').")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--public-url", default="", help="Address that browsers use, where a proxy stands between.")
@click.pass_context
def command(
    context: click.Context, serve: bool = False, host: str = "", port: int = 0, public_url: str = ""
) -> int:
    """Browse, search and paste logs in the terminal; a log on standard input is matched at once."""
    if serve:
        return _serve(context, host, port, public_url)
    from ekskb.cli.scanning import make_survey
    from ekskb.decode import decode
    from ekskb.tui.app import run
    from ekskb.tui.terminal import need_screen

    need_screen()
    paste = "" if sys.stdin.isatty() else decode(sys.stdin.buffer.read()).text
    kb = open_kb(context)
    return run(kb, paste, survey=make_survey(kb))


def _serve(context: click.Context, host: str, port: int, public_url: str) -> int:
    from ekskb.tui.served import serve

    if host not in _LOOPBACK:
        diagnostics.notice(f"serving on {host} without a login: whoever reaches it reads everything")
    return serve(root_of(context), host, port, public_url)
