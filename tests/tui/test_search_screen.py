"""The search screen: words in, entries out."""

from __future__ import annotations

import msgspec
from textual.widgets import Input

from ekskb.config import Config
from ekskb.model import QueryNote
from ekskb.tui.screens.entry import EntryScreen
from ekskb.tui.screens.search import TOLD_AFTER, SearchScreen
from ekskb.tui.widgets.query_notes import PAUSE
from ekskb.tui.widgets.results import hit_lines
from tests.tui.conftest import Driver, Started
from tests.tui.fake_door import LOG, FakeDoor


def search_screen(ui: Driver) -> SearchScreen:
    screen = ui.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


async def test_the_app_opens_with_every_entry_newest_first(started: Started) -> None:
    async with started() as ui:
        ids = [option.id for option in search_screen(ui).results.options]

        assert ids == ["istio-503", "coredns-timeout", "hostile", "drain-node"]
        assert "4 entries, newest first" in ui.text()


async def test_typing_searches_and_marks_the_words_in_the_title(started: Started) -> None:
    async with started() as ui:
        await ui.press(*"coredns")

        screen = search_screen(ui)
        assert [option.id for option in screen.results.options] == ["coredns-timeout"]
        assert ui.door.queries[-1] == "coredns"
        assert any("underline" in str(span.style) for span in screen.results.options[0].prompt.spans)  # type: ignore[union-attr]


async def test_q_in_the_search_box_types_q_and_on_the_list_it_quits(started: Started) -> None:
    async with started() as ui:
        await ui.press("q")
        assert ui.app.screen.query_one(Input).value == "q"

        await ui.press("escape", "q")
        assert not ui.app.is_running


async def test_down_in_the_box_moves_the_list_and_enter_opens_the_entry(started: Started) -> None:
    async with started() as ui:
        await ui.press("down", "enter")

        assert ui.screen_name == "EntryScreen"
        assert "CoreDNS lookups time out" in ui.text()


async def test_a_search_that_fails_is_told_in_the_status_line_and_typing_goes_on(started: Started) -> None:
    async with started() as ui:
        await ui.press(*"fix:")
        assert "a field needs words" in ui.text()

        await ui.press("backspace")
        assert "a field needs words" not in ui.text()


async def test_an_answer_to_words_no_longer_in_the_box_is_dropped(started: Started) -> None:
    async with started() as ui:
        screen = search_screen(ui)
        screen.asking.busy = True
        await ui.press(*"istio")
        assert ui.door.queries == []

        screen.asking.took(screen._find, "ist", ui.door.search("coredns"))
        await ui.settle()
        assert [option.id for option in screen.results.options] == ["istio-503"]


async def test_up_at_the_top_of_the_list_recalls_the_query_before_and_down_returns(started: Started) -> None:
    async with started() as ui:
        await ui.press(*"coredns", "enter", "escape")
        box = search_screen(ui).box
        box.value = ""
        await ui.press(*"ist", "up")
        assert box.value == "coredns"

        await ui.press("down")
        assert box.value == "ist"


async def test_did_you_mean_is_offered_and_taken_with_one_key(started: Started) -> None:
    door = FakeDoor()
    door.suggestion = "istio"
    async with started(door=door) as ui:
        await ui.press(*"isito")
        assert "did you mean “istio”" in ui.text()

        await ui.press("escape", "y")
        assert [option.id for option in search_screen(ui).results.options] == ["istio-503"]


async def test_did_you_mean_is_taken_while_typing(started: Started) -> None:
    door = FakeDoor()
    door.suggestion = "istio"
    async with started(door=door) as ui:
        await ui.press(*"isito", "ctrl+y")

        assert search_screen(ui).box.value == "istio"


async def test_a_slip_in_the_query_is_pointed_at_once_typing_pauses(started: Started) -> None:
    door = FakeDoor()
    door.notes = (QueryNote("there is no field 'foo'", 6, 13),)
    async with started(door=door) as ui:
        await ui.press(*"istio foo:bar")
        notes = search_screen(ui).notes
        assert not notes.display

        await ui.pilot.pause(PAUSE + 0.1)
        caret = next(line for line in ui.text().splitlines() if "there is no field" in line)
        assert caret == "        ^^^^^^^ there is no field 'foo'"

        door.notes = ()
        await ui.press("x")
        assert not notes.display


