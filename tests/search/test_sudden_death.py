"""kill -9 of whoever writes the index, at any moment: the next search answers right.

EKSKB_KILLS=200 kills as often; without it a few times, so that the tests stay quick.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ekskb.model import Entry
from ekskb.search.index import TextIndex
from tests.search.entries import TLS, make_entry

KILLS = range(int(os.environ.get("EKSKB_KILLS", "16")) // 2)

UPDATES = """
import sys
from pathlib import Path
from ekskb.search.index import TextIndex
from tests.search.entries import make_entry

index = TextIndex.open(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(10_000):
    batch = [(make_entry(f"e{n}", f"turn{turn} word{n}"), str(turn)) for n in range(turn % 7, 40)]
    index.update(batch, [f"e{turn % 5}"])
"""
"""Writes a new commit as often as it can."""

FIRST_BUILD = """
import sys
from pathlib import Path
import ekskb.search.analysts, ekskb.search.index
from tests.search.test_sudden_death import first_entries

ekskb.search.analysts.ALONE, ekskb.search.index.BATCH = 40, 60
index = ekskb.search.index.TextIndex.open(Path(sys.argv[1]))
print("ready", flush=True)
index.update(first_entries(), [])
"""
"""Builds once, in batches and with a helper process."""


def first_entries() -> list[tuple[Entry, str]]:
    return [(make_entry(f"e{n}", f"turn1 word{n}", "증상 " * 30), "1") for n in range(400)]


def killed(program: str, folder: Path, after: float) -> None:
    """Start `program` and kill it `after` seconds from its first sign of life."""
    builder = subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE)
    assert builder.stdout is not None
    with builder.stdout as ready:
        ready.readline()
        time.sleep(after)
        builder.kill()
        builder.wait()


def check_answers(index: TextIndex) -> None:
    """Whatever the index says that it holds is found as it was written, and it can be written to."""
    assert index.notice == ""
    stamps = index.stamps()
    for name, turn in random.Random(1).sample(sorted(stamps.items()), min(40, len(stamps))):
        result = index.search(f"title:turn{turn} title:word{name[1:]}")
        assert [hit.id for hit in result.hits] == [name]
    index.update([(TLS, "1")], [], wait=1)
    assert index.search("certificate").hits[0].id == "tls"
    assert index.suggest("certifcate") == "certificate"


@pytest.mark.parametrize("seed", KILLS)
def test_an_updater_killed_at_any_moment_leaves_a_usable_index(tmp_path: Path, seed: int) -> None:
    killed(UPDATES, tmp_path / "cache", random.Random(seed).uniform(0.0, 0.4))

    index = TextIndex.open(tmp_path / "cache")
    check_answers(index)
    index.close()


@pytest.mark.parametrize("seed", KILLS)
def test_a_first_build_killed_at_any_moment_goes_on_where_it_stopped(tmp_path: Path, seed: int) -> None:
    killed(FIRST_BUILD, tmp_path / "cache", random.Random(seed).uniform(0.0, 0.9))

    index = TextIndex.open(tmp_path / "cache")
    check_answers(index)
    done = index.stamps()
    index.update([change for change in first_entries() if change[0].id not in done], [], wait=1)
    assert len(index.stamps()) == 401
    assert [hit.id for hit in index.search("title:word399").hits] == ["e399"]
    index.close()
