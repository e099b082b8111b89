"""Several lines that are one record: stack traces of Java, Go, Python and Node."""

from __future__ import annotations

import re

_GO_PLACE = re.compile(r"\s{1,8}/\S{1,300}\.go:\d+(?: \+0x[0-9a-f]+)?$")
_JAVA_FRAME = re.compile(r"\s{0,12}(?:at [\w$.<>\[\]/@ -]{1,300}[(:]|\.\.\. \d{1,5} (?:more|common frames))")
_PYTHON_FRAME = re.compile(r'\s{1,12}File "[^"]{1,400}", line \d+')
_CAUSE = re.compile(r"\s{0,8}(?:Caused by: |caused by: |Suppressed: )")
_GO_START = re.compile(r"goroutine \d+ \[|\[signal SIG")
_GO_CALL = re.compile(
    r"(?:created by )?[\w./*()\[\]-]{1,300}\(.{0,400}\)?(?: in goroutine \d+)?$|created by "
)
_NODE_FIELD = re.compile(r"  {0,8}[\[\]\w]{1,60}: \S.{0,2000}$|\}$")
PYTHON_START = "Traceback (most recent call last):"
_PYTHON_CHAIN = ("The above exception was", "During handling of the above")


def is_frame(text: str, state: str) -> str:
    """The kind of trace that `text` goes on with (`java`, `node`, `go`, `python`), or an empty string."""
    if _JAVA_FRAME.match(text):
        return "node" if text.endswith(") {") else "java"
    if state == "node" and _NODE_FIELD.match(text):
        return "closed" if text == "}" else "node"
    if state == "python":
        return "python" if text.startswith("  ") or not text.strip() or text.startswith(_PYTHON_CHAIN) else ""
    if _PYTHON_FRAME.match(text):
        return "python"
    if _GO_START.match(text) or _GO_PLACE.match(text):
        return "go"
    if state == "go" and (_GO_CALL.match(text) or not text.strip()):
        return "go"
    return ""


def is_cause(text: str) -> bool:
    return _CAUSE.match(text) is not None


def strip_cause(text: str) -> str:
    return _CAUSE.sub("", text, count=1)
