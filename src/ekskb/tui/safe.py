"""Text of documents and logs made fit for a screen: never markup, never a terminal command."""

from __future__ import annotations

from ekskb.text import printable

MUTED = "$foreground 62%"
"""Style of what is told beside the matter itself; still above 4.5 to 1 on every theme's background."""

_BREAKS = {ord(c): "\ufffd" for c in "\u2028\u2029\ufeff"}
"""Characters at which Python or Pygments would split or skip, so that rows and lines stay in step."""

_ONE_LINE = {ord("\n"): " ", ord("\t"): " ", ord("\r"): " ", ord("\x1b"): "\ufffd"}


def safe_line(line: str, tab: int = 4) -> str:
    """One line without escape sequences, line breaks and tabs."""
    return printable(line.rstrip("\r")).translate(_BREAKS).replace("\n", " ").expandtabs(tab)


def safe_lines(text: str) -> list[str]:
    """The lines of `text`, each fit to be shown; as many as there are line feeds, plus one."""
    return [safe_line(line) for line in text.split("\n")]


def safe_span(text: str) -> str:
    """As `safe_line`, but of the same length, so that character spans of the original still fit."""
    return printable(text.translate(_ONE_LINE)).translate(_BREAKS)
