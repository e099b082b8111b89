"""What running a command does, looked up in risks.yaml."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ekskb.model import Risk
from ekskb.parse.shell import calls
from ekskb.parse.tables import load_table

_ORDER: Final[Sequence[Risk]] = ("read-only", "unknown", "changes-state", "destructive")
_DRY_RUN = re.compile(r"--dry-run(?:=(?!none|false)\w{1,20})?$")
_VERB_WORDS: Final = 12
_REACH: Final = 3
_OPTIONS_WITH_VALUE: Final = frozenset(
    (
        "-n",
        "--namespace",
        "--context",
        "--kubeconfig",
        "-C",
        "--profile",
        "--region",
        "-chdir",
        "--cluster",
        "-h",
        "-p",
        "-f",
    )
)


@dataclass(frozen=True)
class _Table:
    programs: Mapping[str, Mapping[str, Any]]
    wrappers: frozenset[str]
    verbs: frozenset[str]


@functools.cache
def _table() -> _Table:
    data = load_table("risks.yaml")
    programs: dict[str, Mapping[str, Any]] = {}
    for risk, names in data["simple"].items():
        programs |= {name: {"default": risk} for name in names.split()}
    programs |= data["programs"]
    verbs = (
        word
        for entry in data["programs"].values()
        for risk in _ORDER
        for phrase in entry.get(risk, ())
        for word in str(phrase).split()
    )
    return _Table(programs, frozenset(str(w) for w in data["wrappers"]), frozenset(verbs))


def is_program(word: str) -> bool:
    """True for the name of a program that the table knows."""
    table = _table()
    return word in table.programs or word in table.wrappers


def is_wrapper(word: str) -> bool:
    return word in _table().wrappers


def is_verb(word: str) -> bool:
    """True for a word that some program takes as its verb: "list", "restart"."""
    return word in _table().verbs


def takes_verb(name: str, word: str) -> bool:
    """True where the word is a verb of this very program: "get" of kubectl."""
    return name in _table().programs and any(entry in _verbs(name) for entry in _entries(word))


# The same commands stand in document after document.
@functools.lru_cache(maxsize=1024)
def command_risk(text: str) -> Risk:
    """The highest risk of any program that the command runs."""
    found = [_call_risk(call.words) for call in calls(text)]
    return max(found, key=_ORDER.index) if found else _bare_risk(text)


def _bare_risk(text: str) -> Risk:
    # An assignment or a loop head alone runs nothing.
    return "read-only" if "=" in text.split(" ", 1)[0] else "unknown"


def _call_risk(words: Sequence[str]) -> Risk:
    # `env` alone runs nothing else.
    words = _unwrap(words) or words[:1]
    if not words:
        return "unknown"
    name = words[0].rsplit("/", 1)[-1]
    if name in _table().programs and any(_DRY_RUN.match(word) for word in words):
        return "read-only"
    if name not in _table().programs:
        return "unknown"
    arguments = [word.strip("'\"") for word in words[1:_VERB_WORDS]]
    risk = _verb_risk(name, arguments)
    inner = _inner_command(name, arguments, words)
    # What runs inside the container counts, not that something does.
    return _call_risk(inner) if inner else risk


def _unwrap(words: Sequence[str]) -> Sequence[str]:
    """The words after `sudo`, `env A=b`, `timeout 10`."""
    position = 0
    while position < len(words) and (is_wrapper(words[position]) or "=" in words[position].split("/")[0]):
        position += 1
        while position < len(words) - 1 and (
            words[position].startswith("-") or words[position].rstrip("smh").isdigit()
        ):
            position += 1
    return words[position:]


def _inner_command(name: str, arguments: Sequence[str], words: Sequence[str]) -> Sequence[str]:
    """What runs inside a container: the words after `--` of an exec."""
    if name in ("kubectl", "oc") and "exec" in arguments[:6] and "--" in words:
        return words[list(words).index("--") + 1 :]
    return ()


def _verb_risk(name: str, arguments: Sequence[str]) -> Risk:
    """The risk of the longest verb among the arguments; of two equally long ones, the higher."""
    words = _phrases(arguments)
    default: Risk = _table().programs[name].get("default", "unknown")
    best: tuple[int, int] = (0, _ORDER.index(default))
    index = _verbs(name)
    for position, word in enumerate(words):
        # Verbs come early; a name further right that equals one is a resource.
        if position >= _REACH and not word.startswith("-"):
            continue
        for entry in _entries(word):
            for verb in index.get(entry, ()):
                if (len(verb.parts), verb.rank) > best and _goes_on(words, position, verb.parts):
                    best = (len(verb.parts), verb.rank)
    return _ORDER[best[1]]


@dataclass(frozen=True, slots=True)
class _Verb:
    parts: tuple[str, ...]
    rank: int


@functools.cache
def _verbs(name: str) -> Mapping[str, Sequence[_Verb]]:
    """The program's verbs by their first part."""
    entry = _table().programs[name]
    index: dict[str, list[_Verb]] = {}
    for rank, risk in enumerate(_ORDER):
        for phrase in entry.get(risk, ()):
            parts = tuple(str(phrase).split())
            first = parts[0] if parts[0].startswith("-") else parts[0].lower()
            index.setdefault(first, []).append(_Verb(parts, rank))
    return index


def _entries(word: str) -> tuple[str, ...]:
    """Under which first parts a word may stand: itself, and "describe-*" for "describe-vpcs"."""
    if word.startswith("-"):
        return (word,)
    head, dash, _ = word.partition("-")
    return (word.lower(), f"{head.lower()}-*") if dash else (word.lower(),)


def _phrases(arguments: Sequence[str]) -> list[str]:
    """The arguments without options that take a value, lest a namespace is taken for a verb."""
    kept: list[str] = []
    skip = False
    for word in arguments:
        if skip:
            skip = False
            if kept and kept[-1] in ("-X", "--request"):
                kept.append(word)
            continue
        skip = word in _OPTIONS_WITH_VALUE
        if not skip:
            kept.append(word)
    return kept


def _goes_on(words: Sequence[str], position: int, parts: Sequence[str]) -> bool:
    """True where the verb's further parts follow its first; an option among them may stand anywhere."""
    for offset, part in enumerate(parts[1:], 1):
        if part.startswith("-"):
            if part not in words:
                return False
        elif position + offset >= len(words) or words[position + offset].lower() != part.lower():
            return False
    return True
