"""A match as text: what was pasted beside what the entry says, and the commands that come with it."""

from __future__ import annotations

import re

from textual.content import Content

from ekskb.feedback import Tally
from ekskb.logs.mask import mask_spans
from ekskb.model import Evidence, FilledCommand, Match, MatchResult, replace
from ekskb.tui.commands import RISKS, offered
from ekskb.tui.safe import MUTED, safe_line

_NOTHING = Tally()
_WORD = re.compile(r"\w{3,64}")
_SHARED = "$text-success bold"
_VARIABLE = "not bold italic $foreground 62%"
"""What differs from run to run (times, ids, addresses): the comparison passed over it."""
_SHOWN_COMMANDS = 6
_SHOWN_ROWS = 4
"""Rows of one line of evidence: the whole line stands in the log and in the entry."""


def worth_showing(result: MatchResult) -> MatchResult:
    """Weak candidates best first, without those that round to no chance at all."""
    weak = sorted((m for m in result.weak if percent(m.confidence) != "0%"), key=lambda m: -m.confidence)
    shown: MatchResult = replace(result, weak=tuple(weak))
    return shown


def verdict(result: MatchResult) -> Content:
    """One line: how many matches, or that there is none."""
    lines = f"{result.lines:,} line" + ("" if result.lines == 1 else "s")
    if result.matches:
        return Content.assemble(_matches(result), f" · {lines}")
    count = len(result.weak)
    near = f" · {count} weak candidate{'s' if count > 1 else ''} below the threshold" if count else ""
    return Content.assemble(("Not catalogued", "bold $text-warning"), f" · {lines}{near}")


def early_verdict(result: MatchResult) -> Content:
    """The same while only the end of a large log has been read."""
    return Content.assemble(_matches(result), " near the end, reading the whole log … Esc stops")


def _matches(result: MatchResult) -> Content:
    count = len(result.matches)
    return Content.styled(f"{count} match" + ("es" if count > 1 else ""), "bold $text-success")


def match_line(match: Match, weak: bool, tally: Tally = _NOTHING) -> Content:
    """Confidence, how often it was the answer or was not, title, how much evidence."""
    style = MUTED if weak else "bold $text-success"
    count = sum(pair.repeats for pair in match.evidence)
    told = "weak" if weak else f"{count} line" + ("" if count == 1 else "s")
    return Content.assemble(
        (f"{percent(match.confidence):>4} ", style),
        (f"✓{tally.fixed} " if tally.fixed else "", "$text-success"),
        (f"✗{tally.wrong} " if tally.wrong else "", "$text-warning"),
        (safe_line(match.title), "" if weak else "bold"),
        (f"  {told}", MUTED),
    )


def percent(share: float) -> str:
    """A probability as whole percents; 100 % only when it is certain."""
    return f"{min(99, round(share * 100)) if share < 1 else 100}%"


def match_rows(match: Match, width: int, weak: bool = False, told: str = "") -> list[Content]:
    """All that is shown of a match, as lines of at most `width` cells; of a weak one no commands."""
    rows = [*Content.styled(f"Noted here: {told}", "$text-accent").wrap(width), Content("")] if told else []
    for pair in match.evidence:
        rows.extend(_pair_rows(pair, width))
    if match.missing:
        rows += [
            *Content.styled(safe_line(f"Missing: {match.missing}"), "$text-warning").wrap(width),
            Content(""),
        ]
    if not weak:
        rows.extend(_command_rows(offered(match.commands), width))
    where = f"{safe_line(match.source.path)}:{match.source.lines[0]}"
    return [*rows, Content.styled(where, MUTED).truncate(width, ellipsis=True)]


def _pair_rows(pair: Evidence, width: int) -> list[Content]:
    shared = _words(pair.text) & _words(pair.entry_text)
    times = f" ×{pair.repeats}" if pair.repeats > 1 else ""
    told = f" {percent(pair.share)}  log line {pair.line}{times}, entry line {pair.entry_line}"
    head = Content.assemble(("■", "$text-success"), (told, MUTED))
    return [
        head.truncate(width, ellipsis=True),
        *_labelled("log", pair.text, shared, width),
        *_labelled("entry", pair.entry_text, shared, width),
        Content(""),
    ]


def _labelled(label: str, text: str, shared: set[str], width: int) -> list[Content]:
    line = Content(safe_line(text))
    for word in _WORD.finditer(line.plain):
        if word[0].casefold() in shared:
            line = line.stylize(_SHARED, word.start(), word.end())
    for mark in mask_spans(line.plain).marks:
        line = line.stylize(_VARIABLE, mark.start, mark.end)
    lead, hang = Content.styled(f"{label:>6} ", MUTED), Content(" " * 7)
    room = max(16, width - 9)
    wrapped = line.wrap(room) or [Content("")]
    if len(wrapped) > _SHOWN_ROWS:
        last = Content.assemble(wrapped[_SHOWN_ROWS - 1].rstrip().truncate(room - 1), ("…", MUTED))
        wrapped = [*wrapped[: _SHOWN_ROWS - 1], last]
    return [Content.assemble(lead if n == 0 else hang, ("│ ", MUTED), part) for n, part in enumerate(wrapped)]


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _command_rows(commands: tuple[FilledCommand, ...], width: int) -> list[Content]:
    if not commands:
        return []
    rows = [Content.styled("Commands (c copies)", "bold $text-primary")]
    for command in commands[:_SHOWN_COMMANDS]:
        name, style = RISKS[command.risk]
        head, *rest = command.text.split("\n")
        text = Content.assemble((f"  {command.role} · ", MUTED), (name, style))
        rows += [text, Content(f"    {safe_line(head)}{' …' if rest else ''}").truncate(width, ellipsis=True)]
    if len(commands) > _SHOWN_COMMANDS:
        rows.append(Content.styled(f"  … {len(commands) - _SHOWN_COMMANDS} more", MUTED))
    return [*rows, Content("")]
