"""`ekskb show`: one entry."""

from __future__ import annotations

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import json_option, open_kb
from ekskb.errors import Exit
from ekskb.model import ROLES, Role


@click.command("show")
@click.argument("entry_id", metavar="ID")
@click.option("--commands", is_flag=True, help="Only its commands.")
@click.option(
    "--section", "sections", multiple=True, type=click.Choice(ROLES), help="Only sections of a role."
)
@click.option("--markdown", is_flag=True, help="The Markdown as it stands in the document.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    entry_id: str,
    commands: bool,
    sections: tuple[Role, ...],
    markdown: bool,
    as_json: bool,
) -> int:
    """Print one entry, or the part of it that is asked for."""
    from ekskb.codec import entry_to_json
    from ekskb.model import SCHEMA
    from ekskb.render import entry as render
    from ekskb.text import nfc, printable

    kb = open_kb(context)
    found = kb.get(nfc(entry_id))
    if as_json:
        related = [hit.id for hit in kb.related(found.id)]
        output.write_json({"schema": SCHEMA, **entry_to_json(found), "related": related})
        return Exit.OK
    style = output.styler()
    if commands:
        text = render.render_commands(found, style)
    elif sections:
        text = printable(render.render_sections(found, sections))
    elif markdown:
        text = printable(render.render_markdown(found))
    else:
        text = render.render_entry(found, style, kb.related(found.id))
    output.write(text)
    if not text:
        diagnostics.notice(f"{found.id} has none of these")
    return Exit.OK if text else Exit.NOTHING
