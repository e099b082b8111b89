"""How fast search is, beside SQLite FTS5 and tantivy: python -m benchmarks.search_speed [--cpu] [ENTRIES...]

With --cpu the seconds of this process are counted instead of those that pass, for machines that do other
work, too; what helper processes take (two fifths of our build) is then left out.

Entries are made of sentences like those of real incidents, in Korean and English, with a long tail
of distinct words. A keystroke is a search for what has been typed so far, letter by letter.
"""

from __future__ import annotations

import cProfile
import pstats
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from benchmarks.search_peers import ENGINES, Engine, Ours

from ekskb.model import Entry, Kind, Role, Section, Source

SENTENCES = (
    "{a} 서비스의 파드가 재시작을 반복하며 {b} 로그만 남긴다.",
    "`kubectl get pods -n {a}` 를 보면 {b} 상태에서 멈춰 있다.",
    "connection to {a}.{b}.svc.cluster.local:5432 refused after 30s",
    "IAM 역할에 {a} 권한이 없어서 {b} 호출이 403 으로 거부된다.",
    "the {a} controller could not reconcile {b}: context deadline exceeded",
    "인증서가 만료되어 {a} 게이트웨이의 {b} 경로가 502 를 돌려준다.",
    "values-{a}.yaml 에서 {b} 를 true 로 바꾸고 다시 배포한다.",
    "kubectl rollout restart deployment/{a} && kubectl logs deploy/{b} --tail=50",
    "노드에 자리가 없어 {a} 가 Pending 이고 {b} 오토스케일러는 움직이지 않는다.",
    'level=error msg="failed to mount volume {a}" err="{b} not found"',
)
QUERIES = (
    "파드 재시작 반복",
    "인증서 만료 502",
    "connection refused 5432",
    "권한이 없어서 거부",
    "deadline exceeded controller",
    "볼륨 마운트 실패",
    "rollout restart deployment",
    "오토스케일러가 노드를 안 늘린다",
    "certifcate expird",
    "로드밸런서 주소",
)
ROLES: tuple[Role, ...] = ("symptom", "cause", "fix", "verification")
STAGES = {
    ("answer", "answer"): "whole",
    ("plan", "plan"): "planning",
    ("rank", "_first_pass"): "adding up postings",
    ("rank", "score"): "words of the best",
    ("rank", "_text_factor"): "text of the best",
    ("look", "snippets"): "snippets",
    ("twins", "fold_twins"): "twins",
    ("whole", "holding_all"): "counting all words",
    ("facets", "count"): "counting facets",
}


