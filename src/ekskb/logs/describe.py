"""States of containers as `kubectl describe pod` prints them: one record each, with the container's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ekskb.model import Record
from ekskb.text import squash

_STATE = re.compile(r"(\s{1,12})((?:Last )?State):\s{1,20}(Waiting|Terminated|Running)\s*$")
_DETAIL = re.compile(r"(\s{1,16})(Reason|Exit Code|Message|Signal|Started|Finished):\s{0,20}(.{0,2000})")
_NAME = re.compile(r"(\s{0,12})([a-z0-9][a-z0-9.-]{0,62}):\s*$")
_TOLD = ("Reason", "Exit Code", "Message", "Signal")
_HARMLESS = frozenset(["Completed", "ContainerCreating", "PodInitializing", ""])
_BACK = 40
"""Lines above a state among which its container's name stands."""

_LONGEST = 200
"""Lines of one state; a message may hold the end of a log."""


class State(Record, frozen=True):
    text: str
    container: str
    level: str
    end: int
    """Index of the line behind it."""


def read_state(lines: Sequence[str], start: int) -> State | None:
    """The state that begins at this line, or None; reason, exit code, signal and message are joined to it."""
    opened = _STATE.match(lines[start]) if "State:" in lines[start] else None
    if opened is None:
        return None
    told = {"": f"{opened[2]}: {opened[3]}"}
    key, end = "", start + 1
    while end < min(len(lines), start + _LONGEST) and _indent(lines[end]) > len(opened[1]):
        detail = _DETAIL.match(lines[end])
        if detail is not None and _indent(lines[end]) <= len(opened[1]) + 4:
            key = detail[2]
            told[key] = detail[3].strip()
        elif key == "Message":
            told[key] += f" {lines[end].strip()}"
        end += 1
    joined = [told[""], *(f"{name}: {told[name]}" for name in _TOLD if told.get(name))]
    return State(
        squash(", ".join(joined)), _container(lines, start, len(opened[1])), _level(opened[3], told), end
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip()) if line.strip() else 0


def _level(state: str, told: dict[str, str]) -> str:
    healthy = told.get("Reason", "") in _HARMLESS and told.get("Exit Code", "0") == "0"
    return "info" if state == "Running" or healthy else "error"


def _container(lines: Sequence[str], start: int, indent: int) -> str:
    for line in reversed(lines[max(0, start - _BACK) : start]):
        named = _NAME.match(line)
        if named is not None and len(named[1]) < indent:
            return named[2]
    return ""
