"""Building many entries, and adding one document to them.

    python benchmarks/build_speed.py [--entries 1000] [--entries 10000]

Documents are those of the starter knowledge base with other words in them. The peer of the same run
is markdown-it alone, reading the same text into tokens and doing nothing else.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from markdown_it import MarkdownIt

from ekskb.config import starter_root
from ekskb.kb import KnowledgeBase


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--entries", type=int, action="append")
    for count in parser.parse_args().entries or [1000]:
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), count)


def measure(folder: Path, count: int) -> None:
    """Print the times of one size, in seconds and as ratios to the peer."""
    root = folder / "root"
    texts = list(write_documents(root / "kb", count))
    peer = timed(lambda: [MarkdownIt().parse(text) for text in texts])
    kb = KnowledgeBase.open(root, folder / "cache")
    build = timed(lambda: kb.build())
    entries = len(kb.summaries())
    again = timed(lambda: kb.build())
    (root / "kb" / "new.md").write_text(texts[0].replace("장애", "새 장애"), encoding="utf-8")
    one = timed(lambda: kb.build())
    signatures = timed(lambda: kb.match("connection refused"))
    kb.close()
    print(f"{len(texts)} documents, {entries} entries, {sum(map(len, texts)) / 1e6:.1f} M characters")
    for name, seconds in (
        ("markdown-it alone", peer),
        ("build", build),
        ("build again, nothing changed", again),
        ("build after adding one document", one),
        ("first match after it", signatures),
    ):
        print(f"  {name:<32} {seconds:8.2f} s  {seconds / peer:6.2f} x")
    sys.stdout.flush()


def write_documents(folder: Path, count: int) -> Iterator[str]:
    """Copies of the starter's documents with words of their own, until there are about `count` entries."""
    folder.mkdir(parents=True)
    sources = [p for p in sorted((starter_root() / "kb").glob("*.md")) if p.name != "README.md"]
    per_round = len(list((starter_root() / "entries").glob("*.yaml"))) or 100
    for turn in range(max(1, round(count / per_round))):
        for source in sources:
            text = source.read_text(encoding="utf-8").replace("controller", f"controller{turn}")
            text = text.replace("Pod", f"Pod{turn}").replace("파드", f"파드{turn}번")
            (folder / f"{turn:04}-{source.name}").write_text(text, encoding="utf-8")
            yield text


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
