"""Names found in a paste, put into the commands of a matched entry. Nothing is ever run.

A wrong name in a command is worse than none, so a name has to be beyond doubt: a placeholder takes the only
name of its kind on the lines that matched, or else in the whole paste. A concrete name gives way only where
the entry's own log line holds it and the pasted line that matched this very line holds another at the same
key.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence

from ekskb.logs.mask import mask
from ekskb.logs.names import Fact, placeholder_kind, read_facts, read_places
from ekskb.logs.units import SAMPLES
from ekskb.model import Command, Entry, Evidence, Fill, FilledCommand
from ekskb.text import printable

__all__ = ["Fact", "fill_commands", "placeholder_kind", "read_facts"]

_SHAPED = frozenset(["node", "image", "arn", "account", "region", "host", "file"])
"""Kinds whose names cannot be taken for a word of another meaning, wherever they stand in a command."""

_SHAPED_POD = re.compile(r"[a-z0-9-]{1,63}-[a-f0-9]{6,10}-[a-z0-9]{5}")
_SHARED_HOMES = frozenset(
    [
        "default", "kube-system", "kube-public", "kube-node-lease", "istio-system", "istio-ingress",
        "argocd", "cert-manager", "karpenter", "monitoring", "external-dns", "external-secrets",
        "flux-system", "gatekeeper-system", "ingress-nginx", "kyverno", "linkerd", "logging",
        "amazon-cloudwatch",
        "amazon-guardduty", "aws-observability", "calico-system", "cilium", "crossplane-system", "keda",
        "prometheus", "tigera-operator", "vault", "velero",
    ]
)  # fmt: skip
"""Namespaces that stand for themselves: controllers live there, whatever object a log line is about."""

_MOST_LINES = 2_000
Linked = tuple[int, str, str]
"""Line number in the paste, that line, and the line of the entry that it matched."""


def fill_commands(
    commands: Sequence[Command], entry: Entry, paste: str, evidence: Sequence[Evidence] = ()
) -> tuple[FilledCommand, ...]:
    """`commands` of `entry` with names of the paste in place, shell-quoted.

    `evidence` tells which lines matched; without it, lines count as matched that read the same once all
    names are masked. Placeholders that nothing fits beyond doubt stay as they are.
    """
    if not commands:
        return ()
    lines = printable(paste).split("\n")
    linked = tuple(_link(entry, lines, evidence) if evidence else _link_alike(entry, lines))
    near = _only(_read_numbered((number, line) for number, line, _ in linked))
    known = _only(read_facts(paste)) | near
    swaps = _swaps(linked)
    return tuple(_fill(command, known, swaps) for command in commands)


def _link(entry: Entry, lines: Sequence[str], evidence: Sequence[Evidence]) -> Iterator[Linked]:
    samples = {one.line: one.text for one in entry.signatures if one.kind in SAMPLES}
    for pair in sorted(evidence, key=lambda one: -one.share):
        if 1 <= pair.line <= len(lines):
            yield pair.line, lines[pair.line - 1], samples.get(pair.entry_line, "")


def _link_alike(entry: Entry, lines: Sequence[str]) -> Iterator[Linked]:
    samples = {_shape(one.text): one.text for one in entry.signatures if one.kind in SAMPLES}
    for number, line in enumerate(lines[:_MOST_LINES] if samples else (), 1):
        sample = samples.get(_shape(line))
        if sample is not None:
            yield number, line, sample


def _shape(line: str) -> str:
    """A line without its names and other variable parts."""
    text, done = "", 0
    for place in sorted(read_places(line), key=lambda one: one.start):
        if place.start >= done:
            text += f"{line[done : place.start]}<{place.kind}>"
            done = place.end
    return mask(text + line[done:]).strip()


def _read_numbered(lines: Iterable[tuple[int, str]]) -> list[Fact]:
    return [Fact(place.kind, place.value, number) for number, line in lines for place in read_places(line)]


def _only(facts: Sequence[Fact]) -> dict[str, Fact]:
    """The kinds of which there is exactly one value."""
    kinds: dict[str, dict[str, Fact]] = {}
    for fact in facts:
        kinds.setdefault(fact.kind, {}).setdefault(fact.value, fact)
    return {kind: next(iter(rows.values())) for kind, rows in kinds.items() if len(rows) == 1}


def _swaps(linked: Sequence[Linked]) -> dict[tuple[str, str], Fact]:
    """Kind and old name -> the name that stands at the same key of the matched line in the paste."""
    found: dict[tuple[str, str], dict[str, Fact]] = {}
    for number, line, sample in linked:
        old, new = _by_key(sample), _by_key(line)
        for key in old.keys() & new.keys():
            if len(old[key]) == len(new[key]) == 1:
                (before,), (after,) = old[key], new[key]
                found.setdefault((key[0], before), {}).setdefault(after, Fact(key[0], after, number))
    return {
        old: next(iter(rows.values())) for old, rows in found.items() if len(rows) == 1 and old[1] not in rows
    }


def _by_key(line: str) -> dict[tuple[str, int], set[str]]:
    found: dict[tuple[str, int], set[str]] = {}
    for place in read_places(line):
        found.setdefault((place.kind, place.key), set()).add(place.value)
    return found


def _fill(command: Command, known: dict[str, Fact], swaps: dict[tuple[str, str], Fact]) -> FilledCommand:
    chosen = {
        one: known[placeholder_kind(one)] for one in command.placeholders if placeholder_kind(one) in known
    }
    spans = [*_placeholder_spans(command.text, chosen), *_name_spans(command.text, swaps)]
    text, done = "", 0
    fills: dict[str, Fill] = {}
    for start, end, fact in sorted(spans, key=lambda one: (one[0], -one[1])):
        if start < done:
            continue
        old = command.text[start:end]
        fills.setdefault(old, Fill(old, fact.value, fact.line))
        text += command.text[done:start] + shlex.quote(fact.value)
        done = end
    still = tuple(one for one in command.placeholders if one not in chosen)
    return FilledCommand(
        text + command.text[done:], command.role, command.line, command.language, command.risk, still,
        tuple(fills.values()),
    )  # fmt: skip


def _placeholder_spans(text: str, chosen: dict[str, Fact]) -> Iterator[tuple[int, int, Fact]]:
    for placeholder, fact in chosen.items():
        for match in re.finditer(_pattern(placeholder), text):
            yield match.start(), match.end(), fact


def _name_spans(text: str, swaps: dict[tuple[str, str], Fact]) -> Iterator[tuple[int, int, Fact]]:
    """Where a command holds an old name: as a name of the same kind, not as a word of any meaning."""
    places = [one for one in read_places(text) if (one.kind, one.value) in swaps] if swaps else []
    own = any(one.value not in _SHARED_HOMES for one in places)
    for place in places:
        # A shared namespace follows only together with the name of what lies in it.
        if own or place.value not in _SHARED_HOMES:
            yield place.start, place.end, swaps[place.kind, place.value]
    for (kind, old), fact in swaps.items():
        if kind in _SHAPED or (kind == "pod" and _SHAPED_POD.fullmatch(old)):
            for match in re.finditer(_pattern(old), text):
                yield match.start(), match.end(), fact


def _pattern(old: str) -> str:
    escaped = re.escape(old)
    return rf"(?<![\w.-]){escaped}(?![\w-])" if old[0].isalnum() and old[-1].isalnum() else escaped
