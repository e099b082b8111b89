"""A match result as text for people."""

from __future__ import annotations

from collections.abc import Callable

from ekskb.model import Entry, Evidence, Match, MatchResult
from ekskb.render.blocks import byline, command_lines, prose
from ekskb.render.style import Styler, Tag
from ekskb.text import shorten

_LONGEST_LINE = 220
_PROSE_LINES = 24
_FAINTEST = 0.005
"""What rounds to no chance at all is not worth a line."""


def render_match(result: MatchResult, lookup: Callable[[str], Entry], style: Styler) -> str:
    """The strongest match in full, the others with their evidence; or an honest "not catalogued"."""
    if not result.matches:
        return _not_catalogued(result, style)
    out: list[str] = []
    for number, match in enumerate(result.matches, 1):
        out += _headline(match, number, style)
        out += _evidence(match.evidence, style)
        if number == 1:
            out += _answer(match, lookup(match.id), style)
        else:
            out.append("   " + style(f"ekskb show {match.id}", "faint"))
        out.append("")
    return "\n".join(out)


def render_explanation(match: Match, style: Styler) -> str:
    """Why one entry did or did not match: its evidence, and what is missing."""
    verdict = style(f"no match: {match.missing}", "warn") if match.missing else style("matches", "good")
    out = [f"{style(match.title, 'title')}  {match.confidence:.0%}  {verdict}", byline(match, style)]
    if match.evidence:
        out += _evidence(match.evidence, style)
    return "\n".join([*out, ""])


def _headline(match: Match, number: int, style: Styler) -> list[str]:
    sure = style(f"{match.confidence:.0%}", "good" if match.confidence >= 0.8 else "warn")
    return [f"{number}. {style(match.title, 'title')}  {sure}", "   " + byline(match, style)]


def _evidence(pairs: tuple[Evidence, ...], style: Styler) -> list[str]:
    out = ["", "  " + style("Evidence", "heading")]
    width = max((len(str(n)) for pair in pairs for n in (pair.line, pair.entry_line)), default=1)
    for pair in pairs:
        times = f", {pair.repeats} times" if pair.repeats > 1 else ""
        share = style(f"{pair.share:.0%} of the score{times}", "faint")
        pasted, known = _variable(pair.text, style, "mark"), _variable(pair.entry_text, style)
        out.append(f"    {style('log', 'faint')} {pair.line:>{width}}  {pasted}")
        out.append(f"    {style('kb', 'faint')}  {pair.entry_line:>{width}}  {known}  {share}")
    return out


def _variable(text: str, style: Styler, tag: Tag | None = None) -> str:
    """A line with its variable parts, which the comparison passed over, set back."""
    from ekskb.logs.mask import mask_spans

    line = shorten(text, _LONGEST_LINE)
    out: list[str] = []
    done = 0
    for mark in mask_spans(line).marks:
        out += (style(line[done : mark.start], tag), style(line[mark.start : mark.end], "faint"))
        done = mark.end
    return "".join((*out, style(line[done:], tag)))


def _answer(match: Match, entry: Entry, style: Styler) -> list[str]:
    out: list[str] = []
    for name, text in (("Cause", entry.cause), ("Fix", entry.fix)):
        if text:
            out += ["", "  " + style(name, "heading"), *prose(_body(text), style, 4, _PROSE_LINES)]
    groups = (("Commands", ("fix",)), ("Verify", ("verification",)), ("Diagnose", ("diagnosis",)))
    for name, roles in groups:
        chosen = [command for command in match.commands if command.role in roles]
        if chosen:
            out += ["", "  " + style(name, "heading"), *command_lines(chosen, style)]
    if entry.files:
        notes = [f"{file.path}{'  ' + file.note if file.note else ''}" for file in entry.files]
        out += ["", "  " + style("Files", "heading"), *("    " + style(note) for note in notes)]
    return out


def _body(text: str) -> str:
    """A section without its own heading line: the report has said it already."""
    first, _, rest = text.partition("\n")
    return rest if first.startswith("#") and rest.strip() else text


def _not_catalogued(result: MatchResult, style: Styler) -> str:
    lines = "this line" if result.lines == 1 else f"these {result.lines} lines"
    out = [style("not catalogued", "warn") + f": no entry explains {lines}"]
    near = [match for match in result.weak if match.confidence >= _FAINTEST]
    if near:
        out += ["", "Nearest, too weak to be an answer:"]
    for match in near:
        missing = f"  {style(match.missing, 'faint')}" if match.missing else ""
        out += [f"  {style(match.title)}  {style(f'{match.confidence:.0%}', 'faint')}{missing}"]
        out += [f"    {style(f'ekskb show {match.id}', 'faint')}"]
    return "\n".join([*out, ""])
