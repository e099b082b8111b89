"""How fast large logs are searched, beside ripgrep with the same literals in the same run.

    python -m benchmarks.scan_speed --megabytes 100 --entries 5000

The entries are those of kb/, multiplied with other words in place of the telling ones; the log is made of
templates of ours, and one line in a hundred is a sample of one of 300 entries, with its time renewed. Times
are seconds of processor (user and system) of all processes, because other work on the machine must not
decide; seconds by the clock stand beside them. Making the literals and compiling them is not counted: that is
kept in the cache folder. Memory is the highest so far, with all entries of the benchmark itself in it.
"""

from __future__ import annotations

import argparse
import functools
import pickle
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ekskb.config import starter_root
from ekskb.kb import KnowledgeBase
from ekskb.logs.background import word_share
from ekskb.logs.facts import fill_commands
from ekskb.logs.reading import read_entry
from ekskb.logs.sigindex import SignatureIndex, join_parts
from ekskb.logs.stems import stem
from ekskb.model import Entry, Match, Scored, replace
from ekskb.scan.collect import Collector
from ekskb.scan.engines import engine_names
from ekskb.scan.literals import derive_literals
from ekskb.scan.prefilter import Packed, Prefilter, make_prefilter
from ekskb.scan.scan import Scanner
from ekskb.scan.signatures import entry_lines, make_weigher
from ekskb.scan.sources import look_at, read_blocks
from ekskb.scan.windows import cut_windows

_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
_WORD = re.compile(r"[A-Z]?[a-z]{3,}")
_PROBLEMS = 300
_RARE = 100
_SLOW = 20_000_000
"""Bytes that the slow ones are given; their time is scaled up."""

_LINES = (
    "{ts} INFO  [exec-{t}] c.e.{w}.{v}Service : handled request {u} for {w} in {n}ms status=200 path=/{w}",
    '{{"level":"info","ts":"{ts}","logger":"{w}","msg":"reconciled {w} {v}","request":"{u}","duration":{n}}}',
    '10.0.{t}.{t} - - [{ts}] "GET /{w}/{v}?id={n} HTTP/1.1" 200 {n} "-" "Mozilla/5.0"',
    'I0405 09:14:03.{n:06}      1 controller.go:{t}] "Updated {w}" namespace="{v}" uid="{u}"',
    "{ts} DEBUG worker-{t} cache {w} refreshed {n} keys for {v}, connection pool ok, next refresh in {n}s",
)


# --- entries ---------------------------------------------------------------------------


@functools.cache
def _plain(word: str) -> bool:
    return word_share(stem(word.lower())) < 1.0


