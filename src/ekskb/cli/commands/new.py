"""`ekskb new`: a draft to fill in."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from ekskb.cli import diagnostics, output
from ekskb.cli.options import root_of
from ekskb.cli.reading import read_logs
from ekskb.errors import Exit

if TYPE_CHECKING:
    from ekskb.render.draft import Language


@click.command("new")
@click.argument("title", nargs=-1, metavar="[TITLE]")
@click.option("--from-log", metavar="FILE", help="Quote the telling lines of this log; - is standard input.")
@click.option("--lang", "language", type=click.Choice(["en", "ko"]), default="en", show_default=True)
@click.option("--print", "only_print", is_flag=True, help="Print the draft instead of writing it to kb/.")
@click.pass_context
def command(
    context: click.Context, title: tuple[str, ...], from_log: str | None, language: Language, only_print: bool
) -> int:
    """Draft an incident document, also from a log that matched nothing.

    \b
      kubectl logs deploy/api | ekskb new --from-log -
    """
    from ekskb.kb import KnowledgeBase
    from ekskb.render.draft import draft_document

    log = read_logs((from_log,)) if from_log else ""
    date = datetime.date.today().isoformat()
    draft = draft_document(" ".join(title), date, log, language)
    for kind, count in draft.redacted.items():
        diagnostics.notice(f"taken out of the log: {count} x {kind}")
    if only_print:
        output.write(draft.text)
        return Exit.OK
    kb = KnowledgeBase.open(root_of(context), notify=diagnostics.notice)
    context.call_on_close(kb.close)
    output.write(f"{output.styler()(str(kb.save_draft(draft, date)))}\n")
    diagnostics.hint("fill it in, then run 'ekskb build'")
    return Exit.OK
