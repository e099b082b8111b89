"""Problems as text for people, and as annotations for GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from ekskb.model import Problem, Severity
from ekskb.render.style import Styler, Tag
from ekskb.text import printable

_TAGS: dict[Severity, Tag] = {"error": "bad", "warning": "warn", "info": "faint"}
_GITHUB: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render_problems(problems: Sequence[Problem], style: Styler) -> str:
    """`path:line: severity: message [rule]`, which editors can jump to."""
    out = []
    for problem in problems:
        where = style(f"{problem.path}:{problem.line}:", "strong")
        severity = style(problem.severity, _TAGS[problem.severity])
        rule = style(f"[{problem.rule}]", "faint")
        out.append(f"{where} {severity}: {style(problem.message)} {rule}")
        if problem.hint:
            out.append("  " + style(f"hint: {problem.hint}", "faint"))
    return "".join(line + "\n" for line in out)


def render_github(problems: Sequence[Problem]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    return "".join(
        f"::{_GITHUB[p.severity]} file={_property(p.path)},line={p.line},title={_property(p.rule)}"
        f"::{_data(p.message + (f' ({p.hint})' if p.hint else ''))}\n"
        for p in problems
    )


def _data(text: str) -> str:
    # Escapes as in the runner's own toolkit: a document must not start a command of its own.
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
