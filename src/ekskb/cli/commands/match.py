"""`ekskb match`: log text -> entries, with proof."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.cli.reading import read_logs
from ekskb.errors import Exit

if TYPE_CHECKING:
    from ekskb.model import Match

_SAMPLE = "samples/load-balancer-controller.log"


@click.command("match")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--sample", is_flag=True, help="Match the log that ships with ekskb, to see how it works.")
@click.option("--explain", metavar="ID", help="Say why this entry does or does not match.")
@json_option
@click.pass_context
def command(
    context: click.Context, files: tuple[str, ...], sample: bool, explain: str | None, as_json: bool
) -> int:
    """Find the incident behind log lines from FILEs or standard input.

    \b
      kubectl logs deploy/api --previous | ekskb match
      ekskb match controller.log
    """
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_match
    from ekskb.text import nfc

    paste = _sample() if sample else read_logs(files)
    kb = open_kb(context)
    tell_broken(kb)
    if explain:
        return _explain(kb.explain(nfc(explain), paste), as_json)
    result = kb.match(paste)
    if as_json:
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    else:
        output.write(render_match(result, kb.get, output.styler()))
        if not result.matches and result.lines:
            diagnostics.hint("'ekskb new --from-log FILE' drafts a document from these lines")
    return Exit.OK if result.matches else Exit.NOTHING


def _explain(match: Match, as_json: bool) -> int:
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_explanation

    if as_json:
        output.write_json({"schema": SCHEMA, "match": record_to_json(match)})
    else:
        output.write(render_explanation(match, output.styler()))
    return Exit.NOTHING if match.missing else Exit.OK


def _sample() -> str:
    return resources.files("ekskb").joinpath(_SAMPLE).read_text(encoding="utf-8")
