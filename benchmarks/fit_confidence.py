"""Fit the constants of ekskb/logs/confidence.py to labelled pastes, and say how well they hold.

    fit_confidence.py --set WEIGHT QUERIES.jsonl DOCS_DIR [DOCS_DIR ...] [--set ...] [--own WEIGHT DOCS_DIR]

A line of QUERIES is {"id", "text", "expect": [{"doc", "line"?}]}; an empty "expect" means that nothing
may be reported. The documents are parsed and indexed in memory. WEIGHT is what a paste of the set counts.
Half of the entries, chosen by a hash of their ids, is fitted, with all pastes that they answer; the other
half is only measured. For each paste with an answer the same paste is asked again of a knowledge base that
does not hold the answer: then the best remaining entry must not be believed. `--own` asks the entries of a
folder: for one half of their log samples while they hold only the other half, and for their near misses
while they do not know them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ekskb.logs.paste import read_paste
from ekskb.logs.rank import Candidate
from ekskb.logs.score import rank_entries
from ekskb.logs.sigindex import NUMBER_SHIFT, Lookup, build_index, rarity
from ekskb.model import Entry
from ekskb.model import replace as altered
from ekskb.parse.document import parse_document

NAMES = (
    "strength", "lead", "same", "named", "component", "complete", "strong", "told", "brief", "words", "mass",
    "known", "tail", "heard", "amiss", "unheard", "alone", "clash", "strange", "absent", "contrary",
)  # fmt: skip
_STEPS = 600
_RATE = 2.0
_PUSH = 0.9
_RIDGE = 0.01
_RUNNERS = 4
_SCRAPS = 4
_WEIGHTS = {"answer": 1.0, "none": 1.0, "gone": 0.7, "near": 0.7, "next": 0.3, "scrap": 0.1}
"""A paste whose answer was taken away counts less: what remains is often a second entry on the same fault."""

_THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
_LONG = 25
"""Characters from which on a sample is looked for inside the lines of the prose, too."""

_QUOTED = re.compile(r"""(?<=["'])[a-z]{2,30}(?:-[a-z0-9]{1,30}){0,4}(?=["'])""")


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    features: dict[str, float]
    right: bool
    fitted: bool
    kind: str
    """`answer` (best candidate of a paste that has one), `gone` (the answer taken away),
    `none` (best candidate of a paste without one), `near` (an entry and its near miss), `next`
    (candidates behind the best), `scrap` (best candidate of single lines of a paste without answer)."""

    weight: float


class Without(Lookup):
    """A knowledge base that does not hold some entries; built on one that does."""

    def __init__(self, whole: Lookup, gone: Collection[int]) -> None:
        self.ids = whole.ids
        self._whole = whole
        self._gone = gone

    def postings(self, key: int) -> list[int]:
        return [word for word in self._whole.postings(key) if word >> NUMBER_SHIFT not in self._gone]

    def rarity(self, key: int) -> float:
        return rarity(len(self.postings(key)), len(self.ids) - len(self._gone))

    def units(self, number: int) -> Any:
        return self._whole.units(number)


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
        if query["expect"] and not right:
            continue
        key = entries[min(right)].id if right else query["id"]
        yield from ask(f"{Path(queries).stem}:{query['id']}", query["text"], right, lookup, is_fitted(key))


def read_own(folder: str) -> Iterator[Case]:
    """Half of the samples of entries as pastes, while they hold the other half; and their near misses."""
    whole = [entry for entry in read_root([folder]) if entry.kind == "incident"]
    for odd in (0, 1):
        asked = [_samples(entry, "log")[odd::2] for entry in whole]
        kept = [
            _without_samples(entry, gone) if len(_samples(entry, "log")) > 1 else entry
            for entry, gone in zip(whole, asked, strict=True)
        ]
        lookup = Lookup(build_index(kept))
        for number, (entry, texts) in enumerate(zip(whole, asked, strict=True)):
            if len(_samples(entry, "log")) > 1:
                text = _rename("\n".join(texts), entry.id)
                yield from ask(f"own:{entry.id}:{odd}", text, {number}, lookup, is_fitted(entry.id))
    misses = [_samples(entry, "nomatch") for entry in whole]
    blind = [_without_samples(entry, gone) for entry, gone in zip(whole, misses, strict=True)]
    lookup = Lookup(build_index(blind))
    for number, (entry, texts) in enumerate(zip(whole, misses, strict=True)):
        if texts:
            found = rank_entries(read_paste("\n".join(texts)), lookup, (number,))
            for one in found:
                if one.number == number:
                    fitted = is_fitted(entry.id)
                    yield Case(f"near:{entry.id}", one.features, False, fitted, "near", _WEIGHTS["near"])


def _samples(entry: Entry, kind: str) -> list[str]:
    return [one.text for one in entry.signatures if one.kind == kind]


def _without_samples(entry: Entry, gone: Sequence[str]) -> Entry:
    """The entry as if these lines had never been written, neither as samples nor in its prose."""
    texts = {text.strip() for text in gone}

    def holds(row: str) -> bool:
        return any(text == row.strip() or (len(text) > _LONG and text in row) for text in texts)

    sections = tuple(
        altered(part, text="\n".join("" if holds(row) else row for row in part.text.split("\n")))
        for part in entry.sections
    )
    kept = tuple(one for one in entry.signatures if one.text.strip() not in texts)
    shorter: Entry = altered(entry, signatures=kept, sections=sections)
    return shorter


def _rename(text: str, seed: str) -> str:
    """Other quoted names, so that the names that an author likes are no clue."""

    def other(match: re.Match[str]) -> str:
        digest = hashlib.sha256(f"{seed} {match[0]}".encode()).hexdigest()
        return "".join("abdefgiklmnoprst"[int(digit, 16)] for digit in digest[:7])

    return _QUOTED.sub(other, text)


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
    else:
        yield from (case(one, "gone") for one in rank_entries(paste, Without(lookup, right))[:1])


def read_scraps(text: str) -> list[str]:
    """Some lines and ends of lines of a paste that has no answer: short pastes, too, need a no."""
    lines = [line for line in text.splitlines() if line.strip()]
    chosen = lines[:: max(1, len(lines) // _SCRAPS)][:_SCRAPS]
    return chosen + [" ".join(line.split()[-4:]) for line in chosen]


def fit(cases: Sequence[Case], names: Sequence[str]) -> tuple[float, dict[str, float]]:
    """Logistic regression by descent with momentum on standardised features, with a small ridge."""
    rows = [[case.features[name] for name in names] for case in cases]
    means = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
    spreads = [
        math.sqrt(sum((value - mean) ** 2 for value in column) / len(rows)) or 1.0
        for column, mean in zip(zip(*rows, strict=True), means, strict=True)
    ]
    scaled = [[(v - m) / s for v, m, s in zip(row, means, spreads, strict=True)] for row in rows]
    slopes, bias = [0.0] * len(names), 0.0
    speeds, drift = [0.0] * len(names), 0.0
    weight = sum(case.weight for case in cases)
    for _ in range(_STEPS):
        turn, down = [0.0] * len(names), 0.0
        for row, case in zip(scaled, cases, strict=True):
            total = bias + sum(slope * value for slope, value in zip(slopes, row, strict=True))
            miss = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))) - case.right
            miss *= case.weight
            down += miss
            turn = [one + miss * value for one, value in zip(turn, row, strict=True)]
        drift = _PUSH * drift - _RATE * down / weight
        speeds = [
            _PUSH * speed - _RATE * (one / weight + _RIDGE * slope)
            for speed, one, slope in zip(speeds, turn, slopes, strict=True)
        ]
        bias += drift
        slopes = [max(0.0, slope + speed) for slope, speed in zip(slopes, speeds, strict=True)]
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
    parser.add_argument("--set", nargs="+", action="append", required=True, metavar=("WEIGHT", "QUERIES"))
    parser.add_argument("--features", default=",".join(NAMES))
    parser.add_argument("--own", nargs=2, action="append", default=[], metavar=("WEIGHT", "DOCS"))
    args = parser.parse_args()
    sets = [(float(weight), read_cases(queries, folders)) for weight, queries, *folders in args.set]
    sets += [(float(weight), read_own(folder)) for weight, folder in args.own]
    cases = [replace(case, weight=case.weight * weight) for weight, found in sets for case in found]
    names = args.features.split(",")
    bias, slopes = fit([case for case in cases if case.fitted], names)
    sys.stdout.write(
        f"BIAS = {bias:.3f}\nCOEFFICIENTS = { ({n: round(v, 3) for n, v in slopes.items()}) }\n\n"
    )
    sys.stdout.write(report(cases, bias, slopes) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
