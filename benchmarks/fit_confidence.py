"""Fit the constants of ekskb/logs/confidence.py to labelled pastes, and say how well they hold.

    fit_confidence.py --set QUERIES.jsonl DOCS_DIR [DOCS_DIR ...] [--set ...] [--own DOCS_DIR ...]

A line of QUERIES is {"id", "text", "expect": [{"doc", "line"?}]}; an empty "expect" means that nothing
may be reported. The documents are parsed and indexed in memory. Half of the pastes, chosen by a hash of
their ids, is fitted; the other half is only measured. For each paste with an answer the same paste is
asked again with the answer taken away: then the best remaining entry must not be believed. `--own` asks the
entries of a folder for their own log samples.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ekskb.logs.judge import judge
from ekskb.logs.paste import read_paste
from ekskb.logs.rank import Candidate, find_candidates, weigh_terms
from ekskb.logs.score import rank_entries
from ekskb.logs.sigindex import Lookup, build_index
from ekskb.model import Entry
from ekskb.parse.document import parse_document

NAMES = (
    "strength", "best", "loud", "lead", "cover", "held", "same", "named", "component", "complete", "sample",
    "strong", "told", "brief", "words", "mass", "chance", "known",
)  # fmt: skip
_STEPS = 4_000
_RATE = 0.5
_RIDGE = 0.002
_RUNNERS = 4
_SCRAPS = 4
_WEIGHTS = {"answer": 1.0, "none": 1.0, "gone": 0.5, "next": 0.25, "scrap": 0.1}
"""A paste whose answer was taken away counts less: what remains is often a second entry on the same fault."""

_OWN = 0.15
"""An entry's own sample is the easiest of pastes; there are many of them."""

_THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    features: dict[str, float]
    right: bool
    fitted: bool
    kind: str
    """`answer` (best candidate of a paste that has one), `gone` (the answer taken away),
    `none` (best candidate of a paste without one), `next` (candidates behind
    the best), `scrap` (best candidate of single lines of a paste without answer)."""

    weight: float


def read_root(folders: Sequence[str]) -> list[Entry]:
    paths = [path for folder in folders for path in sorted(Path(folder).rglob("*.md"))]
    return [entry for path in paths for entry in parse_document(path.read_text("utf-8"), path.name).entries]


def is_fitted(name: str) -> bool:
    """The half that the constants may see."""
    return hashlib.sha256(name.encode()).digest()[0] < 128


def is_right(entry: Entry, expect: list[dict[str, Any]]) -> bool:
    first, last = entry.source.lines
    return any(
        Path(entry.source.path).name == Path(one["doc"]).name
        and ("line" not in one or first <= one["line"] <= last)
        for one in expect
    )


def read_cases(queries: str, folders: Sequence[str]) -> Iterator[Case]:
    entries = read_root(folders)
    lookup = Lookup(build_index(entries))
    for line in Path(queries).read_text("utf-8").splitlines():
        query = json.loads(line)
        right = {n for n, entry in enumerate(entries) if is_right(entry, query["expect"])}
        name = f"{Path(queries).stem}:{query['id']}"
        yield from ask(name, query["text"], right, lookup, is_fitted(query["id"]))


def read_own(folder: str) -> Iterator[Case]:
    """The samples of entries as pastes; the entry itself is the answer."""
    entries = read_root([folder])
    lookup = Lookup(build_index(entries))
    for number, entry in enumerate(entries):
        text = "\n".join(one.text for one in entry.signatures if one.kind == "log")
        if entry.kind == "incident" and text:
            for case in ask(f"own:{entry.id}", text, {number}, lookup, is_fitted(entry.id)):
                yield replace(case, weight=case.weight * _OWN)


def ask(name: str, text: str, right: set[int], lookup: Lookup, fitted: bool) -> Iterator[Case]:
    """The cases that one paste makes."""

    def case(one: Candidate, kind: str) -> Case:
        return Case(name, one.features, one.number in right, fitted, kind, _WEIGHTS[kind])

    paste = read_paste(text)
    found = rank_entries(paste, lookup)
    if found:
        yield case(found[0], "answer" if right else "none")
    yield from (case(one, "next") for one in found[1:_RUNNERS])
    if not right:
        for scrap in read_scraps(text):
            yield from (case(one, "scrap") for one in rank_entries(read_paste(scrap), lookup)[:1])
    if any(one.number in right for one in found):
        weights = weigh_terms(paste, lookup)
        others = find_candidates(paste, lookup, weights, without=right)
        yield from (case(one, "gone") for one in judge(others, paste, weights, len(lookup.ids))[:1])


