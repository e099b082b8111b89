"""What the shell makes of a line. The only home of tree-sitter and its bash grammar.

Documents hold broken shell: placeholders that read as redirections, output between commands, quotes that
never close. tree-sitter parses all of it, marks what is wrong and goes on, which is what `is_complete` and
`strip_comment` live on. bashlex, the other shell grammar on PyPI, raises at the first thing it does not know
(arithmetic, `case` patterns, most of the above), is pure Python and an order of magnitude slower.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_WIDEST: Final = 20_000
_DEEPEST: Final = 60
# What a reader must fill in looks like a redirection to the shell: `--name <cluster-name>`.
ANGLE: Final = re.compile(r"<(?=[^\s<>|&;()=\-/.])[^<>|&;\n\"'$`]{1,60}(?<!\s)(?<!\s\d)>(?!>)")
_HEREDOC = re.compile(r"<<-?\s{0,3}(?P<quote>['\"]?)(?P<word>[A-Za-z_][A-Za-z0-9_]{0,40})(?P=quote)")
# Without any of these, a line is a whole command and needs no parser.
_OPENERS = re.compile(r"""["'`\\(){}|&]|<<|\b(?:for|while|until|if|case|select|do|then|function)\b""")
# Without any of these, a command is its words.
_SPECIAL = re.compile(r"""["'`\\(){}|&;<>$#=!\n]|\b(?:for|while|until|if|case|do|then|else|function|in)\b""")


@dataclass(frozen=True, slots=True)
class Call:
    """One program run by a command line, with its words as written."""

    words: tuple[str, ...]


def is_complete(text: str) -> bool:
    """True where the shell would run the text rather than wait for more lines."""
    stripped = text.rstrip()
    if stripped.endswith(("\\", "|", "&&")) or _open_heredoc(text):
        return False
    if not _OPENERS.search(text):
        return True
    return not _parse(text).has_error


def _open_heredoc(text: str) -> bool:
    match = _HEREDOC.search(text)
    if not match:
        return False
    body = text[match.end() :].split("\n")[1:]
    return not any(line.strip() == match["word"] for line in body)


def strip_comment(line: str) -> str:
    """One line without the comment at its end: `sleep 30  # until the certificate is there`."""
    if " #" not in line and "\t#" not in line:
        return line
    encoded = _mask(line).encode()
    comments = [node for node in _nodes(_parse(line)) if node.type == "comment"]
    if not comments:
        return line
    start = len(encoded[: comments[0].start_byte].decode(errors="ignore"))
    return line[:start].rstrip() if start else line


@functools.lru_cache(maxsize=512)
def calls(text: str) -> tuple[Call, ...]:
    """Every program that the text runs, in order, those inside `$(...)` and pipes included."""
    if not _SPECIAL.search(text):
        plain = tuple(text.split())
        return (Call(plain),) if plain else ()
    encoded = _mask(text[:_WIDEST]).encode()
    found = []
    for node in _nodes(_parse(text[:_WIDEST])):
        if node.type == "command":
            words = (encoded[c.start_byte : c.end_byte].decode(errors="replace") for c in node.children)
            found.append(Call(tuple(words)))
    return tuple(found)


def assigned(text: str) -> set[str]:
    """Variables that the text itself sets."""
    if "=" not in text and "for " not in text:
        return set()
    encoded = _mask(text[:_WIDEST]).encode()
    names = set()
    for node in _nodes(_parse(text[:_WIDEST])):
        if node.type in ("variable_assignment", "for_statement", "declaration_command"):
            names |= {
                encoded[c.start_byte : c.end_byte].decode(errors="replace")
                for c in node.children
                if c.type == "variable_name"
            }
    return names


def _mask(text: str) -> str:
    """The text with angle placeholders turned into plain words of the same length."""
    return ANGLE.sub(lambda match: "X" * len(match[0]), text)


@functools.lru_cache(maxsize=64)
def _parse(text: str) -> Node:
    return _parser().parse(_mask(text).encode("utf-8", "replace")).root_node


def _nodes(root: Node) -> Iterator[Node]:
    """All nodes that the grammar names, in document order, down to a fixed depth."""
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        yield node
        if depth < _DEEPEST:
            stack += [(child, depth + 1) for child in reversed(node.named_children)]


@functools.cache
def _parser() -> Parser:
    import tree_sitter_bash
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_bash.language()))
