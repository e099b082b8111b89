"""Patterns of Python -> patterns of JavaScript that match the very same texts, or a refusal.

Each pattern becomes two: one for texts of ASCII alone, where letters, digits and word borders of both
languages agree and JavaScript is fastest, and one with flag `u` for any text, which spells out what Python
means by them. In both, single characters are asked of Python's own engine where case plays a part.

Not exact, and refused: groups inside repetitions (JavaScript forgets them in each round), repetitions of what
may be empty, references to groups that may be unset, `\\B`, conditions, and groups or atoms in a lookbehind.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple

_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")
_NO_END = int(importlib.import_module("re._constants").MAXREPEAT)

_WORD = r"\p{L}\p{N}_"
_SPACE = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NO_SPACE = (
    r"\0-\x08\x0e-\x1b!-\x84\x86-\x9f\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e"
    r"\u2030-\u205e\u2060-\u2fff\u3001-\u{10ffff}"
)
_CLASSES = {
    "CATEGORY_WORD": _WORD,
    "CATEGORY_DIGIT": r"\p{Nd}",
    "CATEGORY_NOT_DIGIT": r"\P{Nd}",
    "CATEGORY_SPACE": _SPACE,
    "CATEGORY_NOT_SPACE": _NO_SPACE,
}
_BEFORE_WORD, _AFTER_WORD = rf"(?<![{_WORD}])", rf"(?![{_WORD}])"
_BORDER = rf"(?:(?<=[{_WORD}]){_AFTER_WORD}|{_BEFORE_WORD}(?=[{_WORD}]))"
_SYNTAX = frozenset("^$\\.*+?()[]{}|/-")
_SINGLE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
_KNOWN_FLAGS = re.IGNORECASE | re.MULTILINE | re.DOTALL | re.UNICODE | re.VERBOSE


class UntranslatableError(ValueError):
    """The pattern has no equal in JavaScript."""


class JsPattern(NamedTuple):
    ascii: str
    """Source for texts of ASCII alone; no flags."""

    full: str
    """Source for any text; flag `u`."""

    groups: tuple[int, ...]
    """Number in JavaScript of each group of Python; the first is 0, the whole match."""

    names: dict[str, int]
    """Number in JavaScript of each named group."""


def translate(pattern: re.Pattern[str]) -> JsPattern:
    """The two equals of `pattern`; raises UntranslatableError where there are none."""
    if pattern.flags & ~_KNOWN_FLAGS:
        raise UntranslatableError(f"flags of {pattern.pattern!r}")
    tree = _parser.parse(pattern.pattern, pattern.flags)
    plain, full = _Writer(tree.state, _ascii_single, r"\b"), _Writer(tree.state, _full_single, _BORDER)
    sources = [writer.write(tree, pattern.flags) for writer in (plain, full)]
    numbers = (0, *(full.numbers[own] for own in range(1, pattern.groups + 1)))
    names = {name: numbers[own] for name, own in pattern.groupindex.items()}
    return JsPattern(sources[0], sources[1], numbers, names)


class _Writer:
    """Walks one parsed pattern and writes it down again."""

    def __init__(self, state: Any, single: Callable[[Any, Any, int], str], border: str) -> None:
        self.numbers: dict[int, int] = {}
        self._state, self._single, self._border = state, single, border
        self._opened = 0
        self._behind = self._repeated = False
        self._set: set[int] = set()

    def write(self, nodes: Iterable[Any], flags: int) -> str:
        row = list(nodes)
        return "".join(
            self._write_border(row[:at], row[at + 1 :])
            if str(value) == "AT_BOUNDARY"
            else self._write_one(str(op), value, flags, (op, value))
            for at, (op, value) in enumerate(row)
        )

    def _write_border(self, before: list[Any], after: list[Any]) -> str:
        """Where one side is a letter for certain, only the other side is asked."""
        if self._border == _BORDER and _is_word(after[:1], 0):
            return _BEFORE_WORD
        if self._border == _BORDER and _is_word(before[-1:], -1):
            return _AFTER_WORD
        return self._border

    def _write_one(self, op: str, value: Any, flags: int, node: Any) -> str:
        if op in _SINGLE:
            return self._single(self._state, node, flags)
        writer = getattr(self, f"_write_{op.lower()}", None)
        if writer is None:
            raise UntranslatableError(op)
        return str(writer(value, flags))

    def _write_at(self, value: Any, flags: int) -> str:
        lines = bool(flags & re.MULTILINE)
        found = {
            "AT_BEGINNING": r"(?<![^\n])" if lines else "^",
            "AT_BEGINNING_STRING": "^",
            "AT_END": r"(?![^\n])" if lines else r"(?=\n?$)",
            "AT_END_STRING": "$",
        }.get(str(value))
        if found is None:
            raise UntranslatableError(str(value))
        return found

    def _write_branch(self, value: Any, flags: int) -> str:
        before, written, after = set(self._set), [], []
        for branch in value[1]:
            self._set = set(before)
            written.append(self.write(branch, flags))
            after.append(self._set)
        self._set = set.intersection(*after)
        return f"(?:{'|'.join(written)})"

    def _write_subpattern(self, value: Any, flags: int) -> str:
        own, added, removed, inner = value
        flags = (flags | added) & ~removed
        if own is None:
            return f"(?:{self.write(inner, flags)})"
        if self._behind or self._repeated:
            raise UntranslatableError("a group in a lookbehind or a repetition")
        self.numbers[own] = self._open()
        written = self.write(inner, flags)
        self._set.add(own)
        return f"({written})"

    def _open(self) -> int:
        self._opened += 1
        return self._opened

    def _write_atomic_group(self, value: Any, flags: int) -> str:
        return self._atom(lambda: self.write(value, flags))

    def _atom(self, inner: Callable[[], str]) -> str:
        """What is found once is kept: a lookahead is never asked twice."""
        if self._behind:
            raise UntranslatableError("an atom in a lookbehind")
        number = self._open()
        return rf"(?:(?=({inner()}))\{number})"

    def _write_possessive_repeat(self, value: Any, flags: int) -> str:
        return self._atom(lambda: self._repeat(value, flags, ""))

    def _write_max_repeat(self, value: Any, flags: int) -> str:
        return self._repeat(value, flags, "")

    def _write_min_repeat(self, value: Any, flags: int) -> str:
        return self._repeat(value, flags, "?")

    def _repeat(self, value: Any, flags: int, lazy: str) -> str:
        least, most, inner = int(value[0]), int(value[1]), value[2]
        if most > 1 and inner.getwidth()[0] == 0:
            raise UntranslatableError("a repetition of what may be empty")
        outer, before = self._repeated, set(self._set)
        self._repeated = outer or most > 1 or (inner.getwidth()[0] == 0)
        written = self.write(inner, flags)
        self._repeated = outer
        if least == 0:
            self._set = before
        if len(inner) != 1 or str(inner[0][0]) not in _SINGLE:
            written = f"(?:{written})"
        return f"{written}{_counted(least, most)}{lazy}"

    def _write_assert(self, value: Any, flags: int) -> str:
        return self._look(value, flags, "=", "<=")

    def _write_assert_not(self, value: Any, flags: int) -> str:
        before = set(self._set)
        written = self._look(value, flags, "!", "<!")
        self._set = before
        return written

    def _look(self, value: Any, flags: int, ahead: str, behind: str) -> str:
        direction, inner = value
        outer = self._behind
        self._behind = outer or direction < 0
        written = self.write(inner, flags)
        self._behind = outer
        return f"(?{behind if direction < 0 else ahead}{written})"

    def _write_groupref(self, value: Any, flags: int) -> str:
        if value not in self._set or self._behind or flags & re.IGNORECASE:
            raise UntranslatableError("a reference to a group that may be unset")
        return rf"(?:\{self.numbers[value]})"


def _is_word(nodes: Sequence[Any], end: int) -> bool:
    """Whether what these nodes match begins (`end` 0) or ends (-1) with a letter, digit or underscore."""
    if not nodes:
        return False
    op, value = str(nodes[end][0]), nodes[end][1]
    if op == "LITERAL":
        return _is_letter(value)
    if op == "IN":
        return all(_holds_letters(str(kind), what) for kind, what in value)
    if op == "BRANCH":
        return all(_is_word(branch, end) for branch in value[1])
    if op == "SUBPATTERN":
        return _is_word(value[3], end)
    return (
        op in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT") and value[0] > 0 and _is_word(value[2], end)
    )


def _holds_letters(kind: str, what: Any) -> bool:
    if kind == "RANGE":
        return all(map(_is_letter, range(what[0], what[1] + 1)))
    return (kind == "LITERAL" and _is_letter(what)) or str(what) in ("CATEGORY_WORD", "CATEGORY_DIGIT")


def _is_letter(code: int) -> bool:
    return code < 128 and (chr(code).isalnum() or chr(code) == "_")


def _counted(least: int, most: int) -> str:
    if (least, most) in ((0, 1), (0, _NO_END), (1, _NO_END)):
        return {(0, 1): "?", (0, _NO_END): "*", (1, _NO_END): "+"}[least, most]
    if least == most:
        return f"{{{least}}}"
    return f"{{{least},{'' if most == _NO_END else most}}}"


def _accepts(state: Any, node: Any, flags: int) -> Callable[[str], object]:
    """Python's own engine for a pattern of this single character."""
    return _accepts_named(_Node(repr(node), flags, state, node))


