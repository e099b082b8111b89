"""A note for whoever takes over: what was found, on what proof, what was copied and when. Secrets are out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ekskb.logs.redact import redact
from ekskb.model import Entry, Evidence, FilledCommand, Match
from ekskb.text import printable
from ekskb.tui.commands import RISKS, copy_text
from ekskb.tui.evidence import percent


@dataclass(frozen=True, slots=True)
class Copied:
    """A command that went to the clipboard, and when (ISO time with its zone)."""

    time: str
    entry_id: str
    command: FilledCommand


def handover_note(entry: Entry, match: Match | None, copied: Sequence[Copied], now: str) -> str:
    """Markdown; `now` is an ISO time with its zone."""
    first, last = entry.source.lines
    parts = [
        f"# {entry.title}\n\n- Entry: `{entry.id}`, {entry.source.path}:{first}-{last}\n- Written: {now}",
        _evidence(match) if match else "",
        _commands([c for c in copied if c.entry_id == entry.id]),
    ]
    return redact(printable("\n\n".join(part for part in parts if part))).text + "\n"


def _evidence(match: Match) -> str:
    head = f"- Confidence: {percent(match.confidence)}\n\n## Evidence\n\n"
    return head + "\n\n".join(_pair(pair) for pair in match.evidence)


def _pair(pair: Evidence) -> str:
    times = f", {pair.repeats} times" if pair.repeats > 1 else ""
    return (
        f"Log line {pair.line}{times}, entry line {pair.entry_line}:\n\n"
        f"    log    {_one_line(pair.text)}\n    entry  {_one_line(pair.entry_text)}"
    )


def _commands(copied: Sequence[Copied]) -> str:
    if not copied:
        return ""
    blocks = (
        f"{item.time}, {item.command.role}, {RISKS[item.command.risk][0]}:\n\n"
        + "\n".join(f"    {line}" for line in copy_text(item.command).split("\n"))
        for item in copied
    )
    return "## Commands copied\n\n" + "\n\n".join(blocks)


def _one_line(text: str) -> str:
    return printable(text).replace("\n", " ")
