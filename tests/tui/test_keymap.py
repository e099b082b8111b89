"""Keys of the settings: used where they can be, told where they cannot."""

from __future__ import annotations

import pytest

from ekskb.config import Config
from ekskb.tui.keymap import read_keymap
from tests.tui.conftest import Started
from tests.tui.fake_door import LOG, FakeDoor


def with_keys(**keys: str) -> FakeDoor:
    door = FakeDoor()
    door.config = Config(keymap={name.replace("_", "-"): value for name, value in keys.items()})
    return door


async def test_a_key_of_the_settings_takes_the_place_of_the_default(started: Started) -> None:
    async with started(door=with_keys(problems="ctrl+t,f9", back="X")) as ui:
        await ui.press("escape", "P")
        assert ui.screen_name == "SearchScreen"

        await ui.press("f9")
        assert ui.screen_name == "ProblemScreen"
        await ui.press("X")
        assert ui.screen_name == "SearchScreen"
        assert ui.notices == []


async def test_the_footer_shows_the_key_of_the_settings(started: Started) -> None:
    async with started(door=with_keys(draft="f6")) as ui:
        await ui.paste("nothing like it\nlookup timeout")

        assert "f6 Draft" in ui.text()


async def test_an_action_that_does_not_exist_is_told_in_one_line_with_the_nearest(started: Started) -> None:
    async with started(door=with_keys(copyy="x")) as ui:
        assert ui.notices == ["ekskb.yaml, keymap: no action “copyy”, but copy"]


async def test_a_clash_is_told_and_the_app_goes_on(started: Started) -> None:
    async with started(door=with_keys(edit="d")) as ui:
        assert ui.notices == ["ekskb.yaml, keymap: “d” is draft and edit"]
        await ui.paste(LOG)
        await ui.press("d", "question_mark")
        assert ui.screen_name == "HelpScreen"


@pytest.mark.parametrize(
    "keys", ["", ",", "a,,b", " ", "[/]", "\x1b", "ctrl+", "가", "no-such-key", "a" * 999]
)
def test_no_key_name_whatever_raises(keys: str) -> None:
    keymap = read_keymap({"draft": keys})

    assert set(keymap.keys) | set(keymap.faults)


def test_two_actions_may_swap_their_keys() -> None:
    assert read_keymap({"edit": "w", "note": "e"}).faults == ()