class _Node:
    """A node as a key: equal ones are compiled once."""

    def __init__(self, name: str, flags: int, state: Any, node: Any) -> None:
        self.name, self.flags, self.state, self.node = name, flags, state, node

    def __hash__(self) -> int:
        return hash((self.name, self.flags))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Node) and (self.name, self.flags) == (other.name, other.flags)


@cache
def _accepts_named(key: _Node) -> Callable[[str], object]:
    state = _parser.State()
    state.flags = state.str = ""
    state.flags = key.flags & ~re.VERBOSE
    state.str = key.name
    compiled: re.Pattern[str] = _compiler.compile(_parser.SubPattern(state, [key.node]), state.flags)
    return compiled.fullmatch


def _ascii_single(state: Any, node: Any, flags: int) -> str:
    accepts = _accepts(state, node, flags)
    held = [code for code in range(128) if accepts(chr(code))]
    if len(held) == 1:
        return _escape(held[0])
    if len(held) > 64:
        return f"[^{_ranges([code for code in range(128) if code not in held])}]"
    return f"[{_ranges(held)}]"


def _full_single(state: Any, node: Any, flags: int) -> str:
    op, value = str(node[0]), node[1]
    if op == "ANY":
        return "[^]" if flags & re.DOTALL else r"[^\n]"
    items: Sequence[Any] = value if op == "IN" else [(_parser.LITERAL, value)]
    negated = op == "NOT_LITERAL" or str(items[0][0]) == "NEGATE"
    if op == "IN" and negated:
        items = items[1:]
    if [str(what) for _, what in items] == ["CATEGORY_NOT_WORD"]:
        return f"[{'' if negated else '^'}{_WORD}]"
    inner = "".join(_item(str(kind), what) for kind, what in items)
    if flags & re.IGNORECASE:
        accepts = _accepts(state, (_parser.IN, list(items)), flags)
        inner += _ranges([code for code in _cased() if accepts(chr(code))])
    elif len(items) == 1 and not negated and str(items[0][0]) == "LITERAL":
        return _escape(items[0][1])
    return f"[{'^' if negated else ''}{inner}]"