class Words:
    """Distinct words, half Korean and half English, as often as words are in any language."""

    def __init__(self, size: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._words = [self._word(at) for at in range(size)]
        self._weights = list(accumulate(1 / (at + 10) for at in range(size)))

    def _word(self, at: int) -> str:
        pick = self._random.choice
        if at % 2:
            return "".join(chr(pick(range(0xAC00, 0xD7A4, 28))) for _ in range(self._random.randint(2, 4)))
        return "".join(pick("aeiou") + pick("bcdfgklmnprst") for _ in range(self._random.randint(2, 4)))

    def take(self, count: int) -> list[str]:
        return self._random.choices(self._words, cum_weights=self._weights, k=count)

    def sentence(self) -> str:
        first, second = self.take(2)
        return self._random.choice(SENTENCES).format(a=first, b=second)

    def kind(self) -> Kind:
        kinds: tuple[Kind, ...] = ("incident", "incident", "incident", "howto", "reference")
        return self._random.choice(kinds)


def make_entries(count: int, seed: int = 7) -> list[Entry]:
    words = Words(max(2000, count * 3), seed)
    return [make_entry(number, words) for number in range(count)]


def make_entry(number: int, words: Words) -> Entry:
    sections: list[Section] = []
    line = 3
    for role in ROLES:
        text = "\n".join(words.sentence() + " " + " ".join(words.take(4)) for _ in range(6))
        sections.append(Section(role, role, (line, line + 5), text))
        line += 7
    title = " ".join((words.sentence()[:40], *words.take(2)))
    source = Source(f"kb/{number}.md", (1, line), "0" * 64)
    date = f"20{18 + number % 8}-{1 + number % 12:02}-{1 + number % 28:02}"
    return Entry(f"e{number}", title, words.kind(), date, (), source, tuple(sections), (), (), (), ())


def seconds(work: Callable[[], object]) -> float:
    clock = time.process_time if "--cpu" in sys.argv else time.perf_counter
    start = clock()
    work()
    return clock() - start


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def keystrokes(search: Callable[[str], object]) -> list[float]:
    typed = [query[:end].strip() for query in QUERIES for end in range(2, len(query) + 1)]
    for query in QUERIES:
        search(query)
    return [seconds(lambda text=text: search(text)) for text in typed]  # type: ignore[misc]


def cold_search(folder: Path) -> float:
    code = (
        "import sys; from pathlib import Path; from ekskb.search.index import TextIndex; "
        "index = TextIndex.open(Path(sys.argv[1])); index.search(sys.argv[2]); index.close()"
    )
    command = [sys.executable, "-c", code, str(folder), QUERIES[0]]
    times = []
    for _ in range(3):
        start = time.perf_counter()
        subprocess.run(command, check=True)
        times.append(time.perf_counter() - start)
    return min(times)


def measure_engine(engine: Engine, entries: Sequence[Entry], folder: Path) -> dict[str, float]:
    build = seconds(lambda: engine.build(entries))
    slip = seconds(lambda: engine.ask("certifcate expird"))
    typed = keystrokes(engine.ask)
    added = make_entry(len(entries), Words(2000, 1))
    add = seconds(lambda: engine.add(added))
    return {
        "full build, s": build,
        "keystroke, median, ms": 1e3 * percentile(typed, 0.5),
        "keystroke, 95th percentile, ms": 1e3 * percentile(typed, 0.95),
        "keystroke, slowest, ms": 1e3 * max(typed),
        "first misspelt word, ms": 1e3 * slip,
        "add one entry, ms": 1e3 * add,
        "size on disk, MB": sum(f.stat().st_size for f in folder.rglob("*") if f.is_file()) / 1e6,
    }


def shares(engine: Engine) -> dict[str, float]:
    """Which part of the time of keystrokes goes where, stages of a search only."""
    profile = cProfile.Profile()
    profile.runcall(keystrokes, engine.ask)
    spent: dict[str, float] = {}
    for (file, _, name), row in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        stage = STAGES.get((Path(file).stem, name))
        if stage:
            spent[stage] = spent.get(stage, 0.0) + row[3]
    whole = spent.pop("whole")
    return {stage: value / whole for stage, value in spent.items()}


def measure(count: int, folder: Path) -> None:
    entries = make_entries(count)
    columns: dict[str, dict[str, float]] = {}
    for kind in ENGINES:
        engine = kind(folder / kind.name)
        columns[kind.name] = measure_engine(engine, entries, folder / kind.name)
        if isinstance(engine, Ours):
            told = ", ".join(f"{stage} {100 * share:.0f} %" for stage, share in shares(engine).items())
        engine.close()
    peers = [name for name in columns if name != Ours.name]
    head = "".join(f"{name:>10}" for name in columns) + "".join(f"{'/ ' + name:>11}" for name in peers)
    report = [f"{count:,} entries", f"  {'':<32}{head}"]
    for row, mine in columns[Ours.name].items():
        values = "".join(f"{column[row]:>10.1f}" for column in columns.values())
        ratios = "".join(f"{mine / max(columns[name][row], 1e-9):>11.1f}" for name in peers)
        report.append(f"  {row:<32}{values}{ratios}")
    # In another process: always the time that passes.
    report.append(f"  {'first result, whole process, ms':<32}{1e3 * cold_search(folder / Ours.name):>10.1f}")
    report.append(f"  a keystroke is: {told}")
    sys.stdout.write("\n".join(report) + "\n")
    sys.stdout.flush()


def main() -> None:
    for count in [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or [1000, 10_000]:
        folder = Path(tempfile.mkdtemp(prefix="ekskb-bench-"))
        try:
            measure(count, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
