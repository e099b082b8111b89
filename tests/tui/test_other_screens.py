"""Help, problems, and what the app says about itself."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from ekskb.config import Config
from ekskb.errors import RootError
from ekskb.tui import actions, copying
from ekskb.tui.widgets.status import EMPTY
from tests.tui.conftest import Started
from tests.tui.fake_door import LOG, FakeDoor


async def test_help_lists_the_keys_of_the_screen_one_came_from(started: Started) -> None:
    async with started(100, 50) as ui:
        await ui.press("escape", "question_mark")
        text = ui.text()
        assert "Copy" in text
        assert "Filter" in text
        assert '"timed out"' in text

        await ui.press("escape")
        assert ui.screen_name == "SearchScreen"


async def test_f1_helps_while_typing_and_question_mark_is_a_character(started: Started) -> None:
    async with started() as ui:
        await ui.press("question_mark")
        assert ui.screen_name == "SearchScreen"
        await ui.press("f1")
        assert ui.screen_name == "HelpScreen"


async def test_problems_name_the_place_and_enter_opens_the_editor_there(started: Started) -> None:
    async with started() as ui:
        await ui.press("escape", "P")
        text = ui.text()
        assert "1 error, 1 warning" in text
        assert "kb/hostile.md:2" in text
        assert "no fix [section]" in text

        await ui.press("j", "enter")
        assert [(Path("/nowhere/kb/drain-node.md"), 1)] == ui.edited


async def test_the_app_can_start_on_the_problems(started: Started) -> None:
    async with started(screen="problems") as ui:
        assert ui.screen_name == "ProblemScreen"


async def test_a_search_that_crashes_is_told_and_the_next_one_works(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as ui:
        search = ui.door.search

        def crash(query: str, limit: int = 10) -> None:
            raise ZeroDivisionError("[/]")

        monkeypatch.setattr(ui.door, "search", crash)
        await ui.press("i")
        assert ui.notices == ["ZeroDivisionError: [/]"]

        monkeypatch.setattr(ui.door, "search", search)
        await ui.press(*"stio")
        assert "1 entry" in ui.text()


async def test_a_knowledge_base_that_vanishes_is_told_once_and_again_after_it_came_back(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started() as ui:
        refresh = ui.door.refresh

        def vanish() -> bool:
            raise RootError("/kb is gone", "mount it again")

        monkeypatch.setattr(ui.door, "refresh", vanish)
        for _ in range(3):
            ui.app.look_again()
            await ui.settle()
        assert ui.notices == ["/kb is gone\nmount it again"]

        monkeypatch.setattr(ui.door, "refresh", refresh)
        ui.app.look_again()
        await ui.settle()
        monkeypatch.setattr(ui.door, "refresh", vanish)
        ui.app.look_again()
        await ui.settle()
        assert len(ui.notices) == 2


async def test_the_palette_opens_an_entry_by_some_letters_of_its_title(started: Started) -> None:
    async with started() as ui:
        await ui.press("ctrl+p")
        await ui.press(*"lookups")
        await ui.pilot.pause(0.3)
        await ui.press("enter")
        await ui.settle()

        assert ui.screen_name == "EntryScreen"
        assert "CoreDNS lookups" in ui.text()


async def test_the_palette_shows_hostile_titles_as_written(started: Started) -> None:
    async with started() as ui:
        await ui.press("ctrl+p")
        await ui.press(*"markup")
        await ui.pilot.pause(0.3)

        assert "[red]markup[/]" in ui.text()


async def test_w_copies_a_handover_note(started: Started) -> None:
    async with started() as ui:
        await ui.paste(LOG)
        await ui.press("c", "enter", "w")

        note = ui.copied[-1]
        assert note.startswith("# Istio STRICT")
        assert "Confidence: 97%" in note
        assert "kubectl -n pay apply" in note


async def test_shift_w_saves_the_note_under_a_name_of_its_own(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with started() as ui:
        await ui.paste(LOG)
        await ui.press("W")
        await ui.press("W")

        saved = sorted(tmp_path.glob("handover-*-istio-503*.md"))
        assert [path.stem[-2:] for path in saved] == ["-2", "03"]
        assert "Log line 9, entry line 8" in saved[0].read_text("utf-8")
        assert f"Saved {saved[0]}, secrets left out." in ui.notices


async def test_a_note_that_cannot_be_saved_is_told(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
        raise RootError(f"{folder} cannot be written", "check its permissions")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(copying, "write_new", refuse)
    async with started() as ui:
        await ui.press("escape", "W")

        assert ui.notices == [f"{tmp_path} cannot be written\ncheck its permissions"]


async def test_an_empty_knowledge_base_is_not_called_faultless(started: Started) -> None:
    door = FakeDoor([])
    door.check = lambda today: ()  # type: ignore[method-assign]
    async with started(door=door) as ui:
        await ui.press("escape", "P")

        assert ui.text().splitlines()[0].strip() == EMPTY


async def test_the_theme_of_the_knowledge_base_is_used_and_an_unknown_one_is_told(started: Started) -> None:
    door = FakeDoor()
    door.config = Config(theme="nord")
    async with started(door=door) as ui:
        assert ui.app.theme == "nord"

    door.config = Config(theme="[pink]")
    async with started(door=door) as ui:
        assert "names no known theme" in ui.notices[0]


@pytest.mark.parametrize(
    "theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light", "nord", "monokai"]
)
async def test_every_screen_draws_in_every_kind_of_theme(started: Started, theme: str) -> None:
    async with started(120, 30) as ui:
        ui.app.theme = theme
        await ui.press(*"istio", "enter", "c", "escape", "escape", "p")
        await ui.paste(LOG)

        assert "1 match" in ui.text()


async def test_without_a_clipboard_the_text_is_kept_in_a_file_and_printed_at_the_end(
    started: Started, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with started() as ui:
        monkeypatch.setattr(actions, "copy_away", lambda _: "")
        monkeypatch.setattr(platformdirs, "user_state_path", lambda _: tmp_path)
        ui.app.copy_to_clipboard("some \x1b[31mtext")
        await ui.settle()

        assert (tmp_path / "copied.txt").read_text("utf-8") == "some text\n"
        assert ui.app.copying.kept == ["some text"]
        assert f"saved to {tmp_path}" in ui.notices[0]
