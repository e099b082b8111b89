"""`ekskb check`: what is wrong with the knowledge base."""

from __future__ import annotations

import datetime

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb
from ekskb.errors import Exit


@click.command("check")
@click.option(
    "--format", "form", type=click.Choice(["text", "github"]), default="text", help="How to print problems."
)
@json_option
@click.pass_context
def command(context: click.Context, form: str, as_json: bool) -> int:
    """Report problems with path:line; exit 1 if there is any worse than info."""
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.problems import render_github, render_problems

    kb = open_kb(context)
    problems = kb.check(datetime.date.today().isoformat())
    if as_json:
        output.write_json({"schema": SCHEMA, "problems": [record_to_json(p) for p in problems]})
    elif form == "github":
        output.write(render_github(problems))
    else:
        output.write(render_problems(problems, output.styler()))
    serious = sum(problem.severity != "info" for problem in problems)
    if not as_json:
        diagnostics.notice(f"{len(kb.summaries())} entries, {len(problems)} problems")
    return Exit.NOTHING if serious else Exit.OK
