"""How fast search is, beside SQLite FTS5 in the same run: python benchmarks/search_speed.py [ENTRIES...]

Entries are made of sentences like those of real incidents, in Korean and English, with a long tail
of distinct words. A keystroke is a search for what has been typed so far, letter by letter.
FTS5 matches whole words and prefixes only: it neither finds 권한 in 권한이 nor corrects a slip, so the
ratio tells the price of that, not a race.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path

from ekskb.model import Entry, Kind, Role, Section, Source
from ekskb.search.index import TextIndex

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
LIMIT = 20


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


def make_table(entries: Sequence[Entry], file: Path) -> sqlite3.Connection:
    table = sqlite3.connect(file)
    table.execute("CREATE VIRTUAL TABLE entry USING fts5(title, body, prefix='2 3')")
    rows = ((entry.title, "\n".join(section.text for section in entry.sections)) for entry in entries)
    table.executemany("INSERT INTO entry VALUES (?, ?)", rows)
    table.commit()
    return table


def ask_table(table: sqlite3.Connection, query: str) -> None:
    words = [f'"{word}"' for word in query.replace('"', " ").split()]
    words[-1] += "*"
    sql = (
        "SELECT title, snippet(entry, 1, '[', ']', '…', 12) FROM entry "
        "WHERE entry MATCH ? ORDER BY bm25(entry, 3, 1) LIMIT ?"
    )
    table.execute(sql, (" OR ".join(words), LIMIT)).fetchall()


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


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
    return min(seconds(lambda: subprocess.run(command, check=True)) for _ in range(3))


def measure(count: int, folder: Path) -> None:
    entries = make_entries(count)
    index = TextIndex.open(folder / "text")
    build = seconds(lambda: index.update(((entry, "1") for entry in entries), ()))
    table: list[sqlite3.Connection] = []
    table_build = seconds(lambda: table.append(make_table(entries, folder / "fts.db")))
    ours = keystrokes(lambda text: index.search(text, LIMIT))
    theirs = keystrokes(lambda text: ask_table(table[0], text))
    added = make_entry(count, Words(2000, 1))
    add = seconds(lambda: index.update([(added, "1")], ()))
    index.close()
    table[0].close()
    size = sum(file.stat().st_size for file in (folder / "text").iterdir() if file.is_file())
    rows = (
        ("full build", build, table_build, "s"),
        ("keystroke, median", 1e3 * percentile(ours, 0.5), 1e3 * percentile(theirs, 0.5), "ms"),
        ("keystroke, 95th percentile", 1e3 * percentile(ours, 0.95), 1e3 * percentile(theirs, 0.95), "ms"),
        ("keystroke, slowest", 1e3 * max(ours), 1e3 * max(theirs), "ms"),
        ("size on disk", size / 1e6, (folder / "fts.db").stat().st_size / 1e6, "MB"),
    )
    report = [f"{count:,} entries", f"  {'':<28}{'ekskb':>10}{'FTS5':>10}{'ratio':>8}"]
    report += [
        f"  {name:<28}{mine:>7.1f} {unit:<2}{other:>7.1f} {unit:<2}{mine / max(other, 1e-9):>7.1f}"
        for name, mine, other, unit in rows
    ]
    report += [f"  {'add one entry':<28}{add * 1e3:>7.1f} ms"]
    report += [f"  {'first result, whole process':<28}{cold_search(folder / 'text') * 1e3:>7.1f} ms"]
    sys.stdout.write("\n".join(report) + "\n")
    sys.stdout.flush()


def main() -> None:
    for count in [int(argument) for argument in sys.argv[1:]] or [1000, 10_000]:
        folder = Path(tempfile.mkdtemp(prefix="ekskb-bench-"))
        try:
            measure(count, folder)
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
