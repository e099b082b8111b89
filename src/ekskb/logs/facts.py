"""Names found in a paste, put into the commands of a matched entry. Nothing is ever run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence

from ekskb.model import Command, Entry, Fill, FilledCommand, Record
from ekskb.text import printable

_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_POD = rf"{_NAME}-[a-f0-9]{{6,10}}-[a-z0-9]{{5}}"
# kind -> patterns with one group, the surest first.
FACTS: tuple[tuple[str, str], ...] = (
    ("namespace", rf"(?:--namespace|-n|--namespace=)[ =]({_NAME})(?![\w./-])"),
    ("namespace", rf"\bnamespaces?[\"' =:/]{{1,4}}({_NAME})(?![\w./-])"),
    ("namespace", rf"\bin ({_NAME}) namespace\b"),
    ("namespace", rf"\bpod=\"?({_NAME})/{_NAME}"),
    ("pod", rf"\bpods?/({_NAME})(?![\w.-])"),
    ("pod", rf"\bpods?[\"' =:]{{1,4}}(?:{_NAME}/)?({_POD})\b"),
    ("pod", rf"(?<![\w/.-])({_POD})(?![\w.-])"),
    ("container", rf"\bcontainers?[\"' =:]{{1,4}}({_NAME})(?![\w./-])"),
    ("node", r"\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\.[a-z0-9-]{1,30}\.compute\.internal)\b"),
    ("node", r"\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})(?![\w.-])"),
    (
        "image",
        r"(?<![\w./-])([\w.-]{1,100}\.dkr\.ecr\.[a-z0-9-]{1,30}\.amazonaws\.com/[\w./-]{1,200}(?:[:@][\w.:-]{1,100})?)",
    ),
    ("image", r"\bimage[\"' =:]{1,4}([\w.-]{1,100}(?:/[\w.-]{1,100}){1,5}:[\w.-]{1,100})"),
    ("deployment", rf"\bdeploy(?:ments?)?(?:\.apps)?[/\"' =:]{{1,4}}({_NAME})(?![\w./-])"),
    ("service", rf"\b(?:svc|services?)[/\"' =:]{{1,4}}({_NAME})(?![\w./-])"),
    ("service", rf"\b({_NAME})\.{_NAME}\.svc\b"),
    ("arn", r"\b(arn:aws[\w-]{0,12}:[\w-]{1,40}:[\w-]{0,30}:\d{0,12}:[\w/.:+=@-]{1,300})"),
    ("account", r"\barn:aws[\w-]{0,12}:[\w-]{1,40}:[\w-]{0,30}:(\d{12}):"),
    ("account", r"(?<![\w.-])(\d{12})\.dkr\.ecr\."),
    (
        "region",
        r"\b((?:us|eu|ap|sa|ca|me|af|il|cn)-(?:gov-)?(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d)\b",
    ),
    ("host", r"://([\w.-]{1,200}\.[a-z]{2,24})\b"),
    ("file", r"(?<![\w:/])(/(?:[\w.@+-]{1,80}/){1,12}[\w@+-]{1,80}\.[A-Za-z]{1,10})\b"),
)
_COMPILED = tuple((kind, re.compile(pattern)) for kind, pattern in FACTS)
_KIND_WORDS = {
    "namespace": "namespace ns 네임스페이스",
    "pod": "pod pod-name podname pod_name 파드 파드명 파드이름 파드-이름",
    "container": "container container-name 컨테이너",
    "node": "node node-name nodename node_name 노드 노드명",
    "image": "image image-name 이미지",
    "deployment": "deployment deploy deployment-name 디플로이먼트",
    "service": "service svc service-name 서비스 서비스명 서비스이름",
    "account": "account account-id account_id accountid aws_account_id aws-account-id 계정 계정id 계정-id",
    "region": "region aws_region aws-region aws_default_region 리전",
    "arn": "arn role-arn 역할arn",
    "host": "host hostname domain host-name 호스트 도메인",
    "file": "file path file-path filename 파일 경로",
}
_KIND_OF = {word: kind for kind, words in _KIND_WORDS.items() for word in words.split()}
_TRIM = "<>{}$[]()"
LONGEST = 200_000
"""Characters of a paste that are searched for names."""


class Fact(Record, frozen=True):
    kind: str
    value: str
    line: int


def read_facts(text: str) -> tuple[Fact, ...]:
    """Names in `text`, in order of line; each kind and value once. The number is the line in the paste."""
    found: dict[tuple[str, str], Fact] = {}
    for number, line in enumerate(text[:LONGEST].split("\n"), 1):
        for kind, value in _line_facts(printable(line[:4_000])):
            found.setdefault((kind, value), Fact(kind, value, number))
    return tuple(found.values())


def _line_facts(line: str) -> Iterator[tuple[str, str]]:
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(line):
            yield kind, match[1]


def placeholder_kind(placeholder: str) -> str:
    """What a placeholder such as `<pod-name>` or `${NAMESPACE}` stands for; empty when unknown."""
    word = placeholder.strip(_TRIM).strip().lower().replace(" ", "-")
    return (
        _KIND_OF.get(word)
        or _KIND_OF.get(word.replace("_", "-"))
        or _KIND_OF.get(word.removeprefix("your-"), "")
    )


def fill_commands(commands: Sequence[Command], entry: Entry, paste: str) -> tuple[FilledCommand, ...]:
    """`commands` of `entry` with names of the paste in place.

    A placeholder is filled with the first name of its kind, shell-quoted. A name that stands in the entry's
    own samples or commands is replaced where both the entry and the paste hold exactly one of its kind.
    Placeholders that nothing fits stay as they are.
    """
    facts = read_facts(paste)
    swaps = _swaps(commands, entry, facts)
    return tuple(_fill(command, facts, swaps) for command in commands)


def _only(facts: Sequence[Fact]) -> dict[str, Fact]:
    """The kinds of which there is exactly one value."""
    kinds: dict[str, list[Fact]] = {}
    for fact in facts:
        kinds.setdefault(fact.kind, []).append(fact)
    return {kind: rows[0] for kind, rows in kinds.items() if len(rows) == 1}


def _swaps(commands: Sequence[Command], entry: Entry, facts: Sequence[Fact]) -> tuple[tuple[str, Fact], ...]:
    told = "\n".join((*(s.text for s in entry.signatures), *(c.text for c in commands)))
    old, new = _only(read_facts(told)), _only(facts)
    found = [
        (old[kind].value, new[kind]) for kind in old if kind in new and old[kind].value != new[kind].value
    ]
    return tuple(sorted(found, key=lambda swap: -len(swap[0])))


def _fill(command: Command, facts: Sequence[Fact], swaps: Sequence[tuple[str, Fact]]) -> FilledCommand:
    chosen: dict[str, Fact] = {}
    for placeholder in command.placeholders:
        kind = placeholder_kind(placeholder)
        fact = next((fact for fact in facts if kind and fact.kind == kind), None)
        if fact is not None:
            chosen[placeholder] = fact
    for old, fact in swaps:
        if re.search(rf"(?<![\w.-]){re.escape(old)}(?![\w-])", command.text):
            chosen.setdefault(old, fact)
    text = _replace_all(command.text, chosen)
    fills = tuple(Fill(old, fact.value, fact.line) for old, fact in chosen.items())
    still = tuple(one for one in command.placeholders if one not in chosen)
    return FilledCommand(text, command.role, command.line, command.language, command.risk, still, fills)


def _replace_all(text: str, chosen: dict[str, Fact]) -> str:
    """All replacements in one pass, so that a filled value is never searched again."""
    if not chosen:
        return text
    options = "|".join(_pattern(old) for old in sorted(chosen, key=len, reverse=True))
    return re.sub(options, lambda match: shlex.quote(chosen[match[0]].value), text)


def _pattern(old: str) -> str:
    escaped = re.escape(old)
    return rf"(?<![\w.-]){escaped}(?![\w-])" if old[0].isalnum() and old[-1].isalnum() else escaped
