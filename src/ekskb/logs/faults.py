"""What kind of fault a line tells of, so that two lines of one frame with different causes are told apart."""

from __future__ import annotations

import re
from functools import lru_cache

# One expression, each kind one group; the first kind that fits at a place wins there.
FAULTS: tuple[tuple[str, str], ...] = (
    ("certificate", r"x509|certificate|\btls\b|handshake"),
    ("timeout", r"timed?[ -]?out\b|deadline exceeded|deadlineexceeded"),
    ("refused", r"refused"),
    (
        "name",
        r"no such host|name resolution|servfail|nxdomain|could not (?:be )?resolved?"
        r"|name or service not known",
    ),
    (
        "denied",
        r"access ?denied|not authorized|unauthorized|forbidden|permission denied|\b40[13]\b|credentials",
    ),
    ("missing", r"not ?found|no such file|does(?: not|n't) exist|\b404\b|no matches for|could not find"),
    ("memory", r"memory|\boom"),
    ("space", r"no space left|\bdisk"),
    ("reset", r"reset by peer|broken pipe|\beof\b|connection closed"),
    ("taken", r"already exists|already in use|conflict|duplicate"),
    (
        "limit",
        r"limit|quota|exceeded the|too (?:many|large|long|big)|throttl|rate exceeded|exhaust"
        r"|insufficient|maximum",
    ),
    ("invalid", r"invalid|malformed|parse|unmarshal|syntax|unexpected|unknown field|must be|required"),
    ("unreachable", r"no endpoints available|unavailable|no healthy upstream|unreachable|no route"),
    ("readonly", r"read-?only"),
    ("crash", r"panic|segfault|nil pointer|signal|exited|crash"),
    ("immutable", r"immutable"),
    ("lock", r"\block|lease"),
    ("probe", r"probe"),
    ("placement", r"taint|affinity"),
    ("unsupported", r"(?:not |un)supported|not implemented|deprecated"),
)
LONGEST = 2_000

_ANY = re.compile("|".join(f"(?P<f{n}>{pattern})" for n, (_, pattern) in enumerate(FAULTS)), re.IGNORECASE)
_BY_GROUP = {f"f{n}": name for n, (name, _) in enumerate(FAULTS)}


@lru_cache(maxsize=1 << 12)
def fault_kinds(text: str) -> frozenset[str]:
    """Kinds of faults that a line names."""
    found = {match.lastgroup or "" for match in _ANY.finditer(text[:LONGEST])}
    return frozenset(_BY_GROUP[group] for group in found)
