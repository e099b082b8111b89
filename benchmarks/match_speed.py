"""How long a paste takes, and how the time grows when the paste or a nasty line doubles.

    match_speed.py [--entries 1000 10000] [--lines 100 1000]

Entries and logs are made up from a seeded generator, with common and rare words as in speech. Times are the
best of three, in milliseconds; reading and joining (what a kept entry still costs) are per entry. Growth is
the time of twice the input over that of the input (2.0 is linear).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from ekskb.logs.facts import read_facts
from ekskb.logs.lines import unwrap
from ekskb.logs.mask import mask
from ekskb.logs.reading import read_entry
from ekskb.logs.redact import redact
from ekskb.logs.score import score_paste
from ekskb.logs.sigindex import SignatureIndex, decode, encode, join_parts
from ekskb.model import Entry, Section, Signature, Source

_PARTS = (
    "lo",
    "ra",
    "mi",
    "ten",
    "gra",
    "vel",
    "sto",
    "kub",
    "pod",
    "ser",
    "net",
    "dis",
    "cor",
    "qua",
    "zen",
)
_NASTY = {
    "word": "a",
    "digits": "1",
    "dashes": "-",
    "dotted": "a.",
    "hex and dashes": "deadbeef-",
    "quotes": 'k="\\',
    "pairs": 'k="v" ',
    "braces": "{",
    "brackets": "[",
    "colons": "ab:",
    "slashes": "/a",
    "spaces": " ",
    "numbers": "10.0.0.1 ",
    "key": "password=",
    "pipes": "a | ",
    "commands": "kubectl get -n ",
    "states": "\n    State: Waiting",
}


_WORKS: tuple[Callable[[str], object], ...] = (unwrap, mask, redact, read_facts)


def make_words(seed: int, count: int) -> list[str]:
    dice = random.Random(seed)
    return ["".join(dice.choices(_PARTS, k=dice.randint(1, 3))) for _ in range(count)]


def say(dice: random.Random, vocabulary: list[str], count: int) -> str:
    """Words by Zipf's law: a few common ones, many rare ones."""
    places = (int(len(vocabulary) ** dice.random()) - 1 for _ in range(count))
    return " ".join(vocabulary[place] for place in places)


def make_entries(count: int) -> Iterator[Entry]:
    vocabulary = make_words(7, 30_000)
    for number in range(count):
        dice = random.Random(number)
        samples = tuple(
            Signature(f"{say(dice, vocabulary, 6)}: code {dice.randint(100, 999)}", 10 + n, "log")
            for n in range(4)
        )
        prose = "\n".join(say(dice, vocabulary, 12) for _ in range(20))
        yield Entry(
            id=f"entry-{number}", title=say(dice, vocabulary, 5), kind="incident", date=None, tags=(),
            source=Source("kb/x.md", (1, 60), ""), sections=(Section("cause", "Cause", (20, 40), prose),),
            commands=(), files=(), signatures=samples, references=(),
        )  # fmt: skip


def make_paste(entry: Entry, lines: int) -> str:
    dice = random.Random(lines)
    vocabulary = make_words(7, 30_000)
    rows = [
        f"2031-04-05T06:{n // 60 % 60:02}:{n % 60:02}Z INFO served {dice.choice(vocabulary)} to "
        f"10.0.{n % 250}.7 in {dice.randint(1, 900)}ms for {say(dice, vocabulary, 5)}"
        for n in range(lines)
    ]
    rows[lines // 2] = f"2031-04-05T06:59:59Z ERROR {entry.signatures[1].text}"
    return "\n".join(rows)


def best_of(work: Callable[[], object], times: int = 3) -> float:
    """Milliseconds of the quickest run."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append(1_000 * (time.perf_counter() - start))
    return min(took)


def _read_entries(entries: list[Entry]) -> list[bytes]:
    return [read_entry(entry) for entry in entries]


def report_pastes(counts: list[int], lines: list[int]) -> Iterator[str]:
    yield "entries  read ms  join ms  index MB  load ms  " + "  ".join(f"{n:>6} lines ms" for n in lines)
    for count in counts:
        entries = list(make_entries(count))
        read = best_of(partial(_read_entries, entries), 1) / count
        parts = _read_entries(entries)
        join = best_of(partial(join_parts, parts), 1) / count
        data = encode(join_parts(parts))
        index: SignatureIndex = decode(data)
        pastes = [make_paste(entries[5], length) for length in lines]
        row = [best_of(partial(score_paste, paste, index)) for paste in pastes]
        load = best_of(partial(decode, data))
        yield f"{count:7}  {read:7.2f}  {join:7.2f}  {len(data) / 1e6:8.1f}  {load:7.1f}  " + "  ".join(
            f"{one:15.1f}" for one in row
        )


def report_growth() -> Iterator[str]:
    yield "\nnasty text        unwrap   mask  redact   names   (growth when 100,000 characters double)"
    for name, piece in _NASTY.items():
        short, long = piece * (100_000 // len(piece)), piece * (200_000 // len(piece))
        ratios = [best_of(partial(work, long)) / max(0.05, best_of(partial(work, short))) for work in _WORKS]
        yield f"{name:16}" + "".join(f"{ratio:8.1f}" for ratio in ratios)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--lines", type=int, nargs="+", default=[100, 1_000])
    args = parser.parse_args()
    for row in (*report_pastes(args.entries, args.lines), *report_growth()):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
