"""`ekskb parse`: what a document is understood as."""

from __future__ import annotations

from pathlib import Path

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option
from ekskb.errors import Exit, RootError


@click.command("parse")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
def command(files: tuple[str, ...], as_json: bool) -> int:
    """Show the entries, sections and lines of Markdown files; needs no knowledge base."""
    from ekskb.codec import entry_to_json, record_to_json
    from ekskb.kb import read_alone
    from ekskb.model import SCHEMA
    from ekskb.render.entry import render_outline
    from ekskb.render.problems import render_problems

    readings = [read_alone(Path(name)) for name in files]
    entries = [entry for reading in readings for entry in reading.parsed.entries]
    problems = [problem for reading in readings for problem in reading.parsed.problems]
    if as_json:
        output.write_json(
            {
                "schema": SCHEMA,
                "entries": [entry_to_json(entry) for entry in entries],
                "problems": [record_to_json(problem) for problem in problems],
            }
        )
    else:
        style = output.styler()
        output.write(render_outline(entries, style) + render_problems(problems, style))
        if not entries and not problems:
            diagnostics.notice("no entry found: an entry needs a heading with a symptom, cause or fix below")
    if not any(reading.sha256 for reading in readings):
        raise RootError("none of these files could be read")
    return Exit.OK
