"""The command `ekskb`: arguments in, exit status out."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from ekskb import __version__
from ekskb.cli import diagnostics
from ekskb.cli.output import ReaderGone
from ekskb.errors import EkskbError, Exit, UsageError

_COMMANDS = ("build", "check", "export", "init", "match", "new", "parse", "search", "show", "tui")

_HELP = """Find the past incident behind a symptom or a pasted log.

\b
  kubectl logs deploy/api | ekskb match
  ekskb search 파드 재시작 안됨
  ekskb                      the terminal UI
"""


class _Lazy(click.Group):
    """Commands are modules of `cli.commands`, imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"ekskb.cli.commands.{cmd_name}").command
        return command


@click.group(
    cls=_Lazy,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "--root",
    metavar="DIR",
    help="The knowledge base: a folder holding kb/. Default: the nearest parent that has one, "
    "else the one that ships with ekskb. Also EKSKB_ROOT.",
)
@click.option("--debug", is_flag=True, help="Show a traceback for every fault.")
@click.version_option(__version__, "-V", "--version", prog_name="ekskb")
@click.pass_context
def app(context: click.Context, root: str | None, debug: bool) -> Any:
    if context.invoked_subcommand is not None:
        return None
    from ekskb.cli.commands.tui import command

    return context.invoke(command)


def main(argv: list[str] | None = None) -> None:
    """Run `ekskb` and leave the process with its exit status."""
    _open_closed_streams()
    sys.exit(run(sys.argv[1:] if argv is None else argv))


def _open_closed_streams() -> None:
    """A stream that the shell closed (`<&-`, `>&-`) is none to Python; make it one that is empty."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 (open to the end)


def run(argv: list[str]) -> int:
    """Run one command line; every fault of a user becomes one line and an exit status."""
    try:
        status: Any = app(argv, prog_name="ekskb", standalone_mode=False)
    except EkskbError as fault:
        if "--debug" in argv:
            raise
        diagnostics.report(fault)
        return fault.status
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as fault:
        diagnostics.report(UsageError(fault.format_message(), _usage_hint(fault)))
        return Exit.USAGE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    except ReaderGone:
        return Exit.OK
    return int(status or Exit.OK)


def _usage_hint(fault: click.ClickException) -> str:
    context = getattr(fault, "ctx", None)
    return f"see '{context.command_path} --help'" if context else "see 'ekskb --help'"
