"""Names found in a paste: namespace, pod, node, image, account, region and the like."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from ekskb.model import Record
from ekskb.text import printable

_NAME = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_POD = rf"{_NAME}-[a-f0-9]{{6,10}}-[a-z0-9]{{5}}"
_END = r"(?![\w./-])"
_TOOL = r"\b(?:kubectl|helm|istioctl|oc|stern|flux|argo|velero|linkerd|cilium)\b"
_VERB = r"\b(?:get|describe|delete|edit|scale|logs|exec|patch|annotate|label|restart|status|undo|top)"


def _told(words: str) -> str:
    """A name behind one of these words: after a sign, in quotes, but not as the next word of a sentence."""
    return rf"\b{words}(?:[\"']?[=:/] ?[\"'`]?| [\"'`])({_NAME}){_END}"


# kind -> patterns with one group, the surest first.
FACTS: tuple[tuple[str, str], ...] = (
    ("namespace", rf"--namespace[ =]({_NAME}){_END}"),
    ("namespace", rf"{_TOOL}[^|;&\n]{{0,200}}? -n[ =]?({_NAME}){_END}"),
    ("namespace", _told("namespaces?")),
    ("namespace", rf"\bin(?: the)? namespace ({_NAME}){_END}"),
    ("namespace", rf"\bin ({_NAME}) namespace\b"),
    ("namespace", rf"\bpod=\"?({_NAME})/{_NAME}"),
    ("pod", rf"\bpods?/({_NAME})(?![\w.-])"),
    ("pod", rf"\bpods?[\"' =:]{{1,4}}(?:{_NAME}/)?({_POD})\b"),
    ("pod", rf"(?<![\w/.-])({_POD})(?![\w.-])"),
    ("pod", rf"{_VERB} pods? ({_NAME}){_END}"),
    ("container", _told("containers?")),
    ("container", rf"\bcontainer ({_NAME}) in pod\b"),
    ("node", r"\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}\.[a-z0-9-]{1,30}\.compute\.internal)\b"),
    ("node", r"\b(ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3})(?![\w.-])"),
    (
        "image",
        r"(?<![\w./-])([\w.-]{1,100}\.dkr\.ecr\.[a-z0-9-]{1,30}\.amazonaws\.com/[\w./-]{1,200}(?:[:@][\w.:-]{1,100})?)",
    ),
    ("image", r"\bimage[\"' =:]{1,4}([\w.-]{1,100}(?:/[\w.-]{1,100}){1,5}:[\w.-]{1,100})"),
    ("deployment", _told(r"deploy(?:ments?)?(?:\.apps)?")),
    ("deployment", rf"{_VERB} deploy(?:ments?)? ({_NAME}){_END}"),
    ("service", _told("(?:svc|services?)")),
    ("service", rf"{_VERB} (?:svc|services?) ({_NAME}){_END}"),
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
# What stands behind such a word in a sentence and is no name.
_NO_NAMES = frozenset(
    ["is", "not", "and", "of", "for", "does", "the", "in", "was", "to", "has", "with", "or", "from", "are",
     "no", "none", "null", "nil", "true", "false"]
)  # fmt: skip
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

_LINE = 4_000


class Fact(Record, frozen=True):
    kind: str
    value: str
    line: int


class Place(Record, frozen=True):
    """A name where it stands in one line."""

    kind: str
    key: int
    """Number of the pattern: what stands around the name and makes it one."""

    value: str
    start: int
    end: int


# Every entry that one paste matches asks for the names of the same text.
@functools.lru_cache(maxsize=1)
def read_facts(text: str) -> tuple[Fact, ...]:
    """Names in `text`, in order of line; each kind and value once. The number is the line in the paste."""
    found: dict[tuple[str, str], Fact] = {}
    for number, line in enumerate(text[:LONGEST].split("\n"), 1):
        for place in read_places(printable(line[:_LINE])):
            found.setdefault((place.kind, place.value), Fact(place.kind, place.value, number))
    return tuple(found.values())


def read_places(line: str) -> Iterator[Place]:
    """Names of one line, with where they stand; by kind, the surest first."""
    for key, (kind, pattern) in enumerate(_COMPILED):
        for match in pattern.finditer(line):
            if match[1] not in _NO_NAMES:
                yield Place(kind, key, match[1], match.start(1), match.end(1))


def placeholder_kind(placeholder: str) -> str:
    """What a placeholder such as `<pod-name>` or `${NAMESPACE}` stands for; empty when unknown."""
    word = placeholder.strip(_TRIM).strip().lower().replace(" ", "-")
    return (
        _KIND_OF.get(word)
        or _KIND_OF.get(word.replace("_", "-"))
        or _KIND_OF.get(word.removeprefix("your-"), "")
    )
