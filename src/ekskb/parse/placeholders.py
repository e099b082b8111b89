"""Parts of a command that a reader must replace before running it."""

from __future__ import annotations

import re
from typing import Final

from ekskb.parse.shell import ANGLE, assigned

_VARIABLE = re.compile(
    r"\$(?:\{(?P<braced>[A-Za-z_][A-Za-z0-9_]{0,60})\}|(?P<bare>[A-Z][A-Z0-9_]{1,60})(?![A-Za-z0-9_]))"
)
_DOUBLE = re.compile(r"\{\{\s{0,3}[A-Za-z_][\w \-]{0,40}\}\}")
_NAME = r"\{[A-Za-z\uac00-\ud7a3][\w\uac00-\ud7a3\- ]{0,40}\}"
_BRACED = re.compile(rf"(?<![\$%{{'\"\w.:\[]){_NAME}(?![}}\w])|(?<=[/=\-]){_NAME}")
_CROSSED = re.compile(
    r"(?<![A-Za-z0-9])(?:[a-z0-9]{1,12}-)?x{3,12}(?![A-Za-z0-9])|(?<![A-Za-z0-9])X{3,12}(?![A-Za-z0-9])"
)
_YOURS = re.compile(
    r"(?<![A-Za-z0-9])(?:YOUR|MY|your)[_\-][A-Za-z0-9_\-]{1,40}|(?<![A-Za-z0-9])(?:CHANGE_?ME|REPLACE_?ME|TODO)(?![A-Za-z0-9])"
)
_ELLIPSIS = re.compile(r"(?<![.\w/])\.\.\.(?![./\w])|(?<=[:/=])\.\.\.(?![./])|…")
_PATTERNS: Final = (ANGLE, _DOUBLE, _BRACED, _CROSSED, _YOURS, _ELLIPSIS)
# Without any of these, nothing is left open.
_MAY_HOLD = re.compile(r"[<{$…]|\.\.\.|xxx|XXX|MY|[Yy]our|YOUR|CHANGE|REPLACE|TODO")
# Variables that every shell has.
_GIVEN: Final = frozenset(
    (
        "HOME",
        "PATH",
        "PWD",
        "USER",
        "SHELL",
        "TMPDIR",
        "HOSTNAME",
        "OLDPWD",
        "UID",
        "RANDOM",
        "EDITOR",
        "LANG",
    )
)
_TEMPLATE = re.compile(r"\{(?:range|end|\.|\"|@)")


def _is_package_pattern(text: str, start: int) -> bool:
    """True inside `./internal/...`, by which Go names packages."""
    return text.startswith("...", start) and text[text.rfind(" ", 0, start) + 1 :].startswith("./")


def find_placeholders(text: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Placeholders as written, in order, each once; `known` are variables that earlier commands set."""
    if not _MAY_HOLD.search(text):
        return ()
    spots = [(m.start(), m[0]) for pattern in _PATTERNS for m in pattern.finditer(text)]
    spots = [spot for spot in spots if not _is_package_pattern(text, spot[0])]
    if "$" in text:
        have = known | _GIVEN | assigned(text)
        spots += [
            (m.start(), m[0]) for m in _VARIABLE.finditer(text) if (m["braced"] or m["bare"]) not in have
        ]
    if _TEMPLATE.search(text):
        # Go templates and jsonpath use braces of their own.
        spots = [spot for spot in spots if not spot[1].startswith("{")]
    return tuple(dict.fromkeys(value for _, value in sorted(spots)))
