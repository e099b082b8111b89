"""`ekskb match`: log text -> entries, with proof."""

from __future__ import annotations

from importlib import resources

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.cli.reading import read_logs
from ekskb.errors import Exit

_SAMPLE = "samples/load-balancer-controller.log"


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
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_match

    paste = _sample() if sample else read_logs(files)
    kb = open_kb(context)
    tell_broken(kb)
    result = kb.match(paste)
    if as_json:
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    else:
        output.write(render_match(result, kb.get, output.styler()))
        if not result.matches and result.lines:
            diagnostics.hint("'ekskb new --from-log FILE' drafts a document from these lines")
    return Exit.OK if result.matches else Exit.NOTHING


def _sample() -> str:
    return resources.files("ekskb").joinpath(_SAMPLE).read_text(encoding="utf-8")
