"""Secrets out, identifiers kept: before a paste is saved, exported or drafted into a document."""

from __future__ import annotations

import re
from collections.abc import Callable

from ekskb.model import Record


class Redacted(Record, frozen=True):
    text: str
    counts: dict[str, int]
    """How many secrets of each kind were replaced."""


# kind -> pattern; the group `secret` is replaced, everything else stays. Order matters: whole blocks first.
RULES: tuple[tuple[str, str], ...] = (
    (
        "private-key",
        r"(?P<secret>-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY-----[^-]{0,8000}"
        r"(?:-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY-----)?)",
    ),
    ("jwt", r"\b(?P<secret>eyJ[A-Za-z0-9_-]{6,4000}\.[A-Za-z0-9_-]{6,4000}(?:\.[A-Za-z0-9_-]{0,4000})?)"),
    ("aws-key-id", r"\b(?P<secret>(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b"),
    (
        "aws-secret",
        r"(?i:aws|secret|access)[\w.-]{0,20}(?i:key)[\w.-]{0,10}[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    (
        "aws-session",
        r"(?i:session_?token|security_?token)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[A-Za-z0-9/+=%]{60,4000})",
    ),
    ("github-token", r"\b(?P<secret>(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{22,255}))"),
    ("gitlab-token", r"\b(?P<secret>glpat-[A-Za-z0-9_-]{20,64})"),
    ("slack-token", r"\b(?P<secret>xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{10,255})"),
    ("slack-webhook", r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9/_-]{20,200})"),
    ("google-key", r"\b(?P<secret>AIza[A-Za-z0-9_-]{35})"),
    ("stripe-key", r"\b(?P<secret>(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,255})"),
    ("npm-token", r"\b(?P<secret>npm_[A-Za-z0-9]{36})\b"),
    ("openai-key", r"\b(?P<secret>sk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,255})"),
    (
        "bearer",
        r"(?i:\b(?:bearer|basic|token)[ ])(?P<secret>[A-Za-z0-9._~+/-]{16,4000}={0,3})(?=[\s\"',;)\]}]|$)",
    ),
    ("url-password", r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"'<>]{0,100}:(?P<secret>[^\s/@\"'<>]{1,200})@"),
    (
        "kubeconfig",
        r"\b(?:client-key-data|client-certificate-data|token-data)[\"']?:\s{0,3}[\"']?(?P<secret>[A-Za-z0-9+/=]{20,20000})",
    ),
    (
        "password",
        r"(?i:(?:password|passwd|pwd|passphrase|secret|secret[_-]?key|api[_-]?key|apikey|auth[_-]?token|access[_-]?token|refresh[_-]?token"
        r"|client[_-]?secret|private[_-]?key|token)[\"']?)(?:=|:\s{1,3}|[\"']:\s{0,3})"
        r"(?:\"(?P<secret>[^\"\s\\]{1,400})\"|'(?P<s2>[^'\s\\]{1,400})'|(?P<s3>[^\s\"',;&<>(){}\[\]*]{4,400}))",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in RULES)
# What follows a key but is no secret: words about one, references to where it is kept.
_HARMLESS = re.compile(
    r"(?i)(?:true|false|null|none|nil|yes|no|empty|missing|required|invalid|expired|wrong|not|is|was|\*+|x+|\.+|redacted"
    r"|<[^>]*>|\$\{?[\w.]+\}?|\[\w+\]|\d{1,6}|arn:.*|/.*|https?://.*)"
)
_DONE = re.compile(r"\[[a-z-]{2,20}-\d{1,6}\]")


def redact(text: str) -> Redacted:
    """`text` with every secret replaced by `[kind-1]`; the same secret is the same token everywhere."""
    tokens: dict[str, str] = {}
    counts: dict[str, int] = {}
    for kind, pattern in _COMPILED:
        text = pattern.sub(_replacer(kind, tokens, counts), text)
    return Redacted(text, counts)


def _replacer(kind: str, tokens: dict[str, str], counts: dict[str, int]) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        group = next(name for name, value in match.groupdict().items() if value is not None)
        secret = match[group]
        if _HARMLESS.fullmatch(secret) or _DONE.fullmatch(secret):
            return match[0]
        if secret not in tokens:
            tokens[secret] = f"[{kind}-{sum(token.startswith(f'[{kind}-') for token in tokens.values()) + 1}]"
        counts[kind] = counts.get(kind, 0) + 1
        start, end = (place - match.start() for place in match.span(group))
        return match[0][:start] + tokens[secret] + match[0][end:]

    return replace
