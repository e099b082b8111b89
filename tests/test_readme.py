"""Every console block of the README shows what the command really prints.

`make readme` writes the blocks anew.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[1]
_BLOCK = re.compile(
    r"(?<=```console\n)\$ (?P<command>[^\n]*ekskb[^\n]*)\n(?P<output>.*?)(?=^```)", re.DOTALL | re.M
)


def run(command: str) -> str:
    """What a shell prints for `command` on the starter knowledge base."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, "EKSKB_ROOT": str(PROJECT), "COLUMNS": "100"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=PROJECT, env=environ, capture_output=True, text=True, check=False
    )
    return done.stdout


def rewritten(text: str) -> str:
    return _BLOCK.sub(lambda block: f"$ {block['command']}\n{run(block['command'])}", text)


def test_the_readme_shows_what_commands_really_print() -> None:
    readme = PROJECT / "README.md"
    text = readme.read_text(encoding="utf-8")
    fresh = rewritten(text)
    if os.environ.get("EKSKB_WRITE_README"):
        readme.write_text(fresh, encoding="utf-8")
        return

    assert len(_BLOCK.findall(text)) >= 4
    assert fresh == text
