"""How long parsing takes, and that hostile text stays linear.

    python -m benchmarks.parse_speed [FOLDER]

Parses a thousand documents of about 20 KB, made from the Markdown files below FOLDER (default: kb/), on one
core, and tells the time next to that of reading the outline alone, which is what markdown-it costs. Then it
parses each hostile text at one size and at twice that size: a ratio near 2 is linear, near 4 quadratic.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ekskb.parse.document import parse_document
from ekskb.parse.outline import read_outline, split_lines

DOCUMENTS: Final = 1000
SIZE: Final = 20_000
HOSTILE: Final[Mapping[str, tuple[str, str, str]]] = {
    "one line": ("# a\n\n## Symptom\n\n", "error ", ""),
    "headings": ("", "## Symptom\n\na\n\n## Fix\n\nb\n\n", ""),
    "labels": ("# a\n\n", "**Symptom:** a\n\n**Fix:** b\n\n", ""),
    "summaries": ("# a fails\n\n", "## Summary\n\n**Symptom:** a\n\n", ""),
    "containers": ("# a\n\n", "## FAQ\n\n- **Problem:** a\n- **Fix:** b\n\n", ""),
    "questions": ("# a\n\n", "### Disk is full. Why?\n\nIt is full:\n\n", ""),
    "bold titles": ("# a\n\n", "**1. Pod fails**\n\n**Cause:** a\n\n**Fix:** b\n\n", ""),
    "unknown headings": ("# a\n\n", "## Some words\n\na\n\n", ""),
    "nested symptoms": ("# a\n\n## Symptom\n\n## Diagnosis\n\n", "### Symptom\n\n**Cause:** a\n\n", ""),
    "leads": ("# a fails\n\n## b fails\n\n", "You can fix this by that:\n\n", ""),
    "open quotes": ("# a\n\n```bash\n", "echo 'a\n", "```\n"),
    "open loops": ("# a\n\n```bash\n", "for i in a; do\n", "```\n"),
    "here-documents": ("# a\n\n```bash\n", "cat <<EOF\n", "```\n"),
    "code spans": ("# a\n\n", "- `kubectl get pods -n x`\n", ""),
    "backticks": ("# a\n\n", "` `` ", ""),
    "table": ("# a\n\n| a | b |\n|---|---|\n", "| `a.yaml` | x |\n", ""),
    "quotes": ("# a\n\n", "> ", "x"),
    "open blocks": ("# a\n\n", "```\n", ""),
    "log lines": ("# a\n\n## Symptom\n\n```\n", "error: connection refused\n", "```\n"),
}


def _documents(folder: Path) -> list[str]:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md")))
    chunks = [text[start : start + SIZE] for start in range(0, max(1, len(text) - SIZE), SIZE)]
    return [chunks[number % len(chunks)] for number in range(DOCUMENTS)]


def _seconds(texts: list[str]) -> tuple[float, float]:
    start = time.perf_counter()
    for text in texts:
        read_outline(split_lines(text))
    middle = time.perf_counter()
    for text in texts:
        parse_document(text, "kb/a.md")
    return middle - start, time.perf_counter() - middle


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "kb")
    texts = _documents(folder)
    outline, whole = _seconds(texts)
    size = sum(len(text.encode()) for text in texts) / len(texts) / 1000
    out = sys.stdout.write
    ratio = whole / outline
    out(f"{len(texts)} documents of {size:.0f} KB: {whole:.1f} s, {ratio:.1f} times the outline alone\n\n")
    for name, (before, part, after) in HOSTILE.items():
        times = [_seconds([before + part * count + after])[1] for count in (2000, 4000)]
        out(f"{name:15} {times[0]:6.3f} s  {times[1]:6.3f} s  ratio {times[1] / max(times[0], 1e-4):.1f}\n")


if __name__ == "__main__":
    main()
