"""Variable parts of a line -> placeholders, so that two runs of the same fault read the same.

Error codes, HTTP and close codes, exit codes, condition reasons and flag names stay: they tell faults
apart. All patterns are alternatives of one expression, tried from left to right at each place once, so
work grows with the length of the text alone.
"""

from __future__ import annotations

import re

from ekskb.logs.stamps import STAMP
from ekskb.model import Record

_HEX = r"[0-9a-fA-F]"
_UNIT = r"(?:ns|µs|μs|us|ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)"

# A port that clients are given (30000 and up) varies; a server's port says which server, and stays.
# name -> pattern; the first that fits wins. Capturing groups are not allowed inside.
MASKS: tuple[tuple[str, str], ...] = (
    ("time", STAMP + r"(?!\w)"),
    ("jwt", r"\beyJ[\w-]{8,4000}\.[\w.-]{0,4000}"),
    ("uuid", rf"\b{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}\b"),
    ("digest", rf"\bsha(?:1|256|512):{_HEX}{{7,128}}\b"),
    ("arn", r"\barn:aws[\w-]{0,12}:(?=[\w-]{0,40}:)[\w-]{0,40}:[\w-]{0,30}:\d{0,12}:[\w/.:*+=@-]{0,300}"),
    (
        "host",
        r"\b[\w-]{1,80}(?:\.[\w-]{1,63}){0,4}\.(?:amazonaws\.com|cloudfront\.net|compute\.internal)\b(?::\d{1,5})?",
    ),
    ("host", r"(?<=://)[\w.-]{1,253}(?::\d{1,5})?"),
    ("node", r"\bip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\b"),
    ("ip", r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?:/\d{1,2}|:[3-6]\d{4})?(?![\w.])"),
    ("ip", rf"(?<![\w:]){_HEX}{{1,4}}(?::{_HEX}{{0,4}}){{3,7}}(?::|\b)(?![\w:])"),
    (
        "id",
        r"\b(?:i|ami|vpc|subnet|sg|sgr|eni|rtb|igw|nat|vol|snap|lt|pl|acl|eipalloc|eipassoc|tgw|vpce|fs|fsap|r|asg|cr)"
        rf"-{_HEX}{{8,17}}\b",
    ),
    ("pod", r"(?<=[a-z0-9]-)[a-f0-9]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b"),
    ("pod", r"(?<=[a-z]-)(?=[a-z]{0,4}\d)[bcdfghjklmnpqrstvwxz2456789]{5}\b(?![-.\w])"),
    ("hash", rf"\b0x{_HEX}{{1,16}}\b"),
    ("hash", rf"\b(?=[a-fA-F]{{0,40}}\d)(?=\d{{0,40}}[a-fA-F]){_HEX}{{7,128}}\b"),
    ("account", r"(?<![\w.-])\d{12}(?![\w-])"),
    ("duration", rf"(?<![\w.-])(?:\d{{1,12}}(?:\.\d{{1,12}})?{_UNIT}){{1,4}}\b"),
    ("duration", rf"(?<![\w.-])\d{{1,12}}(?:\.\d{{1,12}})? (?:{_UNIT[3:-1]})\b(?!\()"),
    ("size", r"(?<![\w.-])\d{1,12}(?:\.\d{1,6})? ?(?:[KMGTP]i?B?|bytes|[kMGT]b)\b"),
    ("count", r"\(x\d{1,9} over [\w.]{1,12}\)"),
    ("number", r"(?<![\w.])\d{1,30}\.\d{1,30}(?![\w.])"),
    ("number", r"(?<![\w.-])-?\d{5,40}(?![\w-])"),
)
# Numbers right behind these words are codes, whatever their size.
_CODE_WORDS = (
    "code",
    "status",
    "statuscode",
    "exit",
    "errno",
    "sqlstate",
    "http",
    "error",
    "signal",
    "close",
)
# No pattern begins inside a word; the guard saves a try of each at most places.
_ANY = re.compile(
    "(?<![A-Za-z0-9_])(?:" + "|".join(f"(?P<m{n}>{pattern})" for n, (_, pattern) in enumerate(MASKS)) + ")"
)
_BY_GROUP = {f"m{n}": name for n, (name, _) in enumerate(MASKS)}
# A text without any of these holds nothing to mask, apart from a pod suffix of letters alone.
_MAYBE = re.compile(r"\d|[:]/|arn:|eyJ|\.com\b|\.internal\b|sha\d|-[bcdf-hj-np-tv-z]{5}\b|:[0-9a-fA-F]{0,4}:")
_CODE_BEFORE = re.compile(rf"(?:\b|[a-z])(?:{'|'.join(_CODE_WORDS)})[\s:=\"'(]{{1,3}}$", re.IGNORECASE)
LONGEST = 8_192


class Mark(Record, frozen=True):
    """A masked part, where it stands in the original text."""

    start: int
    end: int
    name: str


class Masked(Record, frozen=True):
    text: str
    marks: tuple[Mark, ...] = ()


def mask_spans(text: str) -> Masked:
    """The masked text and which spans of the original were masked, half-open, in order."""
    if not _MAYBE.search(text):
        return Masked(text)
    pieces: list[str] = []
    marks: list[Mark] = []
    done = 0
    for match in _ANY.finditer(text):
        name = _BY_GROUP[match.lastgroup or ""]
        start, end = match.span()
        if name == "number" and _CODE_BEFORE.search(text, max(0, start - 16), start):
            continue
        pieces += (text[done:start], f"<{name}>")
        marks.append(Mark(start, end, name))
        done = end
    if not marks:
        return Masked(text)
    return Masked("".join((*pieces, text[done:])), tuple(marks))


def mask(text: str) -> str:
    """The text with its variable parts replaced by `<time>`, `<uuid>`, `<ip>` and the like."""
    return mask_spans(text).text
