"""`ekskb export`: the knowledge base in forms that leave the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.errors import Exit

if TYPE_CHECKING:
    from ekskb.export.html_export import Report
    from ekskb.export.redaction import RedactionReport

F = TypeVar("F", bound=Callable[..., Any])


@click.group("export")
def command() -> None:
    """Write the knowledge base as a site, or in other forms.

    \b
      ekskb export html site/
      ekskb export html site/ --only kind:incident --exclude tag:internal
    """


def selection_options(function: F) -> F:
    """What every form of export asks: which entries, and whether secrets are replaced."""
    for option in (
        click.option("--no-redact", is_flag=True, help="Keep what looks like a secret."),
        click.option("--exclude", multiple=True, metavar="TERM", help="Leave out tag:NAME or kind:NAME."),
        click.option("--only", multiple=True, metavar="TERM", help="Take only tag:NAME or kind:NAME."),
    ):
        function = option(function)
    return function


@command.command("html")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@selection_options
@click.option("--lang", type=click.Choice(["en", "ko"]), help="Language of the pages around the entries.")
@json_option
@click.pass_context
def html(
    context: click.Context,
    folder: Path,
    only: tuple[str, ...],
    exclude: tuple[str, ...],
    no_redact: bool,
    lang: Any,
    as_json: bool,
) -> int:
    """A static site: searched and matched against in the browser, opened from a folder or any web space.

    \b
    Only what changed is written. DIR must be new, empty, or an earlier export.
    """
    from ekskb.export.html_export import Request, export_html
    from ekskb.model import SCHEMA
    from ekskb.render.problems import render_problems

    kb = open_kb(context)
    tell_broken(kb)
    request = Request(folder, only, exclude, not no_redact, lang)
    with diagnostics.progress("exporting") as progress:
        report = export_html(kb, request, progress, tell_redaction)
    if as_json:
        output.write_json({"schema": SCHEMA, "folder": str(folder), **report_to_json(report)})
        return Exit.OK
    output.write(render_problems(report.problems, output.styler()))
    output.write(summary(report, folder / "index.html"))
    return Exit.OK


def tell_redaction(report: RedactionReport) -> None:
    """One line for each entry in which secrets were replaced."""
    for entry_id, counts in report.entries.items():
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
        diagnostics.notice(f"redacted in {entry_id}: {told}")


def summary(report: Report, opens: Path) -> str:
    done = report.written
    images = f"; copied {report.images} images as they are" if report.images else ""
    return (
        f"{report.entries} entries; wrote {len(done.written)}, removed {len(done.removed)}, "
        f"unchanged {done.unchanged}; redacted {sum(report.redacted.values())}{images}\n{opens}\n"
    )


def report_to_json(report: Report) -> dict[str, Any]:
    from ekskb.codec import record_to_json

    return {
        "entries": report.entries,
        "written": report.written.written,
        "removed": report.written.removed,
        "unchanged": report.written.unchanged,
        "redacted": report.redacted,
        "redacted_entries": report.redacted_entries,
        "images": report.images,
        "problems": [record_to_json(problem) for problem in report.problems],
    }
