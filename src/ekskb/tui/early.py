"""A first answer to a large log from its end, where trouble mostly stands, while the whole is being read."""

from __future__ import annotations

from ekskb.model import Evidence, FilledCommand, Match, MatchResult, replace

END = 100_000
"""Characters of the end that are matched first."""


def log_end(paste: str) -> tuple[str, int]:
    """The last whole lines of a log and how many lines stand before them."""
    start = paste.find("\n", len(paste) - END) + 1 if len(paste) > END else 0
    return paste[start:], paste.count("\n", 0, start)


def moved_down(result: MatchResult, by: int) -> MatchResult:
    """The answer with its line numbers `by` lines further down, as in the whole log."""
    moved: MatchResult = replace(
        result,
        lines=result.lines + by,
        matches=tuple(_moved_match(match, by) for match in result.matches),
        weak=tuple(_moved_match(match, by) for match in result.weak),
    )
    return moved


def _moved_match(match: Match, by: int) -> Match:
    evidence: list[Evidence] = [replace(pair, line=pair.line + by) for pair in match.evidence]
    commands = tuple(_moved_command(command, by) for command in match.commands)
    moved: Match = replace(match, evidence=tuple(evidence), commands=commands)
    return moved


def _moved_command(command: FilledCommand, by: int) -> FilledCommand:
    fills = tuple(replace(fill, line=fill.line + by) for fill in command.fills)
    moved: FilledCommand = replace(command, fills=fills)
    return moved
