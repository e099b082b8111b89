"""Code blocks and inline code -> commands: prompts stripped, comments and output left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ekskb.model import Command, Role
from ekskb.parse.outline import CodeSpan, Fence, Outline
from ekskb.parse.placeholders import find_placeholders
from ekskb.parse.risk import command_risk, is_program, is_verb, is_wrapper, takes_verb
from ekskb.parse.shell import assigned, is_complete, strip_comment

SHELLS: Final = frozenset(
    (
        "bash",
        "sh",
        "shell",
        "zsh",
        "ksh",
        "fish",
        "console",
        "shell-session",
        "shellsession",
        "terminal",
        "cmd",
        "sh-session",
    )
)
"""Languages of blocks whose lines are commands unless they look like output."""

_PLAIN: Final = frozenset(("", "text", "txt", "plaintext", "plain", "log", "none", "output"))
_PROMPT = re.compile(
    r"(?:\((?:[\w.\-]{1,40})\)\s?)?(?:\[[^\[\]\n]{1,80}\]|[\w.\-]{1,40}@[\w.\-]{1,60}(?::?[^\s$#%>]{0,80}\s?)?)\s?(?P<mark>[$#%❯➜>])\s+"
    r"|(?:[~/][\w./\-]{0,80}\s)?(?P<bare>[$%❯➜])\s+"
    r"|(?:ba|z|k)?sh-\d\.\d{1,2}[$#]\s+|[~/][\w./\-]{0,80}\s#\s+"
    r"|PS [A-Z]:\\[^>\n]{0,80}>\s?"
    r"|!\s(?=[a-z])"
)
_MORE = re.compile(r">\s?")
_ASSIGNMENT = re.compile(r"(?:export\s+)?[A-Za-z_][A-Za-z0-9_]{0,60}\+?=(?!=)\S?")
_KEYWORD = re.compile(r"(?:for|while|until|if|case|function)\s|\(\s*[a-z]|\[\[?\s")
_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.+\-]{0,40}$")
_PATH = re.compile(r"(?:\.{1,2}|~)?/[\w.+\-/]{1,120}$|[\w.\-]{1,40}/[\w.\-/]{0,80}\.(?:sh|py|rb|pl)$")
_SCRIPT = re.compile(r"[\w.\-]{1,60}\.(?:sh|bash|py|rb|pl)$", re.ASCII)
# Marks of output and prose that no command line begins or goes on with.
_OUTPUT = re.compile(
    r"[\[{(\"'<*│├└→✓✔✅❌•|=+\-]|https?://|[A-Za-z0-9_./\-]{1,60}:(?:\s|$)|\S{1,80}\s+(?:→|->|=>|=|—|←|is|are|was)\s"
)
_FLAG = re.compile(r"(?:^|\s)--?[A-Za-z]")
_LONGEST: Final = 120
# How often one block may ask the grammar whether a command is whole: ample for any script, and what keeps a
# block of openers without ends linear.
_PATIENCE: Final = 400
_WIDEST: Final = 4000
_INLINE_WORDS: Final = 3
_INLINE_PROMPT = re.compile(r"^[$!]\s+")
# After these, "# " is the prompt of root rather than a comment.
_TO_ROOT = re.compile(
    r"sudo\s+(?:su|-i|-s|bash|sh)\b|su\b|ssh\s+root@|(?:docker|kubectl|oc)\s.{0,200}\s(?:ba)?sh$"
)
_ROOT = re.compile(r"#\s+(?=\S)")
# "`kubectl get nodes` shows ...": the command is spoken about.
_SPOKEN = re.compile(
    r"\s{0,2}(?:shows?|showed|returns?|returned|reports?|reported|prints?|fails?|failed|hangs?|outputs?|displays?"
    r"|gives?|says?|output|결과|출력)(?![A-Za-z])"
)
_HELP = re.compile(r"\s(?:--help|-h|help)$")


@dataclass(frozen=True, slots=True)
class _Found:
    text: str
    line: int
    language: str


def find_commands(outline: Outline, first: int, last: int, role_of: Sequence[Role]) -> tuple[Command, ...]:
    """Commands between two lines, in order; `role_of[n - first]` is the role of line `n`."""
    found: list[_Found] = []
    for fence in outline.fences_in(first, last):
        found += _block_commands(outline, fence, role_of[fence.opening - first])
    for span in outline.spans_in(first, last):
        text = _inline_command(span)
        if text:
            found.append(_Found(text, span.prose.line, ""))
    found.sort(key=lambda item: item.line)
    return tuple(_finish(found, first, role_of))


def _finish(found: Sequence[_Found], first: int, role_of: Sequence[Role]) -> Iterator[Command]:
    known: frozenset[str] = frozenset()
    for item in found:
        holders = find_placeholders(item.text, known)
        role = role_of[item.line - first]
        yield Command(item.text, role, item.line, item.language, command_risk(item.text), holders)
        known |= assigned(item.text) if "=" in item.text else frozenset()


def _block_commands(outline: Outline, fence: Fence, role: Role) -> list[_Found]:
    if fence.language not in SHELLS and fence.language not in _PLAIN:
        return []
    lines = _dedented(outline.lines[fence.first - 1 : fence.last])
    typed = [line for line in (_strip_prompt(line) for line in lines) if line is not None]
    sure = fence.language in SHELLS
    root = any(_TO_ROOT.match(line) for line in typed) or (sure and not typed and _is_typed_by_root(lines))
    # In a block that may hold anything, only what is plainly a command counts.
    plain = not typed and not sure and (role == "symptom" or not _is_all_commands(lines, fence))
    if plain and (fence.language or fence.indented):
        return []
    reader = _Reader(lines, bool(typed) or root, sure, root, plain)
    return [_Found(text, fence.first + offset, fence.language) for text, offset in reader.read()]


def _dedented(lines: Sequence[str]) -> list[str]:
    """The lines without the indentation or quote marks that the block as a whole has."""
    bare = [line.expandtabs(4) for line in lines]
    margin = min((len(line) - len(line.lstrip()) for line in bare if line.strip()), default=0)
    bare = [line[margin:] for line in bare]
    if bare and all(line.startswith(">") or not line for line in bare):
        bare = [line.removeprefix(">").removeprefix(" ") for line in bare]
    return bare


def _is_all_commands(lines: Sequence[str], fence: Fence) -> bool:
    """A block without a language holds commands where every line that starts one names a program."""
    if fence.language or fence.indented:
        return False
    starts = [line for line in lines if line.strip() and not line.startswith((" ", "\t", "#"))]
    return bool(starts) and all(_names_program(line) for line in starts)


def _is_typed_by_root(lines: Sequence[str]) -> bool:
    """True where all that looks like a command stands behind "# "."""
    marked = [line[2:].strip() for line in lines if _ROOT.match(line)]
    others = [line for line in lines if line.strip() and not line.startswith("#")]
    return bool(marked) and all(map(_is_plain_command, marked)) and not any(map(looks_like_command, others))


def _is_plain_command(line: str) -> bool:
    """A program with one of its own verbs, or with an option: nothing a sentence or output begins with."""
    words = line.split()
    while words and (is_wrapper(words[0]) and len(words) > 1):
        words = words[1:]
    if (
        len(words) < 2
        or not is_program(words[0])
        or not line[:60].isascii()
        or line.endswith((".", ":", ","))
    ):
        return False
    if any(takes_verb(words[0], word) for word in words[1:3]):
        return len(words) > 2 or words[1] != words[1].upper()
    return bool(_FLAG.search(line)) or words[1].startswith(("/", "http://", "https://", "./"))


def _names_program(line: str) -> bool:
    words = line.split(None, 3)
    if not words or not words[0].isascii() or words[0] != words[0].lower():
        return False
    if is_wrapper(words[0]) and len(words) > 1:
        return is_program(words[1]) or words[1].startswith("-")
    plain = len(words) == 1 or (not words[1].endswith(":") and words[1].isascii())
    return is_program(words[0]) and plain and not any("\uac00" <= ch <= "\ud7a3" for ch in line[:40])


def _strip_prompt(line: str) -> str | None:
    """The command after a prompt, or None where the line has none."""
    match = _PROMPT.match(line)
    if not match or (match["mark"] == ">" and "@" not in match[0]):
        return None
    rest = line[match.end() :].strip()
    if match["mark"] == "#" and not rest:
        return None
    return rest or None


class _Reader:
    """Reads one block from top to bottom."""

    def __init__(self, lines: Sequence[str], prompted: bool, sure: bool, root: bool, plain: bool) -> None:
        self.lines = lines
        self.prompted = prompted
        self.sure = sure
        self.root = root
        self.plain = plain
        self.position = 0
        self.patience = _PATIENCE

    def read(self) -> Iterator[tuple[str, int]]:
        """Commands with the offset of the line on which each begins."""
        while self.position < len(self.lines):
            offset = self.position
            start = self._start(self.lines[offset])
            self.position += 1
            if start:
                yield self._complete(start), offset

    def _start(self, line: str) -> str:
        """What the line begins a command with, or an empty string."""
        if len(line) > _WIDEST or not line.strip():
            return ""
        if self.prompted:
            text = self._typed(line)
            return text if text and (self.sure or _names_program(text)) and not text.startswith("#") else ""
        text = line.strip()
        if self.plain:
            return text if _is_plain_command(text) else ""
        return text if looks_like_command(text) else ""

    def _typed(self, line: str) -> str | None:
        text = _strip_prompt(line)
        if text is None and self.root and _ROOT.match(line):
            command = line[2:].strip()
            return command if looks_like_command(command) else None
        return text

    def _complete(self, start: str) -> str:
        """The whole command: lines are added until the shell would run it."""
        if is_complete(start):
            return strip_comment(start)
        parts = [start]
        for index in range(self.position, min(len(self.lines), self.position + _LONGEST)):
            line = self.lines[index]
            if self.prompted:
                line = _MORE.sub("", line, count=1) if line.startswith("> ") else line
                if self._typed(line) is not None and not parts[-1].rstrip().endswith("\\"):
                    break
            parts.append(line.rstrip())
            self.patience -= 1
            if self.patience < 0:
                break
            if is_complete("\n".join(parts)):
                self.position = index + 1
                return _join(parts)
        return self._shortest(parts)

    def _shortest(self, parts: Sequence[str]) -> str:
        """A quote that never closes: only lines joined by a backslash or pipe belong together."""
        count = 1
        while count < len(parts) and parts[count - 1].rstrip().endswith(("\\", "|", "&&")):
            count += 1
        self.position += count - 1
        return _join(parts[:count]).rstrip("\\ ")


def _join(parts: Sequence[str]) -> str:
    last = strip_comment(parts[-1]) if "'" not in parts[-1] and '"' not in parts[-1] else parts[-1]
    return "\n".join((*parts[:-1], last)).rstrip()


def looks_like_command(text: str) -> bool:
    """True where a line of a shell block begins a command rather than shows output."""
    if text.startswith("#") or (_OUTPUT.match(text) and not _starts_test(text)):
        return False
    if _KEYWORD.match(text):
        return True
    if _ASSIGNMENT.match(text):
        return not text.split("=", 1)[0].strip().islower() or "$(" in text or " " not in text
    words = text.split()
    name = words[0]
    if is_program(name):
        return _is_call(name, words)
    if _PATH.match(name):
        return (
            (len(words) > 1 and bool(_FLAG.search(text)))
            or name.startswith("./")
            or name.endswith((".sh", ".py"))
        )
    if _SCRIPT.match(name) and _FLAG.search(text):
        return True
    known_shape = bool(_WORD.match(name)) and name == name.lower() and not name.isdigit() and "." not in name
    return known_shape and bool(_FLAG.search(text)) and text.isascii()


def _starts_test(text: str) -> bool:
    return text.startswith(("[ ", "[[ ", "(cd ", "( "))


def _is_call(name: str, words: Sequence[str]) -> bool:
    """A known name may still begin a sentence or a table: "host NAME", "time elapsed:"."""
    if len(words) == 1:
        return True
    second = words[1]
    if second.endswith(":") and not second.startswith(("-", "/", "'", '"')):
        return False
    return not ("\uac00" <= second[0] <= "\ud7a3")


def _inline_command(span: CodeSpan) -> str:
    """A full command quoted in running text; a name with a verb alone only speaks about the command."""
    if span.prose.place not in ("item", "paragraph"):
        return ""
    text = span.text
    if len(text) > _WIDEST or text.endswith("...") or _HELP.search(text):
        return ""
    if _SPOKEN.match(span.prose.text, span.end):
        return ""
    text = _INLINE_PROMPT.sub("", text)
    words = text.split()
    if words and _SCRIPT.match(words[0]) and len(words) > 1 and words[1].startswith("-"):
        return text
    if not words or not _is_shell_name(words[0]):
        return ""
    name_at = 1 if is_wrapper(words[0]) else 0
    rest = words[name_at + 1 :]
    if len(rest) < _INLINE_WORDS - 1 or not _is_full(text, rest):
        return ""
    return text


def _is_shell_name(word: str) -> bool:
    return is_program(word) and word.isascii()


def _is_full(text: str, rest: Sequence[str]) -> bool:
    """It names what it works on: an option with its value, a path, or a third word."""
    if len(rest) < _INLINE_WORDS and (rest[-1].startswith("-") or is_verb(rest[-1])):
        return False
    return any(not word.startswith("-") for word in rest)
