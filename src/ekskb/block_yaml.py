"""Plain data -> block YAML for people to review: the one shape that entry files have.

PyYAML reads what this writes (a property test holds them together). It is not used for writing: it
folds logs into escapes, its layout is not promised between versions, and it is twenty times slower.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

# What a literal block keeps as it is (YAML 1.2, 5.1 and 8.1.2). The rest, such as controls, other line
# breaks and byte-order marks, is written double-quoted with escapes.
_BLOCK_SAFE = re.compile(
    r"[\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*+\Z"
)
_UNSAFE = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Strings that need no quotes under any YAML version: they start with a letter or a slash, hold no
# indicator that could end them, and are no number, boolean, null or date.
_PLAIN = re.compile(r"[A-Za-z/\uac00-\ud7a3][A-Za-z0-9_./ @+\-\uac00-\ud7a3()=<>%;~^$]*+\Z")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])


def dump_mapping(data: Mapping[str, Any]) -> str:
    """The text of a mapping of strings, whole numbers, None, and sequences or mappings of such."""
    return "".join(_mapping(data, ""))


def _mapping(data: Mapping[str, Any], pad: str, first: str | None = None) -> Iterator[str]:
    """Lines of a mapping; `first` is put before its first key where it stands in a sequence."""
    for key, value in data.items():
        yield from _value(f"{pad if first is None else first}{key}:", value, pad)
        first = None


def _value(head: str, value: Any, pad: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{head}\n" if value else f"{head} {{}}\n"
        yield from _mapping(value, pad + "  ")
    elif isinstance(value, (list, tuple)):
        yield from _sequence(head, value, pad)
    else:
        yield f"{head} {_scalar(value, pad + '  ')}\n"


def _sequence(head: str, items: Sequence[Any], pad: str) -> Iterator[str]:
    if all(isinstance(item, int) for item in items):
        yield f"{head} [{', '.join(map(str, items))}]\n"
        return
    yield f"{head}\n"
    for item in items:
        if isinstance(item, Mapping):
            yield from _mapping(item, pad + "  ", f"{pad}- ")
        else:
            yield f"{pad}- {_scalar(item, pad + '  ')}\n"


def _scalar(value: str | int | None, pad: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if "\n" in value and _BLOCK_SAFE.match(value):
        return _literal(value, pad)
    if _PLAIN.match(value) and not value.endswith(" ") and value.lower() not in _WORDS:
        return value
    return _quoted(value)


def _literal(text: str, pad: str) -> str:
    """A literal block with the chomping mark that gives its final line breaks back."""
    body = text.rstrip("\n")
    breaks = len(text) - len(body)
    if not body:
        return _quoted(text)
    # A block that begins with a space or an empty line must say its own indentation.
    hint = "2" if text[0] in " \n" else ""
    chomp = "-" if breaks == 0 else "" if breaks == 1 else "+"
    lines = [pad + line if line else "" for line in body.split("\n")]
    return f"|{hint}{chomp}\n" + "\n".join(lines) + "\n" * max(0, breaks - 1)


def _quoted(text: str) -> str:
    """Double-quoted: JSON's escapes are YAML's, too; what YAML forbids as it stands becomes an escape."""
    return _UNSAFE.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
