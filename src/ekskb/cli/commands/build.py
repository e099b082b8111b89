"""`ekskb build`: documents -> entries/ -> index."""

from __future__ import annotations

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb
from ekskb.errors import Exit


@click.command("build")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail if entries/ is stale.")
@json_option
@click.pass_context
def command(context: click.Context, only_check: bool, as_json: bool) -> int:
    """Turn kb/ into entries/, writing only what changed."""
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.problems import render_problems

    kb = open_kb(context)
    with diagnostics.progress("building") as progress:
        report = kb.build(only_check, progress)
    if as_json:
        output.write_json(
            {
                "schema": SCHEMA,
                "documents": report.documents,
                "entries": report.entries,
                "written": report.written,
                "removed": report.removed,
                "problems": [record_to_json(problem) for problem in report.problems],
            }
        )
    else:
        style = output.styler()
        output.write(render_problems(report.problems, style))
        verb = ("would write", "would remove") if only_check else ("wrote", "removed")
        for word, names in zip(verb, (report.written, report.removed), strict=True):
            if only_check:
                output.write("".join(f"{word} {style(name)}\n" for name in names))
        output.write(
            f"{report.documents} documents, {report.entries} entries; "
            f"{verb[0]} {len(report.written)}, {verb[1]} {len(report.removed)}\n"
        )
    if only_check and report.stale:
        diagnostics.hint("run 'ekskb build' and commit entries/")
        return Exit.NOTHING
    return Exit.OK