def read_scraps(text: str) -> list[str]:
    """Some lines and ends of lines of a paste that has no answer: short pastes, too, need a no."""
    lines = [line for line in text.splitlines() if line.strip()]
    chosen = lines[:: max(1, len(lines) // _SCRAPS)][:_SCRAPS]
    return chosen + [" ".join(line.split()[-4:]) for line in chosen]


def fit(cases: Sequence[Case], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Logistic regression by gradient descent on standardised features, with a small ridge."""
    rows = [[case.features[name] for name in names] for case in cases]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(rows)) or 1.0
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    ]
    scaled = [[(v - m) / s for v, m, s in zip(row, means, spreads, strict=True)] for row in rows]
    slopes, bias = [0.0] * len(names), 0.0
    for _ in range(_STEPS):
        turn, down = [0.0] * len(names), 0.0
        for row, case in zip(scaled, cases, strict=True):
            total = bias + sum(slope * value for slope, value in zip(slopes, row, strict=True))
            miss = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) - case.right
            miss *= case.weight
            down += miss
            turn = [one + miss * value for one, value in zip(turn, row, strict=True)]
        bias -= _RATE * down / len(rows)
        slopes = [
            max(0.0, slope - _RATE * (one / len(rows) + _RIDGE * slope))
            for slope, one in zip(slopes, turn, strict=True)
        ]
    plain = {name: slope / spread for name, slope, spread in zip(names, slopes, spreads, strict=True)}
    return bias - sum(plain[name] * mean for name, mean in zip(names, means, strict=True)), plain


def believe(case: Case, bias: float, slopes: dict[str, float]) -> float:
    total = bias + sum(slope * case.features[name] for name, slope in slopes.items())
    return min(case.features["limit"], 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))))


def report(cases: Sequence[Case], bias: float, slopes: dict[str, float]) -> str:
    """Found and falsely alarmed shares by threshold, for both halves."""
    rows = ["half    threshold  answered  wrong-first  gone-alarm  none-alarm  scrap-alarm"]
    for half in (True, False):
        mine = [(case, believe(case, bias, slopes)) for case in cases if case.fitted is half]
        for threshold in _THRESHOLDS:
            told = [case for case, belief in mine if belief >= threshold]
            shares = [
                _share(
                    sum(c.kind == "answer" and c.right for c in told),
                    sum(c.kind == "answer" for c, _ in mine),
                ),
                _share(
                    sum(c.kind == "answer" and not c.right for c in told),
                    sum(c.kind == "answer" for c, _ in mine),
                ),
                _share(sum(c.kind == "gone" for c in told), sum(c.kind == "gone" for c, _ in mine)),
                _share(sum(c.kind == "none" for c in told), sum(c.kind == "none" for c, _ in mine)),
                _share(sum(c.kind == "scrap" for c in told), sum(c.kind == "scrap" for c, _ in mine)),
            ]
            rows.append(
                f"{'fitted' if half else 'unseen'}  {threshold:9.2f}  "
                + "  ".join(f"{s:9.3f}" for s in shares)
            )
    return "\n".join(rows)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--set", nargs="+", action="append", required=True, metavar=("QUERIES", "DOCS"))
    parser.add_argument("--features", default=",".join(NAMES))
    parser.add_argument("--own", nargs="+", default=[], metavar="DOCS")
    args = parser.parse_args()
    cases = [case for queries, *folders in args.set for case in read_cases(queries, folders)]
    cases += [case for folder in args.own for case in read_own(folder)]
    names = args.features.split(",")
    bias, slopes = fit([case for case in cases if case.fitted], names)
    sys.stdout.write(
        f"BIAS = {bias:.3f}\nCOEFFICIENTS = { ({n: round(v, 3) for n, v in slopes.items()}) }\n\n"
    )
    sys.stdout.write(report(cases, bias, slopes) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
