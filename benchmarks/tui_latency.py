"""How long the terminal UI takes: start, key to results, paste to answer. Run by hand.

    python benchmarks/tui_latency.py [ENTRIES ...]

Builds a knowledge base of made-up incidents in a temporary folder, drives the app without a terminal, and
prints the median and the 95th percentile in milliseconds. A key is timed from the press until the list shows
its results and the frame is drawn; the budget is 50 ms at the 95th percentile for 10,000 entries.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from ekskb.cli.scanning import make_survey
from ekskb.kb import KnowledgeBase
from ekskb.tui.app import EksKbApp
from ekskb.tui.large import Survey
from ekskb.tui.screens.match import MatchScreen
from ekskb.tui.screens.search import SearchScreen

PARTS = (
    "coredns",
    "istio",
    "karpenter",
    "node",
    "volume",
    "ingress",
    "secret",
    "quota",
    "파드",
    "인증서",
    "노드",
    "네트워크",
)
FAULTS = ("timeout", "refused", "not found", "forbidden", "재시작", "만료", "누락", "실패")
QUERIES = (
    "coredns timeout",
    "인증서 만료",
    "node quota forbidden",
    "istio refused 재시작",
    "volume not found",
)


def make_root(folder: Path, count: int) -> None:
    """`count` incidents, fifty to a document."""
    rng = random.Random(count)
    (folder / "kb").mkdir()
    for number in range(0, count, 50):
        chapters = (_chapter(rng, n) for n in range(number, min(number + 50, count)))
        (folder / "kb" / f"doc-{number:06}.md").write_text("# Incidents\n\n" + "\n".join(chapters), "utf-8")


def _chapter(rng: random.Random, number: int) -> str:
    part, other, fault = rng.choice(PARTS), rng.choice(PARTS), rng.choice(FAULTS)
    code = f"E{rng.randrange(10**6):06}"
    return (
        f"## 2025-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}: {part} {fault}, {other} {number}\n\n"
        f"### 증상\n\n{part} 요청이 {fault} 로 끝난다.\n\n"
        f"```\nerror {code}: {part} {fault} on {other}-{number}\n```\n\n"
        f"### 원인\n\n{other} 설정이 {part} 와 맞지 않는다.\n\n"
        f"### 해결\n\n```bash\nkubectl -n {other} rollout restart deploy/{part}-{number}\n```\n"
    )


async def until(done: Callable[[], bool], limit: float = 60.0) -> float:
    """Milliseconds until `done`, looked at after every turn of the loop."""
    began = time.perf_counter()
    while not done():
        if time.perf_counter() - began > limit:
            raise TimeoutError("no answer within a minute")
        await asyncio.sleep(0.0005)
    return (time.perf_counter() - began) * 1000


def told(name: str, times: list[float]) -> str:
    high = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"{name:<32}{statistics.median(times):9.1f}{high:9.1f}"


async def measure(kb: KnowledgeBase, log: str) -> list[str]:
    began = time.perf_counter()
    app = EksKbApp(kb)
    async with app.run_test(size=(200, 50)) as pilot:
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        await until(lambda: screen.results.option_count > 0)
        start = (time.perf_counter() - began) * 1000
        keys = [took for query in QUERIES * 2 for took in await type_query(screen, query)]
        pastes = [await paste_log(app, pilot, log) for _ in range(5)]
        looks = [await look_again(kb) for _ in range(5)]
        # The first scan of a knowledge base makes what the later ones find in the cache.
        made, scanned = [await paste_large(app, log, make_survey(kb)) for _ in range(2)]
        first, whole = await paste_large(app, log)
    return [
        told("start to list", [start]),
        told("key to results", keys),
        told("paste of 1,000 lines", pastes),
        told("look for changes on disk", looks),
        told("paste of 5 MB, scanned", [scanned[1]]),
        told("  the first scan of all", [made[1]]),
        told("  without a scan, first answer", [first]),
        told("  without a scan, whole answer", [whole]),
    ]


async def type_query(screen: SearchScreen, query: str) -> list[float]:
    times = []
    for at in range(1, len(query) + 1):
        screen.box.value = query[:at]
        times.append(await until(partial(shows, screen, query[:at].strip())))
        await asyncio.sleep(0.02)
    screen.box.value = ""
    await until(partial(shows, screen, ""))
    return times


def shows(screen: SearchScreen, query: str) -> bool:
    return screen._found.query == query and not screen.asking.busy


async def paste_log(app: EksKbApp, pilot: Pilot[None], log: str) -> float:
    app.post_message(events.Paste(log))
    await until(lambda: isinstance(app.screen, MatchScreen) and app.screen._matching)
    match = app.screen
    assert isinstance(match, MatchScreen)
    took = await until(lambda: not match._matching)
    app.pop_screen()
    await pilot.pause()
    return took


async def look_again(kb: KnowledgeBase) -> float:
    began = time.perf_counter()
    await asyncio.to_thread(kb.refresh)
    return (time.perf_counter() - began) * 1000


async def paste_large(app: EksKbApp, end: str, survey: Survey | None = None) -> tuple[float, float]:
    """Lines that all differ, the telling ones at the end: times of the first and of the whole answer."""
    rng = random.Random(5)
    lines = (
        f"2026-01-01T00:00:00Z info GET /v1/{rng.getrandbits(64):x} {rng.random()}" for _ in range(70_000)
    )
    app.survey = survey
    app.post_message(events.Paste("\n".join([*lines, end])))
    await until(lambda: isinstance(app.screen, MatchScreen) and app.screen._matching)
    match = app.screen
    assert isinstance(match, MatchScreen)
    first = await until(lambda: match._result is not None)
    return first, first + await until(lambda: not match._matching, 300)


def main(counts: list[int]) -> None:
    out = sys.stdout.write
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            os.environ["EKSKB_DATA"] = name
            make_root(root, count)
            kb = KnowledgeBase.open(root, cache=root / "cache")
            kb.refresh()
            kb.search("warm up")
            log = "\n".join(f"2026-01-01T00:00:{n % 60:02} info GET /x {n}" for n in range(998))
            log += "\nerror E000001: coredns timeout on node-7\nerror E000002: istio refused on quota-9"
            kb.match(log)
            out(
                f"{count:,} entries{'median':>25}{'p95 ms':>9}\n"
                + "\n".join(asyncio.run(measure(kb, log)))
                + "\n\n"
            )
            kb.close()


if __name__ == "__main__":
    main([int(arg) for arg in sys.argv[1:]] or [1_000, 10_000])
