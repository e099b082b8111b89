"""`ekskb init`: a new root."""

from __future__ import annotations

from pathlib import Path

import click

from ekskb.cli import output
from ekskb.errors import Exit


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".")
def command(folder: str) -> int:
    """Start a knowledge base: kb/ with one example, entries/, ekskb.yaml and a CI workflow.

    Files that exist already are kept as they are.
    """
    from ekskb.scaffold import create_root

    root = Path(folder)
    style = output.styler()
    for name, created in create_root(root):
        output.write(f"{'created' if created else 'kept   '} {style(str(root / name))}\n")
    output.write(
        f"\nnext: write an incident in {style(str(root / 'kb'))}, then 'ekskb -C {style(folder)} build'\n"
    )
    return Exit.OK
