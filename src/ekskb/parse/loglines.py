"""Tell a line of output from prose, configuration, drawings and success."""

from __future__ import annotations

import functools
import re
from typing import Final

from ekskb.parse.tables import any_of, load_table

# Shapes of a fault beside the words of signs.yaml: error classes, status codes, "0/3 nodes".
_FAULT_SHAPE = re.compile(
    r"[a-z](?:Error|Exception|Failed|Failure|BackOff|NotFound|NotReady|Killed)(?![a-z])"
    r"|\bHTTP/\d(?:\.\d)?\s+[345]\d\d|(?<![\d.])(?:4\d\d|50[0-4])(?=\s+[A-Z][a-z]+|\s*$)"
    r"|0/\d+\s|\bexit (?:code|status) [1-9]"
    r"|오류|에러|실패|예외|거부|초과|불가|失敗|エラー|失败|错误",
)
_STRONG = re.compile(
    r"(?<![A-Za-z])(?i:error|errors|failed|failure|fatal|panic|exception|denied|refused|timed out|cannot"
    r"|can't|unable|could not|not found|forbidden|unauthorized|no such|not permitted)(?![A-Za-z])"
    r"|[a-z](?:Error|Exception|BackOff)(?![a-z])"
    r"|(?<![\d.])(?:4\d\d|50[0-4])\s+[A-Z][a-z]+|\bHTTP/\d(?:\.\d)?\s+[345]\d\d"
)
# What a program puts before its message.
_SHAPE = re.compile(
    r"^\W{0,4}(?:\d{4}[-/]\d\d[-/]\d\d[T ]|\d\d:\d\d:\d\d|[EWIF]\d{4}\s|[A-Z][a-z]{2}\s+\d{1,2}\s\d\d:"
    r"|\[[^\]]{1,60}\]|(?:time|ts|level|lvl|msg|severity)="
    r"|(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL|Normal|Warning|Error|Caused by)\b"
    r"|\{\"|at\s[\w.$<>]{3,200}\(|Traceback|goroutine\s\d|panic:)"
)
_TAGGED = re.compile(r"\[[A-Za-z][\w .:\-]{0,40}\]")
_DRAWING = re.compile(r"[│├└┌┐┘┤┬┴┼─═║╔╗╚╝▼▲]|^\W*[↓↑←→^v|]+\W*$|──|-->|==>|<--|─>")
_ARROW = re.compile(r"→|⇒|⟶|->|=>")
_HEADER = re.compile(r"^[A-Z][A-Z0-9()%/_\-]{1,30}(?:\s{2,}|\t)[A-Z][A-Z0-9()%/_\-]{1,30}(?:\s|$)")
_COMMENT = re.compile(r"^(?:#|//|--|;)\s?")
_REMARK = re.compile(r"\s{1,40}(?:#\s{0,3})?(?:←|<-{1,3}\s|⇐).{0,200}$")
_SUCCESS = re.compile(
    r"\b(?:Running|Synced|Healthy|Succeeded|Completed|created|configured|restarted|unchanged|deleted|200 OK"
    r"|PASS|SecretSynced|successfully|success|deployed|1/1|2/2|3/3|True)\b"
)
_YAML = re.compile(r"^\s*(?:-\s+)?[\w./\-]{1,60}:\s*(?:$|[\[{|>&*]|true|false|null|\d+$|\"?\$?\{)")
_HANGUL = re.compile(r"[\uac00-\ud7a3\u3040-\u30ff\u4e00-\u9fff]")
# A Korean particle on a Latin word: "Pod가", "ArgoCD에서".
_PARTICLE = re.compile(
    r"[A-Za-z0-9_\"`)](?:이|가|은|는|을|를|의|에|에서|로|으로|와|과|도|만|이나|에도)(?=\s|$)"
)
_METRIC = re.compile(
    r"^[a-z][a-z0-9_:]{5,100}(?:\{[^{}]{0,300}\})?\s{0,20}[=:]?\s{0,20}[\d.,eE+]{1,20}$"
    r"|^\w{1,40}=\"[^\"]{3,200}\"$"
)
_LETTER = re.compile(r"[A-Za-z]")
_QUOTED = re.compile(r"\"([^\"\n]{8,400})\"|“([^”\n]{8,400})”|`([^`\n]{8,400})`|'([^'\n]{12,300})'")
_JSON_LINE = re.compile(r"^\s*\"(?P<name>[\w.\-@]{1,60})\"\s*:\s*(?P<value>.{1,4000}?),?\s*$")
_LEAST_LETTERS: Final = 5
_SENTENCE: Final = 4
_WIDEST: Final = 2000


