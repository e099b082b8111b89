"""Log blocks, quoted errors and error codes -> lines that a new log can be held against."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Final

from ekskb.model import Command, Role, Signature, SignatureKind
from ekskb.parse.commands import SHELLS
from ekskb.parse.files import read_path
from ekskb.parse.loglines import (
    clean_line,
    is_drawing,
    is_fault,
    is_output,
    is_prose,
    is_setting,
    is_strong_fault,
    json_message,
    quoted_parts,
)
from ekskb.parse.outline import Fence, Outline, Prose
from ekskb.parse.risk import is_program
from ekskb.parse.tables import load_table

_LOGS: Final = frozenset(("log", "logs"))
_OUTPUTS: Final = frozenset(
    (
        "",
        "text",
        "txt",
        "plaintext",
        "plain",
        "json",
        "jsonl",
        "ndjson",
        "output",
        "none",
        "stacktrace",
        "error",
    )
)
# Code blocks may hold a stack trace or an event; only lines that are plainly messages count there.
_CODE_WITH_ERRORS: Final = frozenset(
    ("java", "python", "py", "kotlin", "javascript", "js", "go", "yaml", "yml", "sql", "http")
)
_TRACE = re.compile(
    r"^\s*(?:Caused by:|at\s[\w.$<>]{3,200}\(|Traceback |[\w.]{3,120}(?:Exception|Error)\b:"
    r"|File \"|panic:|goroutine\s)"
)
_TOLD: frozenset[Role] = frozenset(
    ("symptom", "cause", "diagnosis", "summary", "impact", "other", "background")
)
_SHOWN: frozenset[Role] = frozenset(("symptom", "cause", "diagnosis"))
_CODE_SPELLING = re.compile(
    r"(?<![\w.\-/])(?:"
    r"[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)?(?:Error|Exception|Failed|Failure|BackOff|NotFound|NotReady|NotPermitted|Denied|Exceeded|Timeout|Killed)"
    r"|(?:[A-Z][A-Z0-9]{1,30}_){1,6}(?:ERROR|FAILED|FAILURE|INVALID|EXCEEDED|DENIED|EXISTS|BLOCKED|TIMEOUT|UNAVAILABLE|EXPIRED|CONFLICT|MISSING|REFUSED|UNAUTHORIZED|FORBIDDEN|REQUEST|FORMAT|FOUND|LISTED|CLOSED|RESET|RANGE|READY)"
    r"|(?:ERR|E|INVALID|DUPLICATE|MISSING|UNKNOWN|NO|NOT)_[A-Z][A-Z0-9_]{2,50}"
    r"|[a-z]{2,12}::[A-Z][A-Z0-9_]{3,40}"
    r"|(?:ORA|SQLSTATE|PLS|TNS|AH|KB|IRSA|MSB|TS|CS|NU|SQL)[- ]?\d[\dA-Z]{3,6}"
    r")(?![\w.\-/(])"
)
_SUCCESS_ONLY = re.compile(r"[{}\[\]]|\S+/$|[\w./\-]+\.(?:ya?ml|json|tf)$")
_WIDEST: Final = 4000
_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Z][A-Za-z_]{3,50}(?![A-Za-z0-9_])")
_MOST: Final = 400


def find_signatures(
    outline: Outline, first: int, last: int, roles: Sequence[Role], commands: Sequence[Command]
) -> tuple[Signature, ...]:
    """Signatures between two lines, in order; `roles[n - first]` is the role of line `n`."""
    found: list[Signature] = []
    shell = {
        line
        for command in commands
        for line in range(command.line, command.line + command.text.count("\n") + 1)
    }
    for fence in outline.fences_in(first, last):
        found += _from_fence(outline, fence, roles[fence.opening - first], shell)
    told = outline.prose_in(first, last)
    for prose in told:
        # The first line is the title: what it names is what one sees.
        role = "symptom" if prose is told[0] else roles[prose.line - first]
        if len(prose.text) <= _WIDEST:
            found += _from_prose(prose, role)
    unique = {(s.text, s.line if s.kind == "nomatch" else 0, s.kind): s for s in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda s: (s.line, s.kind, s.text)))[:_MOST]


def _from_fence(outline: Outline, fence: Fence, role: Role, shell: set[int]) -> Iterator[Signature]:
    explicit: SignatureKind | None = None
    if fence.language in _LOGS:
        explicit = "nomatch" if "nomatch" in fence.info.lower().split() else "log"
    spoken = [n for n in range(fence.first, fence.last + 1) if outline.lines[n - 1].strip()]
    if role == "symptom" and len(spoken) == 1 and fence.language in _OUTPUTS:
        # The whole block is one line: the author picked it.
        explicit = explicit or _picked(outline.lines[spoken[0] - 1])
    for line in spoken:
        text = outline.lines[line - 1]
        if len(text) > _WIDEST:
            continue
        if explicit:
            yield Signature(clean_line(text) if explicit == "log" else text.strip(), line, explicit)
        elif line not in shell:
            yield from _from_block_line(text, line, fence, role)


def _picked(line: str) -> SignatureKind | None:
    text = line.strip()
    plain = any(ch.isalpha() for ch in text) and not is_prose(text) and not is_drawing(text)
    return "log" if plain and not _SUCCESS_ONLY.match(text) else None


def _from_block_line(raw: str, line: int, fence: Fence, role: Role) -> Iterator[Signature]:
    commented = raw.lstrip().startswith(("#", "//"))
    text = clean_line(raw)
    if role not in _SHOWN:
        if (
            role == "fix"
            and commented
            and fence.language in SHELLS
            and is_strong_fault(text)
            and not is_prose(text)
        ):
            yield Signature(text, line, "log")
        return
    if fence.language in _OUTPUTS:
        yield from _from_output(raw, text, line, fence, role)
    elif fence.language in SHELLS:
        if is_fault(text) and is_output(text, careful=True) and not is_prose(text):
            yield Signature(text, line, "log")
        else:
            yield from _codes(text, line)
    elif fence.language in _CODE_WITH_ERRORS and not commented and _TRACE.match(text):
        yield Signature(text, line, "log")


def _from_output(raw: str, text: str, line: int, fence: Fence, role: Role) -> Iterator[Signature]:
    message = json_message(raw)
    if message is not None:
        if message:
            yield Signature(message, line, "log")
        return
    if fence.language == "" and is_setting(text) and not is_fault(text):
        return
    if is_prose(text):
        if not is_drawing(text):
            yield from _quotes(text, line)
            yield from _codes(text, line)
        return
    # In a block of output, a comment is the author's.
    careful = raw.lstrip().startswith("#") or (role != "symptom" and fence.language in ("", "text"))
    if is_output(text, careful):
        yield Signature(text, line, "log")


def _from_prose(prose: Prose, role: Role) -> Iterator[Signature]:
    if role not in _TOLD:
        return
    yield from _quotes(prose.text, prose.line)
    if role in _SHOWN or role in ("summary", "impact"):
        yield from _codes(prose.text, prose.line)


def _quotes(text: str, line: int) -> Iterator[Signature]:
    """Messages quoted in running text: several words that speak of a fault."""
    for part in quoted_parts(text):
        words = part.split()
        if len(words) >= 2 and is_fault(part) and not is_prose(part) and not _is_thing(part, words):
            yield Signature(part, line, "quote")


def _is_thing(part: str, words: Sequence[str]) -> bool:
    """A command, path, setting or route in backticks, not a message."""
    if is_program(words[0]) or read_path(part) or words[0] in ("GET", "POST", "PUT", "DELETE", "PATCH"):
        return True
    return (
        part.startswith(("-", "/", "$", "{{")) or (words[0].endswith(":") and len(words) == 2)
    ) and not is_strong_fault(part)


def _codes(text: str, line: int) -> Iterator[Signature]:
    known = _known_codes()
    for match in _NAME.finditer(text):
        if match[0] in known:
            yield Signature(match[0], line, "code")
    for match in _CODE_SPELLING.finditer(text):
        yield Signature(match[0], line, "code")


@functools.cache
def _known_codes() -> frozenset[str]:
    return frozenset(name for group in load_table("signs.yaml")["codes"].values() for name in group)
