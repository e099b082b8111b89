"""`ekskb match`: log text -> entries, with proof."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.cli.reading import read_input, read_logs
from ekskb.errors import Exit, UsageError

if TYPE_CHECKING:
    from ekskb.kb import KnowledgeBase
    from ekskb.model import Match

_SAMPLE = "samples/load-balancer-controller.log"


@click.command("match")
@click.argument("files", nargs=-1, metavar="[FILE...]")
@click.option("--sample", is_flag=True, help="Match the log that ships with ekskb, to see how it works.")
@click.option("--explain", metavar="ID", help="Say why this entry does or does not match.")
@click.option("-f", "--follow", is_flag=True, help="Go on reading: tell incidents as they appear.")
@click.option("--every", default=10.0, show_default=True, type=click.FloatRange(0, 86_400),
              help="Seconds between two notes on an incident that goes on (with --follow).")  # fmt: skip
@click.option("-j", "--jobs", default=0, type=click.IntRange(0, 1_024), help="Processes; default: all cores.")
@click.option("--jsonl", is_flag=True, help="Print one JSON object a line, each as soon as it is known.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    files: tuple[str, ...],
    sample: bool,
    explain: str | None,
    follow: bool,
    every: float,
    jobs: int,
    jsonl: bool,
    as_json: bool,
) -> int:
    """Find the incidents behind log lines from FILEs, folders or standard input, of any size.

    One input of up to 5 MB is matched as a whole, with evidence and commands. Larger ones, several files,
    folders and .gz, .zst, .bz2 and .xz files are scanned: every incident once, with how often and when.

    \b
      kubectl logs deploy/api --previous | ekskb match
      ekskb match controller.log
      ekskb match /var/log/archive
      kubectl logs -f deploy/api | ekskb match --follow
    """
    _refuse_pairs(bool(files), sample, bool(explain), follow, jsonl)
    if follow:
        return _follow(context, files, every, _form(as_json, jsonl))
    logs = _sample() if sample else read_logs(files) if explain else read_input(files)
    kb = open_kb(context)
    tell_broken(kb)
    if not isinstance(logs, str):
        from ekskb.cli.scanning import report, scan

        return report(scan(kb, logs, jobs), _form(as_json, jsonl))
    if explain:
        return _explain(kb, explain, logs, as_json)
    return _match(kb, logs, _form(as_json, jsonl))


def _refuse_pairs(files: bool, sample: bool, explain: bool, follow: bool, jsonl: bool) -> None:
    """Raises UsageError for wishes of which one would go unheard."""
    for both, names, why in (
        (sample and files, "--sample and FILE", "the sample is a log of its own"),
        (sample and follow, "--sample and --follow", "the sample does not grow"),
        (explain and follow, "--explain and --follow", "an explanation is about a whole log"),
        (explain and jsonl, "--explain and --jsonl", "an explanation is one document; use --json"),
    ):
        if both:
            raise UsageError(f"{names} do not go together", why)


def _form(as_json: bool, jsonl: bool) -> str:
    if as_json and jsonl:
        raise UsageError("--json and --jsonl are two forms of the same: name one")
    return "json" if as_json else "jsonl" if jsonl else "text"


def _match(kb: KnowledgeBase, paste: str, form: str) -> int:
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_match
    from ekskb.tui.large import LARGE

    if len(paste) > LARGE:
        from ekskb.cli.scanning import match_large

        result = match_large(kb, paste)
    else:
        result = kb.match(paste)
    if form == "json":
        output.write_json({"schema": SCHEMA, **record_to_json(result)})
    elif form == "jsonl":
        output.write_json_lines({"type": "match", **record_to_json(one)} for one in result.matches)
    else:
        output.write(render_match(result, kb.get, output.styler()))
        if not result.matches and result.lines:
            diagnostics.hint("'ekskb new --from-log FILE' drafts a document from these lines")
    return Exit.OK if result.matches else Exit.NOTHING


def _follow(context: click.Context, files: tuple[str, ...], every: float, form: str) -> int:
    from ekskb.cli.following import follow

    if form == "json":
        raise UsageError("--follow has no end, and --json is one document", "use --jsonl")
    kb = open_kb(context)
    tell_broken(kb)
    return follow(kb, files, every, form)


def _explain(kb: KnowledgeBase, wanted: str, paste: str, as_json: bool) -> int:
    from ekskb.codec import record_to_json
    from ekskb.model import SCHEMA
    from ekskb.render.match import render_explanation
    from ekskb.text import nfc

    match: Match = kb.explain(nfc(wanted), paste)
    if as_json:
        output.write_json({"schema": SCHEMA, "match": record_to_json(match)})
    else:
        output.write(render_explanation(match, output.styler()))
    return Exit.NOTHING if match.missing else Exit.OK


def _sample() -> str:
    return resources.files("ekskb").joinpath(_SAMPLE).read_text(encoding="utf-8")
