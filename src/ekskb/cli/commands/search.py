"""`ekskb search`: words -> entries."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.errors import Exit

if TYPE_CHECKING:
    from ekskb.model import SearchResult

_FORMATS = ("text", "json", "jsonl", "tsv", "paths", "lines")


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1, required=True)
@click.option("-n", "--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="Most hits.")
@click.option("--kind", multiple=True, type=click.Choice(["incident", "howto", "reference"]))
@click.option("--tag", multiple=True, help="Only entries with this tag or component; may be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    show_default=True,
    help="tsv: place, id, kind, date, score, title; paths: documents as of grep -l; lines: as of grep -n.",
)
@click.option("--no-feedback", is_flag=True, help="Rank without what was noted on this machine.")
@click.option("--jsonl", "as_lines", is_flag=True, help="Print one JSON object a hit, one a line.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    words: tuple[str, ...],
    limit: int,
    kind: tuple[str, ...],
    tag: tuple[str, ...],
    form: str,
    no_feedback: bool,
    as_lines: bool,
    as_json: bool,
) -> int:
    """Find entries by words, in Korean, English or both.

    \b
      ekskb search 보안그룹 권한 없음
      ekskb search '"not yet ready" -webhook component:external-secrets'
      vim $(ekskb search --format paths webhook certificate)
    """
    from ekskb.render.search import render_note

    kb = open_kb(context)
    tell_broken(kb)
    query = " ".join(words)
    result = kb.search(query, limit, kind, tag, personal=not no_feedback)
    for note in result.notes:
        diagnostics.notice(render_note(note, query))
    _write(result, "json" if as_json else "jsonl" if as_lines else form, kb.root)
    return Exit.OK if result.hits else Exit.NOTHING


def _write(result: SearchResult, form: str, root: Path) -> None:
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render import search
    from ekskb.render.style import plain

    def locate(path: str) -> str:
        """Relative to where one stands if the root is there or below."""
        near = os.path.relpath(root, Path.cwd())
        return (root / path).as_posix() if near.startswith("..") else (Path(near) / path).as_posix()

    if form == "json":
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    elif form == "jsonl":
        output.write_json_lines({"type": "hit", **record_to_json(hit)} for hit in result.hits)
    elif form == "text":
        output.write(search.render_search(result, output.styler()))
    else:
        lines = {"tsv": search.search_table, "paths": search.search_paths, "lines": search.search_lines}
        output.write(lines[form](result, plain, locate))
