"""Commands as they are offered for copying: order, risk labels, placeholders filled by hand."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from ekskb.model import Command, Entry, FilledCommand, Match, Risk, Role, replace
from ekskb.text import printable
from ekskb.tui.safe import MUTED

RISKS: dict[Risk, tuple[str, str]] = {
    "read-only": ("read-only", "$text-success"),
    "changes-state": ("changes state", "$text-warning"),
    "destructive": ("DESTRUCTIVE", "bold $text-error"),
    "unknown": ("unknown risk", MUTED),
}
"""Risk -> its words and its style; the words carry the meaning where there is no colour."""

_ROLE_ORDER: tuple[Role, ...] = ("fix", "verification", "diagnosis", "prevention", "symptom", "cause")
_QUOTES = re.compile(r"\\.|['\"]", re.DOTALL)


def offered(commands: Iterable[FilledCommand]) -> tuple[FilledCommand, ...]:
    """Fixes first, each with what proves it right after it, then the rest by role; the same text once."""
    listed = tuple(commands)
    fixes = [command.line for command in listed if command.role == "fix"]

    def place(command: FilledCommand) -> tuple[int, int, int]:
        rank = _rank(command.role)
        if command.role == "verification" and fixes:
            # It proves the last fix above it; one above all fixes proves them all.
            return 0, max((line for line in fixes if line < command.line), default=fixes[-1]), command.line
        return rank, command.line, 0

    ordered = sorted(listed, key=place)
    return tuple({command.text.strip(): command for command in reversed(ordered)}.values())[::-1]


def entry_commands(entry: Entry, match: Match | None) -> tuple[FilledCommand, ...]:
    """The commands of an entry, filled from the paste where it came from a match."""
    if match is None:
        return offered(as_filled(command) for command in entry.commands)
    have = {command.line: command for command in match.commands}
    missing = (as_filled(command) for command in entry.commands if command.line not in have)
    return offered((*match.commands, *missing))


def as_filled(command: Command) -> FilledCommand:
    return FilledCommand(
        command.text, command.role, command.line, command.language, command.risk, command.placeholders
    )


def known_values(commands: Sequence[FilledCommand], typed: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Placeholder -> value to offer and where it is from."""
    values = {name: (value, "used before") for name, value in typed.items()}
    for fill in (fill for command in commands for fill in command.fills):
        values[fill.placeholder] = (fill.value, f"log line {fill.line}")
    return values


def fill_command(command: FilledCommand, values: Mapping[str, str]) -> FilledCommand:
    """The command with typed values in place, quoted for a POSIX shell where they need it."""
    text = command.text
    for name, value in values.items():
        if value:
            text = _put(text, name, value)
    still_open = tuple(name for name in command.placeholders if not values.get(name))
    filled: FilledCommand = replace(command, text=text, placeholders=still_open)
    return filled


def copy_text(command: FilledCommand) -> str:
    """What goes to the clipboard: no newline at the end, which would run it, no escapes."""
    return printable(command.text).strip("\n").rstrip()


def copy_all_text(commands: Iterable[FilledCommand]) -> str:
    return "\n".join(copy_text(command) for command in commands)


def _rank(role: Role) -> int:
    return _ROLE_ORDER.index(role) if role in _ROLE_ORDER else len(_ROLE_ORDER)


def _put(text: str, name: str, value: str) -> str:
    parts = text.split(name)
    out = parts[0]
    for part in parts[1:]:
        out += _quoted(value, _open_quote(out)) + part
    return out


def _open_quote(text: str) -> str:
    """The quotation mark that is still open at the end of `text`, or an empty string."""
    mark = ""
    for found in _QUOTES.finditer(text):
        char = found[0]
        if mark == "'" and char.startswith("\\") and char.endswith("'"):
            mark = ""  # a backslash means nothing between single quotes
        elif char in ("'", '"') and not mark:
            mark = char
        elif char == mark:
            mark = ""
    return mark


def _quoted(value: str, mark: str) -> str:
    if mark == "'":
        return value.replace("'", "'\\''")
    if mark == '"':
        return re.sub(r'([\\"$`])', r"\\\1", value)
    return shlex.quote(value)