def _item(kind: str, what: Any) -> str:
    if kind == "LITERAL":
        return _escape(what)
    if kind == "RANGE":
        return f"{_escape(what[0])}-{_escape(what[1])}"
    if kind == "CATEGORY" and str(what) in _CLASSES:
        return _CLASSES[str(what)]
    raise UntranslatableError(f"{kind} {what}")


@cache
def _cased() -> tuple[int, ...]:
    """Characters that have another case, and what folds to them."""
    return tuple(
        code
        for code in range(sys.maxunicode + 1)
        if not 0xD800 <= code < 0xE000 and (chr(code).lower() != chr(code) or chr(code).upper() != chr(code))
    )


def _ranges(codes: Sequence[int]) -> str:
    """Ascending codes as the inside of a class."""
    written, start = "", 0
    while start < len(codes):
        end = start
        while end + 1 < len(codes) and codes[end + 1] == codes[end] + 1:
            end += 1
        first, last = _escape(codes[start]), _escape(codes[end])
        written += first if start == end else first + last if end == start + 1 else f"{first}-{last}"
        start = end + 1
    return written


def _escape(code: int) -> str:
    char = chr(code)
    if char in _SYNTAX:
        # Outside of a class a hyphen must not be escaped under flag `u`; its number is right everywhere.
        return r"\x2d" if char == "-" else f"\\{char}"
    if 0x20 <= code < 0x7F:
        return char
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"