@functools.cache
def _other(word: str, copy: int) -> str:
    dice = random.Random(f"{word} {copy}")
    made = "".join(dice.choice(_SYLLABLES) for _ in range(max(2, min(5, len(word) // 2))))
    return made.capitalize() if word[0].isupper() else made


def _reword(text: str, copy: int) -> str:
    return _WORD.sub(lambda found: found[0] if _plain(found[0]) else _other(found[0], copy), text)


def make_entries(count: int) -> list[Entry]:
    """The entries of kb/ and as many copies of them with other telling words as it takes."""
    with tempfile.TemporaryDirectory() as cache:
        kb = KnowledgeBase.open(starter_root(), Path(cache))
        kb.refresh()
        own = kb.entries()
        kb.close()
    return list(islice(_copies(own), count))


def _copies(own: Sequence[Entry]) -> Iterator[Entry]:
    yield from own
    copy = 0
    while True:
        copy += 1
        for entry in own:
            yield replace(
                entry,
                id=f"{entry.id}-{copy}",
                title=_reword(entry.title, copy),
                sections=tuple(replace(one, text=_reword(one.text, copy)) for one in entry.sections),
                signatures=tuple(replace(one, text=_reword(one.text, copy)) for one in entry.signatures),
            )


# --- log -------------------------------------------------------------------------------


def write_log(path: Path, size: int, entries: Sequence[Entry]) -> int:
    """A log of about `size` bytes; the number of lines that were taken from entries."""
    dice = random.Random(5)
    words = ["".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(2, 4))) for _ in range(3_000)]
    chosen = dice.sample(entries, min(len(entries), _PROBLEMS))
    samples = [one.text.split("\n")[0][:300] for e in chosen for one in e.signatures if one.kind == "log"]
    written = rare = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            number += 1
            stamp = (
                f"2031-04-05T{number // 360_000 % 24:02}:{number // 6_000 % 60:02}:{number // 100 % 60:02}Z"
            )
            if number % _RARE == 0:
                line = f"{stamp} ERROR {dice.choice(samples)}\n"
                rare += 1
            else:
                row = {"w": dice.choice(words), "v": dice.choice(words), "n": dice.randint(1, 9_999)}
                row |= {"ts": stamp, "t": number % 250, "u": f"{dice.getrandbits(128):032x}"}
                line = dice.choice(_LINES).format(**row) + "\n"
            written += file.write(line)
    return rare


# --- measuring -------------------------------------------------------------------------


@dataclass(frozen=True)
class Took:
    """Seconds of processor and by the clock."""

    processor: float
    clock: float

    def row(self, name: str, size: int, rg: Took | None, note: str = "") -> str:
        rate = size / 1e6 / self.processor
        ratio = f"{rg.processor / self.processor:6.1f}" if rg else "     -"
        return f"{name:34} {self.processor:8.2f} {self.clock:8.2f} {rate:8.0f} {ratio}  {note}"


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(work: Callable[[], object]) -> tuple[Took, object]:
    processor, clock = _processor(), time.perf_counter()
    result = work()
    return Took(_processor() - processor, time.perf_counter() - clock), result


def run_ripgrep(literals: Path, log: Path, *flags: str) -> str:
    command = ["rg", "--no-config", "-a", "-c", "-F", *flags, "-f", str(literals), str(log)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def search_only(prefilter: Prefilter, log: Path) -> str:
    """Hits of the engine alone, over all bytes."""
    found = 0
    for window in cut_windows(read_blocks(look_at(log))):
        found += len(prefilter.find(memoryview(window.data)[window.start : window.end]))
    return f"{found:,} places"


def collect_only(prefilter: Prefilter, log: Path) -> str:
    """The same with lines numbered, unwrapped, masked and counted."""
    collector = Collector(prefilter)
    for window in cut_windows(read_blocks(look_at(log))):
        collector.feed(window)
    return (
        f"{collector.work.lines:,} lines, {collector.work.read:,} unwrapped, {len(collector.forms):,} forms"
    )


def head_of(log: Path, size: int) -> Path:
    short = log.with_suffix(".head")
    with log.open("rb") as file:
        short.write_bytes(file.read(size))
    return short


def report(megabytes: int, count: int, jobs: Sequence[int], ignore_case: bool, folder: Path) -> Iterator[str]:
    entries = make_entries(count)
    index = join_parts([read_entry(entry) for entry in entries])
    took, literals = measure(lambda: derive_literals(entry_lines(index), make_weigher(index)))
    assert isinstance(literals, tuple)
    rows = [(one.data, one.owners) for one in literals]
    yield f"{count:,} entries, {len(rows):,} literals, derived in {took.processor:.1f} s (then cached)"
    log, words = folder / "bench.log", folder / "literals.txt"
    words.write_bytes(b"".join(data + b"\n" for data, _ in rows))
    rare = write_log(log, megabytes * 1_000_000, entries)
    size = log.stat().st_size
    yield f"log of {size / 1e6:,.0f} MB, {rare:,} lines taken from entries\n"
    yield f"{'':34} {'cpu s':>8} {'clock s':>8} {'MB/cpu s':>8} {'rg = 1':>6}"
    rg, told = measure(lambda: run_ripgrep(words, log))
    yield rg.row("rg -F -f (case as given)", size, None, f"{told} lines")
    if ignore_case:
        took, told = measure(lambda: run_ripgrep(words, log, "-i"))
        yield took.row("rg -F -i -f (as ekskb searches)", size, rg, f"{told} lines")
    yield from _report_engines(rows, log, size, rg)
    packed = make_prefilter(rows, next(engine_names())).keep()
    state = folder / "state"
    state.write_bytes(pickle.dumps((packed, index, {entry.id: entry for entry in entries})))
    for number in jobs:
        yield from _report_whole(state, log, size, number, rg)


def _scaled(took: Took, size: int, part: Path) -> Took:
    share = part.stat().st_size / size
    return Took(took.processor * share, took.clock * share)


def _report_engines(
    rows: Sequence[tuple[bytes, tuple[int, ...]]], log: Path, size: int, rg: Took
) -> Iterator[str]:
    for name in engine_names():
        prefilter = make_prefilter(rows, name)
        part = head_of(log, _SLOW if name == "re" else size)
        share = _scaled(rg, size, part)
        took, told = measure(functools.partial(search_only, prefilter, part))
        yield took.row(f"{name}: search", part.stat().st_size, share, str(told))
        took, told = measure(functools.partial(collect_only, prefilter, part))
        yield took.row(f"{name}: search and collect", part.stat().st_size, share, str(told))


def _report_whole(state: Path, log: Path, size: int, jobs: int, rg: Took) -> Iterator[str]:
    """In a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.scan_speed", "--whole", str(state), str(log), str(jobs)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    processor, clock, note = done.stdout.strip().split("\t")
    took = Took(float(processor), float(clock))
    yield took.row(f"whole, {jobs} process{'es' if jobs > 1 else ''}", size, rg, note)
    yield f"{'':34} {'':8} {rg.clock / took.clock:8.1f} times as fast as rg by the clock"


def scan_whole(state: Path, log: Path, jobs: int) -> str:
    """Everything that `ekskb match` does once the index is loaded, and the most memory that it took."""
    packed, index, entries = _load(state)
    prefilter = Prefilter(packed)
    before = _memory()

    def offer(scored: Scored, paste: str) -> Match:
        one = entries[scored.id]
        commands = fill_commands(one.commands, one, paste, scored.evidence)
        return Match(one.id, one.title, scored.confidence, one.source, scored.evidence, commands)

    phases: dict[str, float] = {}
    start = time.perf_counter()

    def show(what: str, done: int, total: int) -> None:
        phases[what] = time.perf_counter() - start

    scanner = Scanner(prefilter, index, offer, jobs)
    took, survey = measure(lambda: scanner.scan_files([look_at(log)], show, lambda _: None))
    found = len(getattr(survey, "matches", ()))
    ends = ", ".join(f"{what} until {end:.1f} s" for what, end in phases.items())
    note = f"{found} incidents; {ends}; memory {before} MB before, {_memory()} MB at most"
    return f"{took.processor}\t{took.clock}\t{note}"


def _load(state: Path) -> tuple[Packed, SignatureIndex, dict[str, Entry]]:
    loaded: tuple[Packed, SignatureIndex, dict[str, Entry]] = pickle.loads(state.read_bytes())
    return loaded


def _memory() -> int:
    """Megabytes of the largest process so far (Linux counts in kilobytes)."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return max(own.ru_maxrss, others.ru_maxrss) // 1_024


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--entries", type=int, default=5_000)
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--ignore-case", action="store_true", help="Run ripgrep with -i, too (slow).")
    parser.add_argument("--whole", nargs=3, metavar=("STATE", "LOG", "JOBS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.whole:
        state, log, jobs = args.whole
        sys.stdout.write(scan_whole(Path(state), Path(log), int(jobs)) + "\n")
        return 0
    with tempfile.TemporaryDirectory(prefix="ekskb-bench-") as folder:
        for row in report(args.megabytes, args.entries, args.jobs, args.ignore_case, Path(folder)):
            sys.stdout.write(row + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
