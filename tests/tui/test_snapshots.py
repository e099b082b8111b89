"""How the screens look, as text: one file per screen and state, read by people when it changes.

`EKSKB_UPDATE_SNAPSHOTS=1 pytest tests/tui/test_snapshots.py` writes them anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.tui.conftest import Started
from tests.tui.fake_door import LOG

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("EKSKB_UPDATE_SNAPSHOTS"))

SCENES: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    "search-80x24": ((80, 24), ()),
    "search-200x50": ((200, 50), ("type:503",)),
    "search-40x10": ((40, 10), ("escape",)),
    "search-suggestion-80x24": ((80, 24), ("type:isito",)),
    "filter-80x24": ((80, 24), ("escape", "f", "space")),
    "entry-80x24": ((80, 24), ("enter",)),
    "entry-log-100x40": ((100, 40), ("down", "enter")),
    "entry-find-80x24": ((80, 24), ("down", "enter", "slash", "type:udp", "enter", "n")),
    "entry-40x10": ((40, 10), ("enter",)),
    "outline-80x24": ((80, 24), ("enter", "o")),
    "commands-80x24": ((80, 24), ("escape", "c")),
    "fill-80x24": ((80, 24), ("escape", "c", "enter")),
    "paste-empty-80x24": ((80, 24), ("escape", "p")),
    "match-80x24": ((80, 24), ("paste",)),
    "match-200x50": ((200, 50), ("paste",)),
    "match-40x10": ((40, 10), ("paste",)),
    "match-noted-80x24": ((80, 24), ("paste", "plus")),
    "entry-noted-80x24": ((80, 24), ("paste", "minus", "enter")),
    "match-log-80x24": ((80, 24), ("paste", "v")),
    "not-catalogued-80x24": ((80, 24), ("paste:no\nlookup timeout",)),
    "problems-80x24": ((80, 24), ("escape", "P")),
    "help-80x24": ((80, 24), ("escape", "question_mark")),
    "hostile-80x24": ((80, 24), ("type:markup", "enter")),
}
"""Name -> size and steps: a key, `type:` words, `paste` of the sample log, `paste:` text."""


@pytest.mark.parametrize("name", SCENES)
async def test_the_screen_looks_as_it_did(started: Started, name: str) -> None:
    size, steps = SCENES[name]
    async with started(*size) as ui:
        ui.door.suggestion = "istio"
        for step in steps:
            kind, _, rest = step.partition(":")
            if kind == "paste":
                await ui.paste(rest or LOG)
            else:
                await ui.press(*(rest if kind == "type" else [step]))
        await ui.pilot.pause(0.15)
        await ui.settle()
        text = ui.text() + "\n"

    path = FOLDER / f"{name}.txt"
    if UPDATE:
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text