async def test_the_filters_count_all_that_was_found_and_narrow_all_of_it(started: Started) -> None:
    door = FakeDoor()
    door.total = 5_000
    door.facets = {"component": {"Istio": 1_200}, "kind": {"howto": 31}}
    async with started(door=door) as ui:
        await ui.press(*"istio", "escape", "f")
        assert "[ ] Istio  1,200" in ui.text()
        assert "[ ] how-to  31" in ui.text()

        await ui.press("space", "enter")
        assert door.queries[-1] == 'istio component:"Istio"'


async def test_entries_that_say_the_same_are_counted_beside_the_one_shown(started: Started) -> None:
    hit = msgspec.structs.replace(FakeDoor().summaries()[0], also=("a", "b"))

    assert "also: 2 alike" in hit_lines(hit, "istio").plain


async def test_what_was_noted_is_told_beside_the_hits_that_it_moves(started: Started) -> None:
    async with started() as ui:
        await ui.paste(LOG)
        await ui.press("plus", "escape")

        assert "✓ fixed 1× here  2025-12-29" in ui.text()


async def test_a_filter_narrows_the_list_and_shift_f_clears_it(started: Started) -> None:
    async with started() as ui:
        await ui.press("escape", "f")
        await ui.press("space", "enter")
        screen = search_screen(ui)
        assert screen.filters
        assert screen.results.option_count < 4

        await ui.press("F")
        assert screen.results.option_count == 4


async def test_enter_before_the_answer_waits_for_it(started: Started) -> None:
    async with started() as ui:
        ui.door.gate.clear()
        await ui.pilot.press(*"drain", "enter")
        assert ui.screen_name == "SearchScreen"

        ui.door.gate.set()
        await ui.settle()
        screen = ui.app.screen
        assert isinstance(screen, EntryScreen)
        assert screen.entry_id == "drain-node"


async def test_a_wide_window_shows_the_highlighted_entry_beside_the_list(started: Started) -> None:
    async with started(200, 50) as ui:
        await ui.press("down")
        await ui.pilot.pause(0.2)
        await ui.settle()

        entry = search_screen(ui).pane.entry
        assert entry is not None
        assert entry.id == "coredns-timeout"


async def test_a_window_of_40_by_10_still_shows_box_list_and_footer(started: Started) -> None:
    async with started(40, 10) as ui:
        text = ui.text()

        assert "Istio STRICT" in text
        assert "Search words" in text


async def test_an_empty_knowledge_base_says_what_to_do(started: Started) -> None:
    async with started(door=FakeDoor(())) as ui:
        assert "put documents into kb/" in ui.text()
        await ui.press("escape", "enter", "c", "e", "f")
        assert ui.screen_name == "SearchScreen"


async def test_an_empty_knowledge_base_is_told_whatever_is_asked_of_it(started: Started) -> None:
    async with started(door=FakeDoor([])) as ui:
        await ui.press(*"istio")

        assert "the knowledge base is empty" in ui.text()


async def test_a_change_on_disk_shows_up_without_a_key(started: Started) -> None:
    async with started() as ui:
        ui.door.entries = ui.door.entries[:1]
        ui.door.changed = True
        ui.app.look_again()
        await ui.settle()

        assert search_screen(ui).results.option_count == 1


async def test_a_search_that_takes_its_time_is_told_until_it_ends(started: Started) -> None:
    async with started() as ui:
        ui.door.gate.clear()
        await ui.pilot.press(*"dns")
        await ui.pilot.pause(TOLD_AFTER * 3)
        assert "Searching …" in ui.text()
        assert "newest first" not in ui.text()

        ui.door.gate.set()
        await ui.settle()
        assert "Searching" not in ui.text()


async def test_the_title_of_the_settings_names_the_knowledge_base(started: Started) -> None:
    door = FakeDoor()
    door.config = Config(title="Payments [prod]")
    async with started(door=door) as ui:
        assert "ekskb · Payments [prod]" in ui.text()
