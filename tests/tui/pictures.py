"""The pictures of the README: the app on the project's own knowledge base and sample log.

    python -m tests.tui.pictures

Writes docs/tui-*.svg; the same knowledge base gives the same bytes.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import msgspec
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from ekskb.kb import KnowledgeBase
from ekskb.tui.app import EksKbApp
from tests.tui.svg import svg_document

CHECKOUT = Path(__file__).parents[2]
SIZE = (120, 36)
LOG = "samples/load-balancer-controller.log"
QUERY = "443 timeout"


async def settle(app: EksKbApp, pilot: Pilot[None]) -> None:
    """Until no worker and no delay of a preview is under way."""
    for _ in range(4):
        await pilot.pause(0.2)
        await app.workers.wait_for_complete()
    for box in app.screen.query(Input):
        box.cursor_blink = False
    await pilot.pause()


def picture(app: EksKbApp, title: str) -> str:
    theme = app.current_theme
    strips = app.screen._compositor.render_strips()
    return svg_document(strips, title, theme.foreground or "#e0e0e0", theme.background or "#121212")


async def take_pictures(kb: KnowledgeBase, folder: Path) -> list[Path]:
    log = files("ekskb").joinpath(LOG).read_text("utf-8")
    app, written = EksKbApp(kb), []

    def keep(name: str, title: str) -> None:
        path = folder / f"{name}.svg"
        path.write_text(picture(app, title), "utf-8")
        written.append(path)

    async with app.run_test(size=SIZE) as pilot:
        await settle(app, pilot)
        await pilot.press(*("space" if char == " " else char for char in QUERY))
        await settle(app, pilot)
        keep("tui-search", "ekskb: search while typing")
        app.post_message(events.Paste(log))
        await settle(app, pilot)
        keep("tui-match", "ekskb: a pasted log and its incident")
        await pilot.press("enter")
        await settle(app, pilot)
        keep("tui-entry", "ekskb: the incident, reading order, matched lines marked")
    return written


def main() -> None:
    folder = CHECKOUT / "docs"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["EKSKB_DATA"] = scratch
        kb = KnowledgeBase.open(CHECKOUT, cache=Path(scratch) / "cache")
        if not kb.config.title:
            kb.config = msgspec.structs.replace(kb.config, title="EKS incidents")
        kb.refresh()
        kb.search("warm up")
        written = asyncio.run(take_pictures(kb, folder))
        kb.close()
    sys.stdout.writelines(f"{path.relative_to(CHECKOUT)}\n" for path in written)


if __name__ == "__main__":
    main()
