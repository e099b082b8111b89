"""Pieces that several reports share: places, commands, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ekskb.model import Command, Entry, FilledCommand, Hit, Match, Risk, Source
from ekskb.render.style import Styler, Tag

_RISK_TAGS: dict[Risk, Tag] = {
    "read-only": "good",
    "changes-state": "warn",
    "destructive": "bad",
    "unknown": "faint",
}
_RISK_WORDS: dict[Risk, str] = {
    "read-only": "read-only",
    "changes-state": "changes state",
    "destructive": "DESTRUCTIVE",
    "unknown": "risk unknown",
}


def place(source: Source) -> str:
    """`kb/dns.md:12-40`: opens in most editors and terminals."""
    return f"{source.path}:{source.lines[0]}-{source.lines[1]}"


def byline(item: Entry | Hit | Match, style: Styler) -> str:
    """Date, kind, place and id of an entry on one line."""
    date = getattr(item, "date", None)
    parts = [date, item.kind if item.kind != "incident" else None, place(item.source), f"id {item.id}"]
    return style(" · ".join(part for part in parts if part), "faint")


def indent(text: str, width: int) -> str:
    pad = " " * width
    return "\n".join(pad + line if line else "" for line in text.split("\n"))


def command_lines(commands: Iterable[Command], style: Styler, width: int = 4) -> list[str]:
    """Each command with its risk, ready to select with the mouse: nothing else stands on its lines."""
    lines = []
    for command in commands:
        note = style(_RISK_WORDS[command.risk], _RISK_TAGS[command.risk])
        if command.placeholders:
            note += style(f" · fill in {' '.join(command.placeholders)}", "warn")
        for fill in command.fills if isinstance(command, FilledCommand) else ():
            note += style(f" · {fill.placeholder} = {fill.value} (log line {fill.line})", "faint")
        lines.append(" " * width + style("# ", "faint") + note)
        lines.append(indent(style(command.text, "command"), width))
    return lines


def prose(text: str, style: Styler, width: int = 4, most: int | None = None) -> list[str]:
    """Markdown as it was written, indented; at most `most` lines, then a note of how many follow."""
    lines: Sequence[str] = text.strip("\n").split("\n")
    shown = lines if most is None or len(lines) <= most + 2 else lines[:most]
    out = [(" " * width + style(line)) if line.strip() else "" for line in shown]
    if len(shown) < len(lines):
        out.append(" " * width + style(f"… {len(lines) - len(shown)} more lines", "faint"))
    return out
