"""`ekskb export`: the knowledge base in forms that leave the machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb, tell_broken
from ekskb.errors import Exit
from ekskb.text import printable

if TYPE_CHECKING:
    from ekskb.export.html_export import Report
    from ekskb.export.redaction import RedactionReport

F = TypeVar("F", bound=Callable[..., Any])


@click.group("export")
def command() -> None:
    """Write the knowledge base as a site, or in other forms.

    \b
      ekskb export html public/
      ekskb export html public/ --only kind:incident --exclude tag:internal
      ekskb export markdown docs/
      ekskb export json data/
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


_FOLDER = click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
_LANGUAGE = click.option(
    "--lang", type=click.Choice(["en", "ko"]), help="Language of the pages around the entries."
)


@command.command("html")
@_FOLDER
@selection_options
@_LANGUAGE
@json_option
@click.pass_context
def html(context: click.Context, /, **asked: Any) -> int:
    """A static site: searched and matched against in the browser, opened from a folder or any web space.

    \b
    Only what changed is written. DIR must be new, empty, or an earlier export.
    """
    from ekskb.export.html_export import export_html

    return _run(context, export_html, "index.html", asked)


@command.command("markdown")
@_FOLDER
@selection_options
@_LANGUAGE
@json_option
@click.pass_context
def markdown(context: click.Context, /, **asked: Any) -> int:
    """A Markdown tree for MkDocs Material, Zensical or Backstage TechDocs; ekskb reads it back.

    \b
    DIR gets mkdocs.yml and kb/, one document an entry.
    """
    from ekskb.export.markdown_tree import export_markdown

    return _run(context, export_markdown, "mkdocs.yml", asked)


@command.command("json")
@_FOLDER
@selection_options
@json_option
@click.pass_context
def json(context: click.Context, /, **asked: Any) -> int:
    """One JSON file with all entries, and its JSON Schema beside it."""
    from ekskb.export.json_file import DATA, export_json

    return _run(context, export_json, DATA, asked)


def _run(context: click.Context, export: Callable[..., Report], opens: str, asked: dict[str, Any]) -> int:
    """Export as asked and say what was done; `opens` is the file to look at first."""
    from ekskb.export.html_export import Request
    from ekskb.model import SCHEMA
    from ekskb.render.problems import render_problems

    kb = open_kb(context)
    tell_broken(kb)
    folder = asked["folder"]
    request = Request(folder, asked["only"], asked["exclude"], not asked["no_redact"], asked.get("lang"))
    with diagnostics.progress("exporting") as progress:
        report = export(kb, request, progress, tell_redaction)
    if asked["as_json"]:
        # Bytes of the name that are no UTF-8 cannot stand in JSON.
        shown = str(folder).encode("utf-8", "replace").decode()
        output.write_json({"schema": SCHEMA, "folder": shown, **report_to_json(report)})
        return Exit.OK
    output.write(render_problems(report.problems, output.styler()))
    output.write(summary(report, folder / opens))
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
        f"unchanged {done.unchanged}; redacted {sum(report.redacted.values())}{images}\n"
        f"{printable(str(opens))}\n"
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
