"""JSON values in a paste that are more than one record or more than one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ekskb.logs.structured import Structured, from_object, read_json

_LONGEST_LINE = 8_192
_LONGEST_LIST = 4_000_000
_LINES = 2_000
_ITEMS = '"items":'


def opens_block(line: str) -> bool:
    """Whether a JSON value may begin here, also behind a wrapper that every line of it has."""
    if len(line) >= _LONGEST_LINE:
        return line.lstrip()[:1] == "{" and _ITEMS in line[:_LONGEST_LINE]
    return line.lstrip()[:1] in ("{", "[") or line.rstrip()[-2:] in (" {", " [")


def read_block(raw: Sequence[str], start: int, peel: Callable[[str], str]) -> tuple[int, Any]:
    """A list on one line, or a value of several lines: the index behind it and the value, or None.

    `peel` takes the wrapper off one line; it is asked where the line itself opens no value.
    """
    inside = raw[start].lstrip()[:1] in ("{", "[")
    if not inside and peel(raw[start]) not in ("{", "["):
        return start, None
    lines: list[str] = []
    depth, end = 0, start
    for end in range(start, min(len(raw), start + _LINES)):
        line = raw[end] if inside else peel(raw[end])
        lines.append(line)
        depth += line.count("{") + line.count("[") - line.count("}") - line.count("]")
        if depth <= 0:
            return end + 1, _read(lines)
    return end + 1, None


def read_items(value: Any) -> list[Structured]:
    """The records of a JSON value: one per item of a Kubernetes list."""
    items = value.get("items") if isinstance(value, dict) else value
    objects = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else [value]
    read = [from_object(item) if isinstance(item, dict) else Structured(str(item)) for item in objects]
    return [item for item in read if item.text]


def _read(lines: list[str]) -> Any:
    if len(lines) > 1:
        return read_json("\n".join(lines))
    if _ITEMS not in lines[0] or len(lines[0]) > _LONGEST_LIST:
        return None
    value = read_json(lines[0])
    return value if isinstance(value, dict) and isinstance(value.get("items"), list) else None
