"""`ekskb search`: words -> entries."""

from __future__ import annotations

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.errors import Exit


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Most hits.")
@click.option("--kind", multiple=True, type=click.Choice(["incident", "howto", "reference"]))
@click.option("--tag", multiple=True, help="Only entries with this tag or component; may be repeated.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print one JSON object a hit, one a line.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    limit: int,
    kind: tuple[str, ...],
    tag: tuple[str, ...],
    as_lines: bool,
    as_json: bool,
) -> int:
    """Find entries by words, in Korean, English or both.

    \b
      ekskb search 보안그룹 권한 없음
      ekskb search '"not yet ready" -webhook component:external-secrets'
    """
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.search import render_search
    from ekskb.search.query import parse_query

    kb = open_kb(context)
    tell_broken(kb)
    query = " ".join(words)
    for note in parse_query(query).notes:
        diagnostics.notice(f"{note.message}\n  {query}\n  {' ' * note.start}{'^' * (note.end - note.start)}")
    result = kb.search(query, limit, kind, tag)
    if as_json:
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    elif as_lines:
        output.write_json_lines({"type": "hit", **record_to_json(hit)} for hit in result.hits)
    else:
        output.write(render_search(result, output.styler()))
    return Exit.OK if result.hits else Exit.NOTHING
