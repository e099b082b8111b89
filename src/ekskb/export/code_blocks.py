"""Code blocks of an entry -> HTML: commands one by one with their risk, everything else as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from ekskb.export.colors import Line, Run, color_lines
from ekskb.export.words import Language, say
from ekskb.model import Command

_OUTPUT = frozenset(("", "log", "logs", "text", "txt", "plaintext", "plain", "output", "none"))
_LEVEL = re.compile(
    r"\b(?P<bad>ERROR|FATAL|PANIC|CRITICAL|Error|Failed|FailedMount|BackOff|CrashLoopBackOff|OOMKilled)\b"
    r"|\b(?P<warn>WARN(?:ING)?|Warning)\b"
)
_SHELL = "bash"


class Block(NamedTuple):
    """A code block as its document has it."""

    text: str
    language: str
    info: str
    """What follows the language on the opening line."""

    line: int
    """Line of the document on which the text begins."""


def render_block(block: Block, commands: Mapping[int, Command], language: Language) -> str:
    """The block as HTML. `commands` are the entry's, by the line on which each begins."""
    parts = tuple(_parts(block, commands))
    if any(isinstance(part, Command) for part, _ in parts):
        return _render_commands(block, parts, language)
    return _render_output(block, language) if block.language in _OUTPUT else _render_code(block, language)


def render_inline(command: Command, language: Language) -> str:
    """A command within running text."""
    return (
        f'<span class="cmd-in" data-cmd data-risk="{command.risk}"><code>{_runs(_open(command))}</code>'
        f"{_copy_button(say(language, 'copy_command'))}</span>"
    )


Part = tuple[Command | None, Sequence[str]]


def _parts(block: Block, commands: Mapping[int, Command]) -> Iterator[Part]:
    """Stretches of the block: a command with its lines, or lines that are none."""
    lines = block.text.split("\n")
    index = 0
    plain: list[str] = []
    while index < len(lines):
        command = commands.get(block.line + index)
        taken = _taken(command, lines[index:]) if command else 0
        if not taken:
            plain.append(lines[index])
            index += 1
            continue
        if plain:
            yield None, plain
            plain = []
        yield command, lines[index : index + taken]
        index += taken
    if plain:
        yield None, plain


def _taken(command: Command, lines: Sequence[str]) -> int:
    """How many lines the command stands on; 0 where it does not stand there after all."""
    told = command.text.split("\n") if command.text.strip() else []
    fits = len(told) <= len(lines) and all(
        one.strip() in line for one, line in zip(told, lines, strict=False)
    )
    return len(told) if fits else 0


def _render_commands(block: Block, parts: Sequence[Part], language: Language) -> str:
    several = sum(command is not None for command, _ in parts)
    head = _head(say(language, "commands"), _copy_all(several, language) if several > 1 else "")
    body = "".join(
        _render_command(command, lines, language) if command else _render_aside(lines, block.language)
        for command, lines in parts
    )
    return f'<figure class="code shell" lang="en" data-block>{head}{body}</figure>'


def _render_command(command: Command, lines: Sequence[str], language: Language) -> str:
    rows = []
    for source, runs in zip(lines, _open(command), strict=True):
        told = "".join(run.text for run in runs)
        before, _, after = source.partition(told.strip()) if told.strip() else ("", "", "")
        lead = told[: len(told) - len(told.lstrip())]
        prompt = before.removesuffix(lead) if lead else before
        rows.append(_hidden(prompt, "pr") + _runs([runs]) + _hidden(after, "c rest"))
    risk = escape(say(language, f"risk_{command.risk}"))
    code = "\n".join(rows)
    return (
        f'<div class="cmd" data-cmd data-risk="{command.risk}"><pre><code>{code}</code></pre>'
        f'<span class="risk" lang="{language}">{risk}</span>'
        f"{_copy_button(say(language, 'copy_command'))}</div>"
    )


def _hidden(text: str, css: str) -> str:
    """What stands around a command and is not copied: prompt, indentation, a remark."""
    return f'<span class="{css}">{escape(text)}</span>' if text.strip() else ""


def _render_aside(lines: Sequence[str], block_language: str) -> str:
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        return ""
    colored = color_lines(text, _SHELL if block_language not in _OUTPUT else "")
    return f'<pre class="between"><code>{_runs(colored)}</code></pre>'


def _render_output(block: Block, language: Language) -> str:
    near_miss = "nomatch" in block.info.split()
    name = say(language, "near_miss" if near_miss else "output")
    css = "code output near-miss" if near_miss else "code output"
    marked = _LEVEL.sub(_mark_level, escape(block.text, quote=False))
    return f'<figure class="{css}">{_head(name)}<pre lang="en"><code>{marked}</code></pre></figure>'


def _mark_level(found: re.Match[str]) -> str:
    return f'<span class="{"lv-bad" if found["bad"] else "lv-warn"}">{found[0]}</span>'


def _render_code(block: Block, language: Language) -> str:
    name = escape(block.language)
    head = _head(block.language, _copy_button(say(language, "copy_code")))
    body = _runs(color_lines(block.text, block.language))
    return (
        f'<figure class="code" lang="en" data-code>{head}'
        f'<pre tabindex="0" role="group" aria-label="{name}"><code>{body}</code></pre></figure>'
    )


def _head(name: str, tools: str = "") -> str:
    return f"<figcaption><span>{escape(name)}</span>{tools}</figcaption>"


def _copy_button(label: str) -> str:
    told = escape(label)
    return f'<button class="copy" type="button" data-copy aria-label="{told}" title="{told}"></button>'


def _copy_all(count: int, language: Language) -> str:
    label = escape(say(language, "copy_all", n=count))
    return f'<button class="copy-all" type="button" data-copy-all lang="{language}">{label}</button>'


def _open(command: Command) -> list[Line]:
    """The command's lines, coloured, with each placeholder as a run of its own."""
    lines = color_lines(command.text, _SHELL)
    return [_part_placeholders(line, command.placeholders) for line in lines]


def _part_placeholders(line: Line, placeholders: Sequence[str]) -> Line:
    if not placeholders:
        return line
    text = "".join(run.text for run in line)
    pattern = "|".join(re.escape(one) for one in sorted(placeholders, key=len, reverse=True))
    spans = [found.span() for found in re.finditer(pattern, text)]
    return tuple(_cut(line, spans))


def _cut(line: Line, spans: Sequence[tuple[int, int]]) -> Iterator[Run]:
    """The runs outside `spans` in their colours, and each span as one run of class `ph`."""
    text = "".join(run.text for run in line)
    waiting = list(spans)
    at = 0
    for run in line:
        end = at + len(run.text)
        while at < end:
            if waiting and at >= waiting[0][1]:
                waiting.pop(0)
            elif waiting and at >= waiting[0][0]:
                start, stop = waiting[0]
                if at == start:
                    yield Run(text[start:stop], "ph")
                at = min(end, stop)
            else:
                stop = min(end, waiting[0][0]) if waiting else end
                yield Run(text[at:stop], run.css)
                at = stop


def _runs(lines: Iterable[Iterable[Run]]) -> str:
    return "\n".join("".join(map(_run, line)) for line in lines)


def _run(run: Run) -> str:
    text = escape(run.text, quote=False)
    if run.css == "ph":
        return f'<span class="ph" data-ph="{escape(run.text)}">{text}</span>'
    return f'<span class="{run.css}">{text}</span>' if run.css else text
