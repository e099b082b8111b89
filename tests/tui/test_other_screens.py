"""Help, problems, and what the app says about itself."""

from __future__ import annotations

from pathlib import Path

from tests.tui.conftest import Started


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
