"""Feedback in the app: noted by a key, shown where entries are, cleared by one action."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from ekskb.feedback import Note, Tally, add_note, feedback_path, read_tallies
from ekskb.tui.offered import offered_actions
from tests.tui.conftest import NOW, Driver, Started
from tests.tui.fake_door import LOG, FakeDoor


def file_of(data_folder: Path) -> Path:
    return feedback_path(FakeDoor().root, {"EKSKB_DATA": str(data_folder)})


def noted(data_folder: Path) -> Tally:
    return read_tallies(file_of(data_folder)).get("istio-503", Tally())


async def matched(ui: Driver) -> None:
    await ui.paste(LOG)
    assert ui.screen_name == "MatchScreen"


async def test_plus_on_a_match_notes_that_it_fixed_it_and_the_list_shows_it(
    started: Started, data_folder: Path
) -> None:
    async with started() as ui:
        await matched(ui)
        await ui.press("plus")

        assert noted(data_folder) == Tally(fixed=1, last=NOW)
        assert "97% ✓1 Istio STRICT" in ui.text()
        assert "Noted here: last just now, fixed 1" in ui.text()


async def test_the_same_verdict_on_the_same_log_counts_once(started: Started, data_folder: Path) -> None:
    async with started() as ui:
        await matched(ui)
        await ui.press("minus")
        await ui.press("minus")

        assert noted(data_folder).wrong == 1
        assert ui.notices[-1] == "Noted already."


async def test_opening_a_match_counts_as_seen_and_browsing_does_not(
    started: Started, data_folder: Path
) -> None:
    async with started() as ui:
        await ui.press("enter", "escape")
        assert not file_of(data_folder).exists()

        await matched(ui)
        await ui.press("enter")
        assert noted(data_folder).seen == 1


async def test_the_head_of_an_entry_tells_what_was_noted_before(started: Started, data_folder: Path) -> None:
    before = NOW - timedelta(days=12)
    for verdict in ("seen", "seen", "fixed"):
        add_note(file_of(data_folder), Note("istio-503", verdict, before))
    async with started() as ui:
        ui.app.open_entry("istio-503")
        await ui.settle()
        assert "Noted here: seen 2 times, last 12 days ago, fixed 1" in ui.text()

        await ui.press("minus")
        assert "Noted here: seen 2 times, last just now, fixed 1, not this 1" in ui.text()


async def test_0_forgets_what_was_noted_about_the_entry(started: Started, data_folder: Path) -> None:
    async with started() as ui:
        await matched(ui)
        await ui.press("plus")
        await ui.press("0")
        assert noted(data_folder) == Tally()
        assert "✓" not in ui.text()

        await ui.press("plus")
        assert noted(data_folder).fixed == 1


async def test_one_action_deletes_everything_noted(started: Started, data_folder: Path) -> None:
    async with started() as ui:
        await matched(ui)
        await ui.press("plus")
        clear = next(c for c in ui.app.get_system_commands(ui.app.screen) if c.title == "Clear feedback")
        clear.callback()
        await ui.settle()

        assert not file_of(data_folder).exists()
        assert "✓" not in ui.text()


async def test_feedback_that_cannot_be_written_is_told_and_the_app_goes_on(
    started: Started, data_folder: Path
) -> None:
    data_folder.write_text("a file where a folder should be")
    async with started() as ui:
        assert ui.notices == []
        await matched(ui)
        await ui.press("plus")

        assert "cannot be written" in ui.notices[-1]
        assert ui.screen_name == "MatchScreen"


async def test_the_verdicts_are_offered_by_name(started: Started) -> None:
    async with started() as ui:
        await matched(ui)

        assert {"Fixed it", "Not this", "Forget"} <= {o.name for o in offered_actions(ui.app.screen)}


async def test_having_opened_an_entry_for_the_first_time_just_now_is_no_news(started: Started) -> None:
    async with started() as ui:
        await matched(ui)
        await ui.press("enter")

        assert ui.screen_name == "EntryScreen"
        assert "Noted here" not in ui.text()
