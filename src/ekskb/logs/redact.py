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

# kind, what a line must hold (lower case, any of) for the pattern to be tried, pattern. The first group
# that took part is replaced, everything else stays. Order matters: what holds others comes first.
# The vendors' tokens are those that detect-secrets knows; its entropy detectors would take digests and ids.
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "private-key",
        "-----begin",
        r"(?P<secret>-----BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY-----[^-]{0,8000}"
        r"(?:-----END (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY-----)?)",
    ),
    (
        "jwt",
        "eyj",
        r"\b(?P<secret>eyJ[A-Za-z0-9_-]{6,4000}\.[A-Za-z0-9_-]{6,4000}(?:\.[A-Za-z0-9_-]{0,4000})?)",
    ),
    ("aws-key-id", "akia|asia|abia|acca", r"\b(?P<secret>(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b"),
    (
        "aws-secret",
        "key",
        r"(?i:aws|secret|access)[\w.-]{0,20}(?i:key)[\w.-]{0,10}[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])",
    ),
    (
        "aws-session",
        "token",
        r"(?i:session_?token|security_?token)[\"']?\s{0,3}[:=]\s{0,3}[\"']?(?P<secret>[A-Za-z0-9/+=%]{60,4000})",
    ),
    (
        "github-token",
        "gh|github_pat",
        r"\b(?P<secret>(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{22,255}))",
    ),
    ("gitlab-token", "glpat-", r"\b(?P<secret>glpat-[A-Za-z0-9_-]{20,64})"),
    (
        "slack-token",
        "xox|xapp",
        r"\b(?P<secret>xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-\d-[A-Za-z0-9-]{10,255})",
    ),
    (
        "slack-webhook",
        "hooks.slack",
        r"hooks\.slack\.com/(?:services|workflows)/(?P<secret>[A-Za-z0-9/_-]{20,200})",
    ),
    ("google-key", "aiza", r"\b(?P<secret>AIza[A-Za-z0-9_-]{35})"),
    ("stripe-key", "_live_|_test_", r"\b(?P<secret>(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,255})"),
    ("npm-token", "npm_", r"\b(?P<secret>npm_[A-Za-z0-9]{36})\b"),
    ("openai-key", "sk-", r"\b(?P<secret>sk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,255})"),
    (
        "azure-key",
        "accountkey|sharedaccesskey",
        r"(?i:AccountKey|SharedAccessKey)=(?P<secret>[A-Za-z0-9+/]{43,86}={1,2})",
    ),
    ("artifactory-key", "akcp", r"\b(?P<secret>AKCp[A-Za-z0-9]{60,80})\b"),
    ("pypi-token", "pypi-", r"\b(?P<secret>pypi-AgE[A-Za-z0-9_-]{50,1000})"),
    ("sendgrid-key", "sg.", r"\b(?P<secret>SG\.[A-Za-z0-9_-]{16,30}\.[A-Za-z0-9_-]{30,60})"),
    ("vault-token", "hv", r"\b(?P<secret>hv[sbr]\.[A-Za-z0-9_-]{24,300})"),
    ("digitalocean-token", "_v1_", r"\b(?P<secret>do[opr]_v1_[a-f0-9]{64})\b"),
    ("databricks-token", "dapi", r"\b(?P<secret>dapi[a-f0-9]{32})\b"),
    ("newrelic-key", "nrak-", r"\b(?P<secret>NRAK-[A-Z0-9]{27})\b"),
    ("age-key", "age-secret", r"\b(?P<secret>AGE-SECRET-KEY-1[A-Z0-9]{58})\b"),
    (
        "grafana-token",
        "gl",
        r"\b(?P<secret>glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}|glc_[A-Za-z0-9+/]{32,400}={0,2})",
    ),
    (
        "square-token",
        "sq0|sqoatp",
        r"\b(?P<secret>sq0[a-z]{3}-[A-Za-z0-9_-]{22,43}|sqOatp-[A-Za-z0-9_-]{22})",
    ),
    ("mailchimp-key", "-us", r"\b(?P<secret>[a-f0-9]{32}-us\d{1,2})\b"),
    ("telegram-token", ":aa", r"(?<!\d)(?P<secret>\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])"),
    ("twilio-key", "sk", r"\b(?P<secret>SK[a-f0-9]{32})\b"),
    (
        "discord-token",
        "discord|bot ",
        r"\b(?P<secret>[MN][A-Za-z0-9_-]{23,25}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,38})\b",
    ),
    (
        "signed-url",
        "x-amz-s",
        r"(?i:X-Amz-Signature|X-Amz-Security-Token)=(?P<secret>[A-Za-z0-9%/+=_-]{16,4000})",
    ),
    (
        "docker-auth",
        'auth"|identitytoken',
        r"\"(?:auth|identitytoken)\"\s{0,3}:\s{0,3}\"(?P<secret>[A-Za-z0-9+/=._-]{12,4000})\"",
    ),
    ("cookie", "cookie", r"(?i:\b(?:set-)?cookie[\"']?: ?[\"']?)(?P<secret>[\w.-]{1,80}=[^\s\"';]{12,4000})"),
    (
        "login-option",
        "login|mysql",
        r"\b(?:docker|podman|helm(?: registry)?|skopeo|oras) login\b[^\n|]{0,200}? (?:-p|--password)[ =]"
        r"(?P<secret>[^\s\"'$<-][^\s\"']{3,8000})"
        r"|\bmysql(?:dump|admin)?\b[^\n|]{0,200}? -p(?P<s2>[^\s$<'\"-][^\s'\"]{3,200})",
    ),
    (
        "bearer",
        "bearer|basic|token",
        r"(?i:\b(?:(?:bearer|basic)[ ]|token[ ](?=[a-z._~+/-]{0,200}\d)))"
        r"(?P<secret>[A-Za-z0-9._~+/-]{16,4000}={0,3})(?=[\s\"',;)\]}]|$)",
    ),
    (
        "url-password",
        "://",
        r"\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@\"'<>]{0,100}:(?P<secret>[^\s/@\"'<>]{1,200})@",
    ),
    (
        "kubeconfig",
        "-data",
        r"\b(?:client-key-data|client-certificate-data|token-data)[\"']?:\s{0,3}[\"']?(?P<secret>[A-Za-z0-9+/=]{20,20000})",
    ),
    (
        "password",
        "pass|pwd|secret|key|token",
        _KEY + r"(?:\s{0,3}=\s{0,3}|:\s{1,3}|[\"']:\s{0,3})"
        r"(?:\"(?P<secret>[^\"\s\\]{1,400})\"|'(?P<s2>[^'\s\\]{1,400})')"
        rf"|{_KEY}=(?P<s3>{_BARE}{{4,400}})"
        # After a colon prose goes on ("failed to verify token: unexpected issuer"): only a line of its
        # own, or a value with a digit in it, is taken for a secret there.
        rf"|{_KEY}:\s{{1,3}}(?=[^\s\d]{{0,100}}\d)(?P<s4>{_BARE}{{4,400}})"
        rf"|(?m:^)[ \t]{{0,40}}(?:- )?{_KEY}:[ \t]{{1,3}}(?P<s5>{_BARE}{{4,400}})(?m:$)",
    ),
)
_COMPILED = tuple((kind, tuple(needs.split("|")), re.compile(pattern)) for kind, needs, pattern in RULES)
# A key goes over many lines; every other secret stands on one.
_BLOCK, _BLOCK_KIND = _COMPILED[0][2], _COMPILED[0][0]
# What follows a key but is no secret: words about one, references to where it is kept.
_HARMLESS = re.compile(
    r"(?i)(?:true|false|null|none|nil|yes|no|empty|missing|required|invalid|expired|wrong|not|is|was|\*+|x+|\.+|redacted"
    # A Secret of Kubernetes, named by its namespace.
    r"|[a-z][a-z-]{0,62}/[a-z][a-z.-]{0,200}\d{0,3}"
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
    found = {_BLOCK_KIND: None} if _secrets_of(_BLOCK, text) else {}
    for line in text.split("\n"):
        for kind, pattern in _rules_for(line):
            if kind not in found and _secrets_of(pattern, line):
                found[kind] = None
    return tuple(found)


def _secrets_of(pattern: re.Pattern[str], text: str) -> bool:
    return any(not _is_harmless(match[_secret_group(match)]) for match in pattern.finditer(text))


def _rules_for(line: str) -> list[tuple[str, re.Pattern[str]]]:
    low = line.lower()
    return [(kind, pattern) for kind, needs, pattern in _COMPILED if any(need in low for need in needs)]


def _replace_secrets(text: str) -> Redacted:
    """All rules in order, again as long as one uncovers what another can replace."""
    tokens: dict[str, str] = {}
    numbers: dict[str, int] = {}
    counts: dict[str, int] = {}
    text = _BLOCK.sub(_replacer(_BLOCK_KIND, tokens, numbers, counts), text)
    done = []
    for line in text.split("\n"):
        rules = _rules_for(line)
        for _ in range(_PASSES if rules else 0):
            before = line
            for kind, pattern in rules:
                line = pattern.sub(_replacer(kind, tokens, numbers, counts), line)
            if line == before:
                break
        done.append(line)
    return Redacted("\n".join(done), {kind: count for kind, count in counts.items() if count > 0})


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