def clean_line(line: str) -> str:
    """The line as a program printed it: no comment mark, no remark of the author behind an arrow."""
    text = _COMMENT.sub("", line.strip(), count=1)
    text = _REMARK.sub("", text).rstrip()
    if len(text) > 2 and text[0] == text[-1] == '"' and text.count('"') == 2:
        text = text[1:-1]
    return text


def is_fault(text: str) -> bool:
    """True where the text speaks of something going wrong."""
    return bool(_FAULT_SHAPE.search(text[:_WIDEST]) or _fault_words().search(text[:_WIDEST].lower()))


def is_strong_fault(text: str) -> bool:
    """True where the text reads like an error message even out of its place."""
    return bool(_STRONG.search(text[:_WIDEST]))


def is_prose(text: str) -> bool:
    """True for text that a person wrote: Korean, Japanese or Chinese, without the shape of a log line."""
    told = _QUOTED.sub("", text[:400])
    wide = len(_HANGUL.findall(told))
    if not wide or _SHAPE.match(text):
        return False
    if _PARTICLE.search(told) or (
        wide >= _SENTENCE and ":" not in told and _HANGUL.match(told.rstrip()[-1:])
    ):
        return True
    if _TAGGED.search(text[:80]):
        return False
    return wide * 3 > len(_LETTER.findall(told)) or text.lstrip().startswith(("- ", "* ", "• "))


def is_drawing(text: str) -> bool:
    return bool(_DRAWING.search(text))


def is_output(text: str, careful: bool) -> bool:
    """True where a line of a block reads like output worth matching.

    `careful` is for blocks that may hold anything: there the line must speak of a fault or look like a log.
    """
    if len(_LETTER.findall(text)) + len(_HANGUL.findall(text)) < _LEAST_LETTERS or is_drawing(text):
        return False
    if _HEADER.match(text) or (text.endswith(":") and len(text.split()) <= 3):
        return False
    if _METRIC.match(text):
        return True
    shaped = bool(_SHAPE.match(text))
    if _ARROW.search(text) and not shaped and not is_fault(text):
        return False
    if _SUCCESS.search(text) and not is_fault(text):
        return False
    if not careful:
        return True
    return shaped or is_fault(text) or bool(_TAGGED.search(text[:80]))


def is_setting(text: str) -> bool:
    """A line of YAML that holds a setting rather than a message."""
    return bool(_YAML.match(text))


def quoted_parts(text: str) -> list[str]:
    """Quoted strings inside prose that are long enough to be a message."""
    return [next(part for part in match if part).strip() for match in _QUOTED.findall(text)]


def json_message(line: str) -> str | None:
    """For a line of a pretty-printed object: the line if it tells, "" if not; None for other lines."""
    bare = line.strip()
    if bare.strip('{}[]," ') == "":
        return ""
    match = _JSON_LINE.match(line)
    if not match:
        return None
    telling = match["name"].lower() in _telling_keys() and bool(_LETTER.search(match["value"]))
    return bare.rstrip(",") if telling or is_strong_fault(match["value"]) else ""


@functools.cache
def _fault_words() -> re.Pattern[str]:
    return any_of(load_table("signs.yaml")["faults"])


@functools.cache
def _telling_keys() -> frozenset[str]:
    return frozenset(load_table("signs.yaml")["keys"])
