"""A paste -> distinct masked lines with how much each can tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ekskb.logs.lines import unwrap
from ekskb.logs.mask import mask
from ekskb.logs.record import LogLine, Part
from ekskb.logs.terms import read_words, weigh_words

LEVEL_WEIGHTS = {
    "fatal": 1.0,
    "error": 1.0,
    "warn": 0.9,
    "": 0.75,
    "info": 0.3,
    "debug": 0.2,
    "trace": 0.15,
    "command": 0.35,
}
_FRAME = 0.4
_HEALTHY = 0.15
_NAMES = 0.3
_FIELDS = 0.5
_CALM = 0.5
"""Weight under which a line tells of nothing wrong."""

_TELLING = 0.5
_SHORTEST = 4
_PHRASE = 3
# Lines that say "all is well": full replica counts, synced and healthy, successful requests.
_WELL = re.compile(
    r"\b(\d{1,4})/\1 {1,40}(?:Running|Ready|Completed|Bound)\b|\bReady {1,20}<none>|\bNo status changes\b"
    r'|^\W{0,3}[ℹ✔✓]|HTTP/[\d.]{1,4}" 2\d\d\b|"status":2\d\d\b|\bstatus=2\d\d\b| 2\d\d via_upstream '
    r"|\brequest completed\b|\bhealth(?:z|y|/ready|/live)\b.{0,40}\b200\b"
)
_TROUBLE = re.compile(
    r"(?i)\b(?:errors?|exception|fail(?:ed|ure|s)?|fatal|panic|denied|refused|timed? ?out|unable|cannot"
    r"|can't|invalid|not found|missing|forbidden|unauthorized|crash\w{0,12}|rejected|pending|backoff"
    r"|evicted|killed|could not|couldn't|unreachable|unhealthy|exhausted|exceed(?:ed|s)|aborted|deadlock"
    r"|corrupt(?:ed|ion)?|conflict|insufficient|unknown)\b"
    r"|(?:Error|Exception|BackOff|Failed)\b|실패|오류|에러"
)
MOST_TEMPLATES = 3_000


@dataclass(slots=True)
class Template:
    """Lines of a paste that read the same once masked."""

    text: str
    """The first of them, unmasked."""

    number: int
    weight: float
    """How much the line can tell, 0 to 1: by level, by frame or message, by what it says of health."""

    terms: dict[int, float]
    """Terms of the message with how much each tells by itself."""

    telling: bool = False
    """Holds a word of a fault, a rare one or a whole phrase: the same line in an entry is no accident."""

    calm: bool = False
    """Tells of nothing wrong, by its level and its words."""

    repeats: int = 1
    weak: dict[int, float] = field(default_factory=dict)
    """Terms of fields and names beside the message, their part already taken off."""


@dataclass(frozen=True, slots=True)
class Paste:
    lines: int
    templates: tuple[Template, ...]


def read_paste(text: str) -> Paste:
    """The distinct lines of `text`, in order of first appearance."""
    found: dict[str, Template] = {}
    for record in unwrap(text):
        for part in record.parts:
            _add(found, part, _weigh(part.text, record.level), record)
        for part in record.frames:
            _add(found, part, _FRAME, None)
    _lift(found)
    return Paste(_count_lines(text), tuple(found.values()))


def _count_lines(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n")) if text else 0


def _weigh(text: str, level: str) -> float:
    if _WELL.search(text):
        return _HEALTHY
    weight = LEVEL_WEIGHTS.get(level, 0.75)
    if weight < 0.9 and level != "command" and tells_trouble(text):
        return min(1.0, weight + 0.25)
    return weight


def tells_trouble(text: str) -> bool:
    """Whether a line names a fault in so many words."""
    return _TROUBLE.search(text) is not None


def _add(found: dict[str, Template], part: Part, weight: float, record: LogLine | None) -> None:
    masked = mask(part.text)
    known = found.get(masked)
    if known is not None:
        known.repeats += 1
        known.weight = max(known.weight, weight)
        return
    if len(found) >= MOST_TEMPLATES:
        return
    spoken = read_words(masked)
    terms = weigh_words(spoken)
    telling = len(spoken) >= _PHRASE or max(terms.values(), default=0.0) >= _TELLING
    row = Template(part.text, part.number, weight, terms, telling)
    if record is not None:
        row.weak = _beside(record)
    found[masked] = row


def _beside(record: LogLine) -> dict[int, float]:
    """Terms of the fields and names of a record."""
    values = " ; ".join(f"{key}={value}" for key, value in record.fields)
    found = _weigh_text(values, _FIELDS)
    for key, share in _weigh_text(f"{record.logger} ; {record.source}", _NAMES).items():
        found.setdefault(key, share)
    return found


def _weigh_text(text: str, part: float) -> dict[int, float]:
    if len(text) < _SHORTEST:
        return {}
    return {key: share * part for key, share in weigh_words(read_words(mask(text))).items()}


def _lift(found: dict[str, Template]) -> None:
    """Where no line looks like trouble, the best ones count as far as lines without a level do."""
    most = max((row.weight for row in found.values()), default=0.0)
    for row in found.values():
        row.calm = row.weight < _CALM
    if 0.0 < most < LEVEL_WEIGHTS[""]:
        for row in found.values():
            row.weight *= LEVEL_WEIGHTS[""] / most
