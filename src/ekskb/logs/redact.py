"""Secrets out, identifiers kept: before a paste is saved, exported or drafted into a document."""

from __future__ import annotations

import re
from collections.abc import Callable

from ekskb.errors import EkskbError
from ekskb.model import Record


class Redacted(Record, frozen=True):
    text: str
    counts: dict[str, int]
    """How many secrets of each kind were replaced."""


_KEY = (
    r"(?i:(?:password|passwd|pwd|passphrase|(?<![a-z])secret|secret[_-]?key|api[_-]?key|apikey|auth[_-]?token|access[_-]?token"
    r"|refresh[_-]?token|client[_-]?secret|private[_-]?key|token)[\"']?)"
)
_BARE = r"[^\s\"',;&<>(){}\[\]*]"

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
        _KEY + r"(?:=|:\s{1,3}|[\"']:\s{0,3})"
        r"(?:\"(?P<secret>[^\"\s\\]{1,400})\"|'(?P<s2>[^'\s\\]{1,400})')"
        rf"|{_KEY}=(?P<s3>{_BARE}{{4,400}})"
        # After a colon prose goes on ("failed to verify token: unexpected issuer"): only a line of its
        # own, or a value with a digit in it, is taken for a secret there.
        rf"|{_KEY}:\s{{1,3}}(?=[^\s\d]{{0,100}}\d)(?P<s4>{_BARE}{{4,400}})"
        rf"|(?m:^)[ \t]{{0,40}}(?:- )?{_KEY}:[ \t]{{1,3}}(?P<s5>{_BARE}{{4,400}})(?m:$)",
    ),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in RULES)
# What follows a key but is no secret: words about one, references to where it is kept.
_HARMLESS = re.compile(
    r"(?i)(?:true|false|null|none|nil|yes|no|empty|missing|required|invalid|expired|wrong|not|is|was|\*+|x+|\.+|redacted"
    r"|read|write|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
    r"|<[^>]*>|\$\{?[\w.]+\}?|\[\w+\]|\d{1,6}|arn:.*|/.*|https?://.*)"
)
_DONE = re.compile(r"\[[a-z-]{2,20}-\d{1,6}\]")


_TOKEN = re.compile(r"\[([a-z-]{2,20})-\d{1,6}\]")
_PASSES = 4


class RedactionError(EkskbError):
    """Text that was to be cleaned of secrets is not; it must not be kept or shown."""


def redact(text: str) -> Redacted:
    """`text` with every secret replaced by `[kind-1]`; the same secret is the same token everywhere.

    Raises RedactionError where the audit finds that a rule did not do what it claimed.
    """
    done = _replace_secrets(text)
    audit(text, done)
    return done


def audit(before: str, after: Redacted) -> None:
    """Raise RedactionError if a counted rule changed nothing, or if `after` still holds a secret."""
    idle = [kind for kind, count in after.counts.items() if count > 0 and f"[{kind}-" not in after.text]
    if idle or (after.counts and before == after.text):
        raise RedactionError(f"redaction counted {', '.join(idle or after.counts)} but replaced nothing")
    left = find_secrets(after.text)
    if left:
        raise RedactionError(f"redaction left secrets in the text: {', '.join(left)}")


def find_secrets(text: str) -> tuple[str, ...]:
    """The kinds of secrets that stand in `text`, each once."""
    return tuple(
        dict.fromkeys(
            kind
            for kind, pattern in _COMPILED
            for match in pattern.finditer(text)
            if not _is_harmless(match[_secret_group(match)])
        )
    )


def _replace_secrets(text: str) -> Redacted:
    """All rules in order, again as long as one uncovers what another can replace."""
    tokens: dict[str, str] = {}
    numbers: dict[str, int] = {}
    counts: dict[str, int] = {}
    for _ in range(_PASSES):
        for kind, pattern in _COMPILED:
            text = pattern.sub(_replacer(kind, tokens, numbers, counts), text)
        if not find_secrets(text):
            break
    return Redacted(text, {kind: count for kind, count in counts.items() if count > 0})


def _secret_group(match: re.Match[str]) -> str:
    return next(name for name, value in match.groupdict().items() if value is not None)


def _is_harmless(secret: str) -> bool:
    return _HARMLESS.fullmatch(secret) is not None or _DONE.fullmatch(secret) is not None


def _replacer(
    kind: str, tokens: dict[str, str], numbers: dict[str, int], counts: dict[str, int]
) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        group = _secret_group(match)
        secret = match[group]
        if _is_harmless(secret):
            return match[0]
        for swallowed in _TOKEN.findall(secret):
            counts[swallowed] = counts.get(swallowed, 0) - 1
        if secret not in tokens:
            numbers[kind] = numbers.get(kind, 0) + 1
            tokens[secret] = f"[{kind}-{numbers[kind]}]"
        counts[kind] = counts.get(kind, 0) + 1
        start, end = (place - match.start() for place in match.span(group))
        return match[0][:start] + tokens[secret] + match[0][end:]

    return replace
